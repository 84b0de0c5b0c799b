"""Chips: what was understood, each with the words it was read from, to be taken off."""

from collections.abc import Iterable
from itertools import combinations

from language.cleaning import fold
from language.queries.found import Found
from language.queries.pay_asked import bounds_fen
from language.queries.places_named import lineages_joined
from language.queries.structure import Chip, ChipKind
from language.queries.trades import akin, classes_above
from language.work_phrases import trades_told

LONGEST_QUERY = 200


def without(query: str, chip: Chip) -> str:
    """The query without the words of one of its chips, blanks tidied."""
    characters = list(query[:LONGEST_QUERY])
    for start, end in chip.spans:
        characters[start:end] = " " * (end - start)
    return " ".join("".join(characters).split())


def chips_of(query: str, found: Iterable[Found]) -> tuple[Chip, ...]:
    """One chip for each thing understood, in the order of the query."""
    pieces = list(found)
    groups: dict[tuple[ChipKind, tuple[str, ...]], list[Found]] = {
        (ChipKind.PLACE, (code,)): named
        for code, named in lineages_joined(each for each in pieces if each.kind is ChipKind.PLACE)
    }
    for each in pieces:
        if each.kind is not ChipKind.PLACE:
            groups.setdefault((each.kind, each.values), []).append(each)
    chips = [_chip(query, *group, each) for group, each in groups.items()]
    return tuple(sorted(chips, key=lambda chip: chip.spans))


def _chip(query: str, kind: ChipKind, values: tuple[str, ...], pieces: list[Found]) -> Chip:
    spans = tuple(sorted((each.start, each.end) for each in pieces))
    text = " ".join(query[start:end] for start, end in spans)
    if kind is not ChipKind.OCCUPATION:
        return Chip(kind, values[0], values, text, spans)
    name = fold(query[spans[0][0] : spans[0][1]])
    named = any(told.length == len(name) for told in trades_told(name))
    above, near = classes_above(values), akin(name, values)
    return Chip(kind, values[0], values, text, spans, above, near, named)


def contradictions_of(chips: Iterable[Chip]) -> tuple[tuple[Chip, Chip], ...]:
    """Pairs of chips of which one rules the other out: 包住 不包住, 8000以上 6000以下."""
    return tuple(pair for pair in combinations(chips, 2) if _contradict(*pair))


def _contradict(one: Chip, other: Chip) -> bool:
    if one.kind is ChipKind.PAY and other.kind is ChipKind.PAY:
        return _apart(one.value, other.value) or _apart(other.value, one.value)
    if (one.kind is ChipKind.EXCLUDE) == (other.kind is ChipKind.EXCLUDE):
        return False
    asked, refused = (other, one) if one.kind is ChipKind.EXCLUDE else (one, other)
    return bool(set(asked.values) & set(refused.values)) and (
        asked.kind is not ChipKind.OCCUPATION or set(asked.values) <= set(refused.values)
    )


def _apart(lower: str, upper: str) -> bool:
    """Tell whether the most that one allows is less than the least that the other wants."""
    most, least = bounds_fen(lower)[1], bounds_fen(upper)[0]
    return most is not None and least is not None and most < least
