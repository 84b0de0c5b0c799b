"""The tables under language/data hold together."""

from collections import Counter

import pytest

from language.conditions import Condition
from language.lawfulness import Kind
from language.places import place
from language.resources import rows

TABLES = {
    "occupations": 2176,
    "places": 3250,
    "townships_hunan": 1977,
}


@pytest.mark.parametrize(("table", "count"), TABLES.items())
def test_facts_are_complete_and_their_codes_unique(table: str, count: int) -> None:
    codes = [row["code"] for row in rows(table)]

    assert len(codes) == len(set(codes)) == count


def test_every_alias_points_to_a_place() -> None:
    assert all(place(row["code"]).name for row in rows("place_aliases"))


def test_every_condition_and_kind_has_patterns() -> None:
    assert {row["condition"] for row in rows("conditions")} == set(Condition)
    assert {row["kind"] for row in rows("unlawful_phrases")} == set(Kind)
    assert {row["kind"] for row in rows("lawful_phrases")} == set(Kind)


@pytest.mark.parametrize(
    ("table", "column"),
    [("certificates", "name"), ("title_slogans", "phrase"), ("generic_names", "name")],
)
def test_no_word_twice(table: str, column: str) -> None:
    counts = Counter(row[column] for row in rows(table))

    assert [word for word, count in counts.items() if count > 1] == []


def test_an_alias_names_a_code_once() -> None:
    named = Counter(
        (alias, r["code"]) for r in rows("occupation_aliases") for alias in r["aliases"].split()
    )

    assert [pair for pair, count in named.items() if count > 1] == []
