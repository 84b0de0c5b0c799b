"""The judged set's own files, and what a judge gets to see."""

import json
from collections import Counter

import pytest

from benchmarks.judged.people import FILE, profiles
from benchmarks.judged.pool import city_of
from benchmarks.judged.sheets import shown_person, shown_posting
from benchmarks.judged.tables import DATA, postings

OURS = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
needs_tables = pytest.mark.skipif(not DATA.is_dir(), reason="the tables lie beside the checkout")


def test_groups_are_large_enough_to_be_measured() -> None:
    own = [row for row in OURS if "wants" in row]
    groups = Counter(group for row in own for group in row.get("groups", ()))

    assert len(own) >= 125
    assert sum("groups" in row for row in own) * 2 >= len(own)
    assert len(groups) == 6
    for group in ("unemployed_graduate", "employment_difficulty", "poverty_household"):
        assert groups[group] >= 40


def test_judges_see_neither_age_nor_group() -> None:
    row = next(row for row in OURS if "groups" in row)

    assert not {"birth", "groups", "as_of"} & shown_person(row).keys()


def test_no_certificates_and_a_hard_floor_are_said_in_words() -> None:
    shown = shown_person({"certificates": [], "min_pay_fen": 450000, "min_pay_hard": True})

    assert shown == {"certificates": "无", "min_pay": "4500元/月（必须）"}


def test_a_long_text_is_cut() -> None:
    assert len(shown_posting({"title": "焊工", "text": "长" * 900}, None)["text"]) == 400


@pytest.mark.parametrize(
    ("place", "city"),
    [("合肥市", 340100), ("合肥·瑶海区", 340100), ("上海·松江区", 310000), ("安徽省", 0), ("", 0)],
)
def test_city_of_a_place(place: str, city: int) -> None:
    assert city_of(place) == city


@needs_tables
def test_tables_give_rows_with_ids_of_their_own() -> None:
    rows = postings()

    assert len({row["id"] for row in rows}) == len(rows) > 8_000
    assert all(row["title"] for row in rows)
    assert not any("valid_to" in row for row in rows)


@needs_tables
def test_every_person_named_by_id_is_in_the_table() -> None:
    rows = profiles()

    assert len({row["id"] for row in rows}) == len(rows) == len(OURS)
    assert all("place" in row for row in rows if row["id"].startswith("grad-person:"))
