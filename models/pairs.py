"""Pairs of texts that mean the same work: what the model is tuned on."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from language.classification import occupation
from language.resources import rows
from models.judged import fitting_pairs
from models.sources import (
    beginning,
    careers,
    occupation_of,
    persons,
    postings,
    skill_tags,
    training_postings,
)
from models.split import is_kept_back, is_title_kept_back

SEED = 20260305
MOST_OF_A_GROUP = {"names": 6, "kin": 3, "texts": 10, "tags": 10, "persons": 10, "careers": 2}
"""So many pairs of one occupation from a source: two in five postings are for sales."""


@dataclass(frozen=True)
class Pair:
    """Two texts of the same work.

    `group` names the work: pairs of one group fit each other crosswise, so they
    are never each other's wrong answers.
    """

    left: str
    right: str
    group: str
    source: str


def training_pairs() -> list[Pair]:
    """Return all pairs that may be trained on, in a seeded order.

    Occupations, titles, tables and persons that are kept back for the comparison
    are left out.
    """
    sources = (_names(), _kin(), _texts(), _tags(), _persons(), _careers(), _judged())
    pairs = _thinned(dict.fromkeys(pair for source in sources for pair in source))
    random.Random(SEED).shuffle(pairs)
    return pairs


def _thinned(pairs: Iterable[Pair]) -> list[Pair]:
    by_group = defaultdict(list)
    for pair in pairs:
        by_group[pair.source, pair.group].append(pair)
    kept = []
    for (source, group), some in by_group.items():
        most = min(MOST_OF_A_GROUP.get(source, len(some)), len(some))
        kept += random.Random(f"{SEED} {source} {group}").sample(some, most)
    return kept


def _names() -> Iterator[Pair]:
    """Everyday names with the occupation that each means first."""
    for code, aliases in _trades():
        for alias in aliases:
            yield Pair(alias, occupation(code).title, code, "names")


def _kin() -> Iterator[Pair]:
    """Everyday names of one trade, two and two."""
    for code, aliases in _trades():
        mixed = random.Random(f"{SEED} {code} {aliases[0]}").sample(aliases, len(aliases))
        for left, right in zip(mixed[::2], mixed[1::2], strict=False):
            yield Pair(left, right, code, "kin")


def _trades() -> Iterator[tuple[str, list[str]]]:
    for row in rows("occupation_aliases"):
        codes = row["code"].split()
        if not any(map(is_kept_back, codes)):
            yield codes[0], row["aliases"].split()


def _texts() -> Iterator[Pair]:
    """Titles of postings with the beginning of their text."""
    for row in training_postings():
        yield from _pair(row["title"], beginning(row), "texts")


def _tags() -> Iterator[Pair]:
    """Titles of postings with the skills among their tags."""
    for row in training_postings():
        yield from _pair(row["title"], skill_tags(row), "tags")


def _persons() -> Iterator[Pair]:
    """What people want with what they can do."""
    for wishes, skills in persons():
        yield from _pair(wishes, skills, "persons")


def _careers() -> Iterator[Pair]:
    """Positions that are occupations (党员 is none) with what is said around them."""
    for position, sentence in careers():
        if occupation_of(position):
            yield from _pair(position, sentence, "careers")


def _judged() -> Iterator[Pair]:
    """Profiles with the postings graded as fitting."""
    for profile, posting, name in fitting_pairs(postings()) if postings() else ():
        yield Pair(profile, posting, name, "judged")


def _pair(title: str, text: str, source: str) -> Iterator[Pair]:
    """One pair of the title's occupation; none where a side is empty or kept back."""
    code = occupation_of(title)
    if text and not is_title_kept_back(title) and not (code and is_kept_back(code)):
        yield Pair(title, text, code or title, source)
