"""Names near to what was typed: by pinyin, first letters, sound, and a slip of the finger."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from language.pinyin import Syllables, agrees, as_heard, initials, parses, spellings
from language.vocabulary import Term, TermKind, by_ear, by_initials, by_letters, terms

_LONGEST = 64
_LONGEST_SHORTENED = 32
_LEAST_INITIALS, _MOST_INITIALS = 2, 12
_LEAST_LETTERS_SLIPPED = 5
_LETTERS_SLIPPED_TWICE = 10
_LEAST_SUBSTITUTED = 3
_LOOKED_AT = 60
_MOST_PAIRS = 5
_REMEMBERED = 2048


class Likeness(IntEnum):
    """How a name is near to what was typed, the surest first."""

    SPELT = 0  # dianhangong, 电悍工
    BEGUN = 1  # dianhangon, dian焊工, dianhg
    INITIALS = 2  # dhg
    HEARD = 3  # dianhangon, 电瀚功: ears confuse them
    SWAPPED = 4  # 焊电工
    LEFT_OUT = 5  # 电工人 for 电焊工人
    TOO_MANY = 6  # 电焊焊工
    MISTYPED = 7  # one character or letter is another


class NearName(NamedTuple):
    """A term near to what was typed; `slips` counts how many characters differ."""

    likeness: Likeness
    slips: int
    term: Term


@lru_cache(_REMEMBERED)
def near_names(typed: str, limit: int = 8) -> tuple[NearName, ...]:
    """Terms near to one folded word that is none itself, the likeliest first.

    Only the surest kinds of nearness count: what is a name's pinyin is no slip of another.
    """
    if not typed or len(typed) > _LONGEST or typed in terms():
        return ()
    for reading in (_spelling, _beginning, _heard):
        ranked = _ranked(reading(typed), limit)
        if ranked:
            exact = typed.isascii() or not ranked[0].slips
            return ranked if exact else (*ranked, *_longer(typed, ranked))[:limit]
    return _ranked(_slipped(typed), limit)


def _longer(typed: str, found: tuple[NearName, ...]) -> tuple[NearName, ...]:
    """Names of which a character was left out: 易员 sounds like 译员, and may be 交易员."""
    known = {each.term.name for each in found}
    slipped = _ranked(_slipped(typed), _LOOKED_AT)
    longer = (each for each in slipped if each.likeness is Likeness.LEFT_OUT)
    return tuple(each for each in longer if each.term.name not in known)


def same_sound(name: str) -> tuple[NearName, ...]:
    """Names of trades spelt like a name that is a term itself, the commonest first."""
    others = (each for each in _spelling(name) if each.term.kind is TermKind.OCCUPATION)
    return _ranked((each for each in others if each.term.name != name), _LOOKED_AT)


def two_names(typed: str) -> tuple[tuple[NearName, ...], ...]:
    """A place and a trade, in either order, whose letters were typed as one word."""
    if not typed.isascii() or len(typed) > _LONGEST:
        return ()
    pairs = (
        (first, second)
        for cut in range(1, len(typed))
        for first in by_letters().get(typed[:cut], ())
        for second in by_letters().get(typed[cut:], ())
        if {first.kind, second.kind} == {TermKind.PLACE, TermKind.OCCUPATION}
    )
    commonest = sorted(pairs, key=lambda pair: -min(term.uses for term in pair))[:_MOST_PAIRS]
    return tuple(tuple(NearName(Likeness.SPELT, 0, t) for t in pair) for pair in commonest)


def _ranked(found: Iterable[NearName], limit: int) -> tuple[NearName, ...]:
    """Best first: the surest kind, then the fewest slips, then the commonest name."""
    best: dict[str, NearName] = {}
    for each in sorted(found, key=_order):
        best.setdefault(each.term.name, each)
    return tuple(best.values())[:limit]


def _order(each: NearName) -> tuple[int, int, int, int, str]:
    name = each.term.name
    return each.likeness, each.slips, -each.term.uses, len(name), name


def _spelling(typed: str) -> Iterator[NearName]:
    """Names spelt as typed."""
    for letters in {"".join(way) for way in spellings(typed)}:
        yield from _alike(Likeness.SPELT, typed, by_letters().get(letters, ()))


def _beginning(typed: str) -> Iterator[NearName]:
    """Names of which some syllables were typed in their first letters only."""
    if len(typed) <= _LONGEST_SHORTENED and re.search("[a-z]", typed):
        for units in parses(typed):
            yield from _begun(typed, units)


def _begun(typed: str, units: Syllables) -> Iterator[NearName]:
    if not _LEAST_INITIALS <= len(units) <= _MOST_INITIALS:
        return
    letters_alone = all(len(unit) == 1 and unit.isascii() for unit in units)
    likeness = Likeness.INITIALS if letters_alone else Likeness.BEGUN
    for syllables, term in by_initials().get(initials(units), ()):
        if agrees(units, syllables) and _keeps(typed, term.name):
            shortened = sum(unit != whole for unit, whole in zip(units, syllables, strict=True))
            yield NearName(likeness, shortened, term)


def _keeps(typed: str, name: str) -> bool:
    """Tell whether a name has the Chinese characters typed, in their order."""
    rest = iter(name)
    return all(char in rest for char in typed if not char.isascii())


def _alike(likeness: Likeness, typed: str, sounding: Iterable[Term]) -> Iterator[NearName]:
    """Names that sound as typed; of two characters one has to be the same (兼职 is no 剪纸)."""
    for term in sounding:
        other = sum(char not in term.name for char in typed if not char.isascii())
        if other < len(typed) or len(typed) >= _LEAST_SUBSTITUTED:
            yield NearName(likeness, other, term)


def _heard(typed: str) -> Iterator[NearName]:
    for way in spellings(typed):
        yield from _alike(Likeness.HEARD, typed, by_ear().get(as_heard("".join(way)), ()))


def _slipped(typed: str) -> Iterator[NearName]:
    """Names a slip away: of characters, or of letters where only these were typed."""
    if not typed.isascii():
        return _slips(typed, _names(), 1)
    if len(typed) < _LEAST_LETTERS_SLIPPED or not typed.isalpha():
        return iter(())
    most = 2 if len(typed) >= _LETTERS_SLIPPED_TWICE else 1
    return _letters_slipped(typed, most)


def _letters_slipped(typed: str, most: int) -> Iterator[NearName]:
    near = process.extract(
        typed, _spelt(), scorer=OSA.distance, score_cutoff=most, limit=_LOOKED_AT
    )
    for letters, slips, _ in near:
        for term in by_letters()[letters]:
            yield NearName(Likeness.MISTYPED, int(slips), term)


def _slips(typed: str, known: list[str], most: int) -> Iterator[NearName]:
    near = process.extract(typed, known, scorer=OSA.distance, score_cutoff=most, limit=_LOOKED_AT)
    for name, slips, _ in near:
        likeness = _kind_of_slip(typed, name)
        apart = _sounds_apart(typed, name) if likeness is Likeness.MISTYPED else 0
        if apart <= 1 or len(typed) >= _LEAST_SUBSTITUTED:
            yield NearName(likeness, int(slips) + apart, terms()[name])


def _kind_of_slip(typed: str, name: str) -> Likeness:
    if len(name) > len(typed):
        return Likeness.LEFT_OUT
    if len(name) < len(typed):
        return Likeness.TOO_MANY
    return Likeness.SWAPPED if sorted(name) == sorted(typed) else Likeness.MISTYPED


def _sounds_apart(typed: str, name: str) -> int:
    """Letters that two names differ by, three at most."""
    letters = ("".join(spellings(each)[0]) for each in (typed, name))
    return min(int(OSA.distance(*letters)), _LEAST_SUBSTITUTED)


@cache
def _names() -> list[str]:
    return list(terms())


@cache
def _spelt() -> list[str]:
    return list(by_letters())
