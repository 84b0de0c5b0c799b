"""Which column stands for which field: by its name, by its contents, or as somebody typed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.intake.columns import ImportKind, field_named, known_fields, plain_name
from marketplace.intake.errors import MapColumnUnknown, MapFieldUnknown
from marketplace.intake.rows import Cell
from marketplace.intake.shapes import (
    ENOUGH,
    POSTING_SHAPES,
    SEEKER_SHAPES,
    WHOLLY,
    Shape,
    is_composite,
    share,
)

Columns = dict[str, list[str]]  # field → columns, the best first
Sample = Sequence[Mapping[str, Cell]]
SHAPES = {ImportKind.POSTINGS: POSTING_SHAPES, ImportKind.SEEKERS: SEEKER_SHAPES}
NEEDED = {ImportKind.POSTINGS: ("title",), ImportKind.SEEKERS: ()}
_OWN_WORDS = {"title", "wants"}
_COMPOSITE_FIELDS = ("education", "experience", "openings")


def guess_columns(kind: ImportKind, names: Sequence[str], sample: Sample) -> Columns:
    """Guess the columns of every field: names first, contents for what they leave open."""
    found = _by_name(kind, names)
    if kind is ImportKind.POSTINGS:
        _add_composites(found, sample)
    _add_by_contents(kind, found, names, sample)
    return {field: found[field] for field in known_fields(kind) if field in found}


def typed_columns(
    kind: ImportKind, names: Sequence[str], typed: Mapping[str, Any]
) -> tuple[Columns, set[str]]:
    """Return the columns somebody typed, and the fields they switched off with null.

    A column is named, or given by its number from 1; a list names several. Raises
    MapFieldUnknown, MapColumnUnknown.
    """
    columns: Columns = {}
    for field, wanted in typed.items():
        if field not in known_fields(kind):
            raise MapFieldUnknown(field_name=field, known="、".join(known_fields(kind)))
        several = wanted if isinstance(wanted, list) else [wanted]
        columns[field] = [_column(names, field, one) for one in several if one not in (None, "")]
    off = {field for field, those in columns.items() if not those}
    return {field: those for field, those in columns.items() if those}, off


def overlaid(guessed: Columns, typed: Columns, off: set[str]) -> Columns:
    """Return the guess with what was typed on top: a typed column serves no other field."""
    taken = {name for those in typed.values() for name in those}
    kept = {
        field: [name for name in those if name not in taken]
        for field, those in guessed.items()
        if field not in typed and field not in off
    }
    return {field: those for field, those in (kept | typed).items() if those}


def missing_needed(kind: ImportKind, columns: Columns) -> list[str]:
    """Return the fields without which no row can be taken."""
    return [field for field in NEEDED[kind] if field not in columns]


def _by_name(kind: ImportKind, names: Sequence[str]) -> Columns:
    ranked: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        hit = field_named(kind, name)
        if hit is not None and hit[0]:
            ranked.setdefault(hit[0], []).append((hit[1], name))
    return {field: [name for _, name in sorted(those)] for field, those in ranked.items()}


def _add_composites(found: Columns, sample: Sample) -> None:
    """A column like 要求 that holds education, experience and openings in one cell."""
    for name in found.get("text", []):
        if share(is_composite, _cells(sample, name)) >= ENOUGH:
            for field in _COMPOSITE_FIELDS:
                found.setdefault(field, [name])


def _add_by_contents(
    kind: ImportKind, found: Columns, names: Sequence[str], sample: Sample
) -> None:
    if _OWN_WORDS & set(names):  # the contract's own form: other fields are ignored
        return
    free = [name for name in names if field_named(kind, name) is None]
    for field, shape in SHAPES[kind].items():
        fit = [name for name in free if share(shape, _cells(sample, name)) >= ENOUGH]
        if field not in found and fit:
            best = max(fit, key=lambda name: _purity(field, shape, _cells(sample, name)))
            found[field] = [best]
            free.remove(best)


def _purity(field: str, shape: Shape, cells: Sequence[str]) -> tuple[float, float]:
    return share(WHOLLY.get(field, shape), cells), share(shape, cells)


def _cells(sample: Sample, name: str) -> list[str]:
    return [str(row[name]) for row in sample if row.get(name) is not None]


def _column(names: Sequence[str], field: str, wanted: Any) -> str:
    if isinstance(wanted, int) and 1 <= wanted <= len(names):
        return names[wanted - 1]
    by_name = {plain_name(name): name for name in reversed(names)}
    if wanted in names:
        return str(wanted)
    if plain_name(str(wanted)) in by_name:
        return by_name[plain_name(str(wanted))]
    raise MapColumnUnknown(column=wanted, field_name=field, columns="、".join(names))
