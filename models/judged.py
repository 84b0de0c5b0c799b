"""The judged set: fitting pairs of the even profiles to train on, the odd ones to measure with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.judged import people, tables
from benchmarks.judged.tables import AS_OF, Row
from matching.evaluation import Qrels
from matching.scratch import ScratchSet
from models.split import is_person_kept_back

FITTING = 2
"""Grade from which on a posting fits a profile."""

_QRELS = Path(people.__file__).with_name("qrels.tsv")


@cache
def grades() -> Qrels:
    """Return the grades of every profile."""
    found: dict[str, dict[str, int]] = {}
    for line in _QRELS.read_text("utf-8").splitlines():
        profile, _, posting, grade = line.split()
        found.setdefault(profile, {})[posting] = int(grade)
    return found


def kept_back_grades() -> Qrels:
    """Return the grades of the profiles that are never trained on."""
    return {profile: each for profile, each in grades().items() if is_person_kept_back(profile)}


@cache
def postings_kept_back() -> frozenset[str]:
    """Postings of any worth to a profile that is kept back: they are not trained on either."""
    lists = kept_back_grades().values()
    return frozenset(name for graded in lists for name, grade in graded.items() if grade)


def fitting_pairs(postings: dict[str, Row]) -> Iterator[tuple[str, str, str]]:
    """Yield (profile's text, posting's text, profile's id) of the half used for weights.

    Both texts are those that the product embeds.
    """
    wanted = {
        profile: [name for name, grade in graded.items() if _may_train(name, grade, postings)]
        for profile, graded in grades().items()
        if not is_person_kept_back(profile)
    }
    persons = [row for row in people.profiles() if wanted.get(row["id"])]
    names = sorted({name for person in persons for name in wanted[person["id"]]})
    scratch = scratch_set([postings[name] for name in names], persons)
    text_of = dict(zip(names, scratch.posting_texts, strict=True))
    for person, text in zip(persons, scratch.profile_texts, strict=True):
        for name in wanted[person["id"]]:
            yield text, text_of[name], str(person["id"])


def _may_train(name: str, grade: int, postings: dict[str, Row]) -> bool:
    return grade >= FITTING and name in postings and name not in postings_kept_back()


def scratch_set(postings: list[Row], profiles: list[Row]) -> ScratchSet:
    """Understand both sides on the day of the judged set."""
    return ScratchSet.of(postings, profiles, date.fromisoformat(AS_OF))


def kept_back_profiles() -> list[Row]:
    """Return the profiles to measure with; needs the tables of postings."""
    return [row for row in people.profiles() if is_person_kept_back(row["id"])]


def has_tables() -> bool:
    """Tell whether the tables of postings lie beside the checkout."""
    return (tables.DATA / "postings_labour_site_2015.csv.gz").is_file()
