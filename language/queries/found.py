"""Pieces of a query and what they were read as, before they become chips."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from language.queries.structure import ChipKind


@dataclass(frozen=True, slots=True)
class Found:
    """Characters `start` up to `end` of a query, and the values they stand for."""

    kind: ChipKind
    start: int
    end: int
    values: tuple[str, ...]

    @property
    def length(self) -> int:
        """Characters of the piece."""
        return self.end - self.start

    def overlaps(self, other: "Found") -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end


_ORDER = {kind: place for place, kind in enumerate(ChipKind)} | {ChipKind.BENEFIT: -1}
_FIRST = frozenset({ChipKind.PAY, ChipKind.EXCLUDE})


def settled(found: Iterable[Found]) -> list[Found]:
    """Pieces that share no character, in the order of the query.

    Figures and refusals come before all else, then the longer before the shorter:
    社保专员 is a trade and no insurance, 电工证 a certificate and no trade; 长白班, which is
    a benefit and the name of a trade alike, is the benefit.
    """
    kept: list[Found] = []
    for each in sorted(found, key=_rank):
        if not any(each.overlaps(other) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)


def _rank(each: Found) -> tuple[bool, int, int, int]:
    return each.kind not in _FIRST, -each.length, _ORDER[each.kind], each.start


def blanked(text: str, found: Iterable[Found]) -> str:
    """The text with blanks in place of pieces of it."""
    characters = list(text)
    for each in found:
        characters[each.start : each.end] = " " * each.length
    return "".join(characters)


def joined(found: Iterable[Found]) -> list[Found]:
    """Pieces of one kind with those that overlap made one (五险一金 is one piece)."""
    result: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if result and each.start < result[-1].end:
            result[-1] = _union(result[-1], each)
        else:
            result.append(each)
    return result


def _union(one: Found, other: Found) -> Found:
    values = tuple(dict.fromkeys([*one.values, *other.values]))
    return replace(one, end=max(one.end, other.end), values=values)
