"""The columns that a source's file is read by: typed, else saved, else guessed; then saved."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects.postgresql import insert

from marketplace.intake.columns import LABELS, ImportKind
from marketplace.intake.errors import HeaderMissing
from marketplace.intake.mapping import (
    Columns,
    guess_columns,
    missing_needed,
    overlaid,
    typed_columns,
)
from marketplace.intake.models import ImportMapping
from marketplace.intake.tables import Table
from tenants.access import Permission
from tenants.work import Work


def saved_columns(work: Work, kind: ImportKind, source: str) -> Columns | None:
    """Return the columns saved for a source; a field switched off has none. Raises NotAllowed."""
    work.actor.require(Permission.IMPORT_DATA)
    saved = work.session.get(ImportMapping, (work.tenant_id, kind, source))
    return cast("Columns", saved.columns) if saved is not None else None


def guessed_columns(kind: ImportKind, table: Table) -> Columns:
    """Return the columns guessed from names and contents."""
    return guess_columns(kind, table.columns, [row.cells for row in table.sample])


def agree_on_columns(
    work: Work,
    kind: ImportKind,
    source: str,
    table: Table,
    typed: Mapping[str, Any] | None = None,
) -> Columns:
    """Return the columns to read `table` by, and save them for the source.

    Raises NotAllowed, MapFieldUnknown, MapColumnUnknown, HeaderMissing.
    """
    columns, off = _merged(work, kind, source, table, typed or {})
    missing = missing_needed(kind, columns)
    if missing or not columns:
        labels = "、".join(LABELS[field] for field in missing) or "—"
        shown = "、".join(table.columns[:40])
        raise HeaderMissing(name=table.file.name, missing=labels, columns=shown, field="file")
    _save(work, kind, source, columns | {field: [] for field in sorted(off)}, bool(typed))
    return columns


def proposed_columns(work: Work, kind: ImportKind, source: str, table: Table) -> dict[str, Any]:
    """Return the saved columns on top of the guess, complete or not. Raises NotAllowed."""
    columns, _ = _merged(work, kind, source, table, {})
    return dict(columns)


def _merged(
    work: Work, kind: ImportKind, source: str, table: Table, typed: Mapping[str, Any]
) -> tuple[Columns, set[str]]:
    saved = saved_columns(work, kind, source) or {}
    wanted, off = typed_columns(kind, table.columns, typed)
    for field, names in saved.items():
        here = [name for name in names if name in table.columns]
        if field in wanted or field in off:
            continue
        if not names:
            off.add(field)
        elif here:
            wanted[field] = here
    return overlaid(guessed_columns(kind, table), wanted, off), off


def _save(work: Work, kind: ImportKind, source: str, columns: Columns, typed: bool) -> None:
    values = {
        "columns": columns,
        "typed": typed,
        "changed_at": work.now,
        "changed_by": work.actor.id,
    }
    table = cast("SqlTable", ImportMapping.__table__)
    statement = insert(table).values(tenant_id=work.tenant_id, kind=kind, source=source, **values)
    work.session.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id", "kind", "source"], set_=values)
    )
