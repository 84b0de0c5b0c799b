"""Names a person may look for: trades, skills and places, by spelling and by sound."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from language.cleaning import fold
from language.occupation_lexicon import names
from language.pinyin import Syllables, as_heard, initials, spellings
from language.places import Place, named_places
from language.resources import rows
from language.skills import skill_names

_SKILL_COUNT = 20
_LONGEST = 12
_COUNTS = {"province": 200, "prefecture": 100, "county": 3, "township": 1}
_COUNTS_AT_HOME = {"province": 500, "prefecture": 500, "county": 200, "township": 10}
_LEAST_TOWNSHIP = 3
_HOME = "湖南省"


class TermKind(StrEnum):
    """What a term names."""

    OCCUPATION = "occupation"
    SKILL = "skill"
    PLACE = "place"


class Term(NamedTuple):
    """A name, what it stands for, and how common it is: `uses` in a hundred thousand names."""

    name: str
    kind: TermKind
    codes: tuple[str, ...]
    uses: int


@cache
def terms() -> dict[str, Term]:
    """Every term by its name; of equal names the trade before the skill before the place."""
    found: dict[str, Term] = {}
    for term in (*_trades(), *_skills(), *_places()):
        found.setdefault(term.name, term)
    return found


@cache
def by_letters() -> dict[str, list[Term]]:
    """Terms by how they are spelt in letters."""
    found: dict[str, list[Term]] = {}
    for term in terms().values():
        for syllables in spellings(term.name):
            found.setdefault("".join(syllables), []).append(term)
    return found


@cache
def by_ear() -> dict[str, list[Term]]:
    """Terms by what is heard of their letters."""
    found: dict[str, list[Term]] = {}
    for letters, spelt in by_letters().items():
        found.setdefault(as_heard(letters), []).extend(spelt)
    return found


@cache
def by_initials() -> dict[str, list[tuple[Syllables, Term]]]:
    """Terms and their syllables by the first letters of these.

    Of places only the short names of the larger ones at home: who types letters looks for work.
    """
    found: dict[str, list[tuple[Syllables, Term]]] = {}
    for term in terms().values():
        if term.kind is TermKind.PLACE and not _is_spoken_of(term):
            continue
        for syllables in spellings(term.name):
            found.setdefault(initials(syllables), []).append((syllables, term))
    return found


def _trades() -> Iterator[Term]:
    counts = {row["name"]: int(row["count"]) for row in rows("name_counts")}
    for name, codes in names().items():
        if len(name) <= _LONGEST:
            yield Term(name, TermKind.OCCUPATION, codes, counts.get(name, 0))


def _skills() -> Iterator[Term]:
    for name in map(fold, skill_names()):
        yield Term(name, TermKind.SKILL, (), _SKILL_COUNT)


def _places() -> Iterator[Term]:
    for name, found in named_places().items():
        if found.level != "township" or len(name) >= _LEAST_TOWNSHIP:
            yield Term(name, TermKind.PLACE, (str(found.code),), _count(found))


def _is_spoken_of(term: Term) -> bool:
    return term.uses >= _COUNTS_AT_HOME["county"] and term.name[-1] not in "省市县区州"


def _count(found: Place) -> int:
    at_home = found.full_name.startswith(_HOME)
    return (_COUNTS_AT_HOME if at_home else _COUNTS)[found.level]
