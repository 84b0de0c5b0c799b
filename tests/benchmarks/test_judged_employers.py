"""The employers' side of the judged set: its files' form, and what a judge gets to see."""

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.judged.agreement import read_repeats, summed_up
from benchmarks.judged.employers import (
    REPEATED,
    kinds,
    repeated,
    shown_candidate,
    shuffled,
    vacancies,
)
from benchmarks.judged.figures import EMPLOYER_QRELS, SEEKER_QRELS
from benchmarks.judged.people import CANDIDATES, FILE, FRESH_QRELS, candidates, fresh
from benchmarks.judged.runs import read_qrels
from benchmarks.judged.tables import DATA

OURS = [json.loads(line) for line in CANDIDATES.read_text("utf-8").splitlines()]
needs_tables = pytest.mark.skipif(not DATA.is_dir(), reason="the tables lie beside the checkout")


def test_half_of_the_postings_are_trades_of_the_hand_and_of_several_sources() -> None:
    kind = kinds()

    assert len(kind) >= 60
    assert set(kind.values()) == {"hand", "other"}
    assert Counter(kind.values())["hand"] * 2 >= len(kind)
    assert len({name.split(":")[0] for name in kind}) >= 5


def test_added_persons_are_ours_or_named_by_id_alone() -> None:
    taken = [row for row in OURS if "wants" not in row]

    assert all(row.keys() == {"id"} for row in taken)
    assert all(row["id"].startswith("grad-person:") for row in taken)
    assert not any("story" in row or "name" in row for row in OURS)
    assert len({row["id"] for row in OURS}) == len(OURS)


def test_grades_of_both_sides_have_the_form() -> None:
    seekers, employers = read_qrels(SEEKER_QRELS), read_qrels(EMPLOYER_QRELS)

    assert sum(map(len, seekers.values())) >= 3_600
    assert sum(map(len, employers.values())) >= 2_400
    for side in (seekers, employers):
        grades = Counter(grade for query in side.values() for grade in query.values())
        assert grades.keys() == {0, 1, 2, 3}


def test_employers_grades_are_of_the_postings_and_persons_of_the_set() -> None:
    qrels = read_qrels(EMPLOYER_QRELS)
    persons = {
        json.loads(line)["id"]
        for path in (FILE, CANDIDATES)
        for line in path.read_text("utf-8").splitlines()
    }

    assert qrels.keys() == kinds().keys()
    assert {person for grades in qrels.values() for person in grades} <= persons
    assert min(len(grades) for grades in qrels.values()) >= 20


@pytest.mark.parametrize(
    ("name", "share", "side"),
    [("seekers-1", 0.15, SEEKER_QRELS), ("employers", 0.1, EMPLOYER_QRELS)],
)
def test_enough_pairs_are_judged_twice_and_agree(name: str, share: float, side: Path) -> None:
    pairs = sum(map(len, read_qrels(side).values()))

    figures = summed_up(read_repeats()[name])

    assert figures["judged_twice"] >= share * pairs
    assert figures["alpha_ordinal"] >= 0.67


def test_a_later_round_agrees_with_the_first_judges() -> None:
    assert summed_up(read_repeats()["seekers-2"])["alpha_ordinal"] >= 0.67


def test_repeats_hold_the_grades_that_stand_in_the_qrels() -> None:
    path = CANDIDATES.with_name("repeats.tsv")
    qrels = {"employers": read_qrels(EMPLOYER_QRELS), "seekers": read_qrels(SEEKER_QRELS)}

    for line in path.read_text("utf-8").splitlines():
        name, query, document, first, second = line.split("\t")
        kept = qrels[name.split("-")[0]][query][document]
        if name == "seekers-2":  # these only measure agreement
            assert kept == int(first)
        else:
            assert kept == (int(first) + int(second)) // 2


def test_an_employers_judge_sees_no_story_age_or_group() -> None:
    row = next(json.loads(line) for line in FILE.read_text("utf-8").splitlines())

    shown = shown_candidate(row | {"groups": ["disabled"]}, 12)

    assert not {"story", "birth", "groups", "as_of"} & shown.keys()
    assert shown["km"] == 12
    assert shown["wants"] == row["wants"]


def test_orders_are_drawn_and_repeats_are_of_the_pool() -> None:
    pool = {j: list(range(j, j + 20)) for j in range(8)}

    first, second = shuffled(pool), repeated(pool)

    assert list(first) != sorted(first)
    assert {j: sorted(persons) for j, persons in first.items()} == pool
    assert list(second) != list(first)
    assert all(len(persons) == REPEATED for persons in second.values())
    assert all(set(persons) <= set(pool[j]) for j, persons in second.items())


@needs_tables
def test_every_posting_and_person_is_in_the_tables() -> None:
    rows, persons = vacancies(), candidates()

    assert [row["id"] for row in rows] == list(kinds())
    assert len({row["id"] for row in persons}) == len(persons) > 300
    assert all("wants" in row or "about" in row for row in persons)


def test_fresh_grades_are_of_added_persons_alone() -> None:
    qrels = read_qrels(FRESH_QRELS)
    ours = {row["id"] for row in OURS if "wants" in row}

    assert len(qrels) >= 30
    assert qrels.keys() <= ours
    assert not qrels.keys() & read_qrels(SEEKER_QRELS).keys()


@needs_tables
def test_fresh_persons_are_those_of_the_grades() -> None:
    assert {row["id"] for row in fresh()} == read_qrels(FRESH_QRELS).keys()
