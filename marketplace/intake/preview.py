"""The first rows of a file as they would be taken, before anything is written."""

from language.occupations import plain_name
from language.places import place
from marketplace.intake.cells import ReadRow, read_row
from marketplace.intake.columns import LABELS, ImportKind
from marketplace.intake.mapping import Columns
from marketplace.intake.posting_rows import PostingRow, posting_row
from marketplace.intake.rows import Reason
from marketplace.intake.seeker_rows import PersonRow, person_row
from marketplace.intake.tables import Table
from runtime.clock import today
from runtime.messages import N_

SHOWN = {
    ImportKind.POSTINGS: ("title", "company", "pay", "place", "openings", "valid_to"),
    ImportKind.SEEKERS: ("wants", "place", "education", "birth"),
}
PROBLEM = N_("问题")
LONGEST = 40


def preview_rows(
    kind: ImportKind, table: Table, columns: Columns, tenant_id: int, *, count: int = 5
) -> list[dict[str, str]]:
    """Return the first rows by label; one that would be refused says why. No names of persons."""
    read = [read_row(row, columns) for row in table.sample[:count]]
    return [_shown(kind, row, tenant_id) for row in read]


def _shown(kind: ImportKind, row: ReadRow, tenant_id: int) -> dict[str, str]:
    what = row.reason or (
        posting_row(row.told, tenant_id)
        if kind is ImportKind.POSTINGS
        else person_row(row.told, row.key, today())
    )
    if isinstance(what, Reason):
        return {PROBLEM: what.text()}
    values = _of_posting(what) if isinstance(what, PostingRow) else _of_person(what)
    return {LABELS[field]: values[field][:LONGEST] for field in SHOWN[kind]}


def _of_posting(what: PostingRow) -> dict[str, str]:
    content = what.content
    return {
        "title": content.title,
        "company": what.company,
        "pay": content.pay_text,
        "place": _place(content.place_code),
        "openings": str(content.openings or ""),
        "valid_to": str(content.valid_to or ""),
    }


def _of_person(what: PersonRow) -> dict[str, str]:
    row = what.row
    wants = [
        want.title + (f"（{plain_name(want.occupation_code)}）" if want.occupation_code else "")
        for want in row.wants
    ]
    return {
        "wants": "、".join(wants),
        "place": _place(row.place_code),
        "education": row.education.value if row.education else "",
        "birth": str(row.birth_on or ""),
    }


def _place(code: int | None) -> str:
    return place(code).full_name if code is not None else ""
