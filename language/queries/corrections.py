"""您要找的是不是: what a query may have meant whose words say nothing as they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from language.near_names import Likeness, NearName, near_names, same_sound, two_names
from language.queries.fillers import without_fillers
from language.queries.found import Found, blanked
from language.queries.structure import ChipKind, Suggestion
from language.segmenter import made_of_words
from language.vocabulary import TermKind, terms

_MOST = 5
_WORD = re.compile(  # no part of a code: LH-MR
    r"[a-z]+(?:[ '][a-z]+)+(?![a-z])|(?<![a-z0-9][-&/])[\w+#.]++(?![-&/][a-z0-9])"
)
_NAMES_WORK = frozenset({ChipKind.OCCUPATION, ChipKind.SKILL})
_PLAIN_SLIPS = frozenset({Likeness.SPELT, Likeness.SWAPPED, Likeness.LEFT_OUT})
_LEAST_OF_WORDS = 4
_LEAST_SWAPPED = 3
_RARER = 50  # a place of another province against one of the commonest trades
_LEAST_MISTYPED = 4
_LEAST_TYPED = 2
_MOST_SLIPS = 2


@dataclass(frozen=True, slots=True)
class _Reading:
    """A piece of a query and the names it may have been meant as."""

    start: int
    end: int
    names: tuple[tuple[NearName, ...], ...]  # each way to read it is one name, or two in a row
    sure: bool


def corrections(
    query: str, plain: str, found: Iterable[Found]
) -> tuple[tuple[Suggestion, ...], tuple[Suggestion, ...]]:
    """What the query is read as, and what may be offered besides, the likeliest first."""
    readings = list(_readings(plain, list(found)))
    sure = [reading for reading in readings if reading.sure]
    return _suggested(query, [_best(each) for each in sure]), _suggested(query, readings)


def _readings(plain: str, found: list[Found]) -> Iterator[_Reading]:
    """How words may have been meant: each as a whole, or what places and pay leave."""
    known = [each for each in found if not _is_guess(plain, each)]
    left = blanked(plain, (each for each in known if each.kind not in _NAMES_WORK))
    for word in _WORD.finditer(plain):
        whole = _read(word, known)
        parts = (_read(part, known) for part in _WORD.finditer(left, *word.span()))
        yield from [whole] if whole else filter(None, parts)


def _is_guess(plain: str, each: Found) -> bool:
    """Tell whether a trade was guessed from words that are no name of one."""
    return each.kind is ChipKind.OCCUPATION and plain[each.start : each.end] not in terms()


def _read(word: re.Match[str], known: list[Found]) -> _Reading | None:
    typed = re.sub("[ ']", "", word[0])
    named = [each for each in known if word.start() <= each.start < word.end()]
    if not without_fillers(typed):
        return None
    if sum(each.length for each in named) >= len(typed):
        return _common_trade(word, named)
    ways = tuple((near,) for near in near_names(typed)) or two_names(typed)
    if not ways or _means_something(typed, ways[0][0]):
        return None
    return _Reading(word.start(), word.end(), ways, _is_sure(typed, ways[0][0], named))


def _common_trade(word: re.Match[str], named: list[Found]) -> _Reading | None:
    """A common trade that sounds like a place few mean (宝安 for 保安)."""
    place = terms().get(word[0])
    if [each.kind for each in named] != [ChipKind.PLACE] or place is None:
        return None
    trades = tuple((near,) for near in same_sound(word[0]) if near.term.uses > place.uses * _RARER)
    return _Reading(word.start(), word.end(), trades, sure=True) if trades else None


def _means_something(typed: str, best: NearName) -> bool:
    """Tell whether what was typed is made of words, so that it is no slip: 工厂 is not 工长.

    Several words that make one long name but for a slip are (叉车死机).
    """
    if typed.isascii() or not made_of_words(typed):
        return False
    return best.likeness not in _PLAIN_SLIPS or len(typed) < _LEAST_OF_WORDS


def _is_sure(typed: str, best: NearName, named: list[Found]) -> bool:
    """Tell whether to look for a name unasked: nothing typed says anything, or all of it sounds."""
    if not typed.isascii() and made_of_words(typed):
        return best.likeness is Likeness.SPELT and len(typed) >= _LEAST_OF_WORDS
    if named and not re.search("[a-z]", typed):
        least = _LEAST_SWAPPED if best.likeness is Likeness.SWAPPED else _LEAST_OF_WORDS
        return best.likeness in _PLAIN_SLIPS and len(typed) >= least
    if best.likeness is Likeness.MISTYPED and best.slips > _MOST_SLIPS:
        return False
    unsure = best.likeness in {Likeness.MISTYPED, Likeness.TOO_MANY}
    return len(typed) >= (_LEAST_MISTYPED if unsure else _LEAST_TYPED)


def _best(reading: _Reading) -> _Reading:
    """The names that are as near as the nearest."""
    first = reading.names[0][0]
    alike = [
        way
        for way in reading.names
        if (way[0].likeness, way[0].slips) == (first.likeness, first.slips)
    ]
    return replace(reading, names=tuple(alike))


def _suggested(query: str, readings: list[_Reading]) -> tuple[Suggestion, ...]:
    """The best name for each piece; then, a piece at a time, the next best ones."""
    if not readings:
        return ()
    best = [0] * len(readings)
    choices = [best] + [
        [*best[:at], way, *best[at + 1 :]]
        for way in range(1, _MOST)
        for at, reading in enumerate(readings)
        if way < len(reading.names)
    ]
    return tuple(_suggestion(query, readings, choice) for choice in choices[:_MOST])


def _suggestion(query: str, readings: list[_Reading], choice: list[int]) -> Suggestion:
    text = query
    names: list[NearName] = []
    for reading, way in reversed(list(zip(readings, choice, strict=True))):
        term = " ".join(each.term.name for each in reading.names[way])
        text = f"{text[: reading.start]} {term} {text[reading.end :]}"
        names[:0] = reading.names[way]
    kinds = {each.term.kind for each in names}
    return Suggestion(
        text=" ".join(text.split()),
        kind=next(ChipKind(kind) for kind in TermKind if kind in kinds),
        term=" ".join(each.term.name for each in names),
        typed=" ".join(query[each.start : each.end] for each in readings),
        codes=tuple(code for each in names for code in each.term.codes),
    )
