"""Trades in a query: names we know, and words that are sure enough to mean one."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from language.classification import DETAILED_LEVEL, occupations
from language.occupation_lexicon import Mention, generic, names, of_many
from language.occupation_neighbours import vote
from language.occupations import guess_occupations
from language.queries.fillers import without_fillers
from language.queries.found import Found, blanked
from language.queries.structure import ChipKind
from language.work_phrases import is_told

_PIECE = re.compile(r"[\w+#.&/·-]+")
_SURE = 0.5
_LIKELY = 0.15
_AKIN = 0.05
_MOST_AKIN = 8
_REMEMBERED = 2048
_ANY_WORKER = "普工"


def trades_found(plain: str, trades: Iterable[Mention], taken: Iterable[Found]) -> list[Found]:
    """Trades asked for in folded text, outside of what was `taken` for something else.

    A piece between blanks and what was taken is read by itself, so that what is left of a
    query means the same without the rest.
    """
    left = list(trades)
    return [
        trade
        for start, end in _pieces(plain, taken)
        for trade in _read(plain[start:end], start, [m for m in left if start <= m.start < end])
    ]


def _pieces(plain: str, taken: Iterable[Found]) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _PIECE.finditer(blanked(plain, taken)))


def _read(piece: str, start: int, named: list[Mention]) -> list[Found]:
    telling = [m for m in named if _tells(m, alone=m.name == piece)]
    if telling:
        return [_named(piece, m, alone=len(telling) == 1) for m in telling]
    guesses = [] if named and named[0].name == piece else _guesses(piece)
    if not guesses or guesses[0][1] < _SURE or not without_fillers(piece):
        return []
    codes = tuple(code for code, p in guesses if p >= _LIKELY)
    return [Found(ChipKind.OCCUPATION, start, start + len(piece), codes)]


def _tells(mention: Mention, *, alone: bool) -> bool:
    """Tell whether a name says which trade: 主管 does not, 老师 only alone."""
    if is_told(mention):
        return True
    if of_many(mention.name):
        return names()[mention.name] == names()[_ANY_WORKER]
    return alone or mention.name not in generic()


def _named(piece: str, mention: Mention, *, alone: bool) -> Found:
    """A name with its codes; where it is the only one, the words around it say which is meant."""
    guessing = alone and not is_told(mention)
    likely = [code for code, p in _guesses(piece) if p >= _SURE] if guessing else []
    codes = tuple(dict.fromkeys([*likely, *mention.codes]))
    return Found(ChipKind.OCCUPATION, mention.start, mention.end, codes)


@lru_cache(_REMEMBERED)
def _guesses(piece: str) -> tuple[tuple[str, float], ...]:
    return tuple(guess_occupations(piece))


def classes_above(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The 小类 and the 中类 of the likeliest code, the nearest first; of a class what is wider."""
    parts = codes[0].split("-") if codes else []
    return tuple("-".join(parts[:level]) for level in (3, 2) if level < len(parts))


@lru_cache(_REMEMBERED)
def akin(name: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of level 4 akin to a trade: of names like it, then of its own class."""
    shares = vote(name).shares
    alike = sorted((c for c in shares if shares[c] >= _AKIN), key=lambda c: (-shares[c], c))
    above = codes[0] if len(codes[0].split("-")) < DETAILED_LEVEL else classes_above(codes)[0]
    beside = [one.code for one in occupations(parent=above)]
    return tuple(dict.fromkeys(c for c in [*alike, *beside] if c not in codes))[:_MOST_AKIN]
