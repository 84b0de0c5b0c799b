"""The statements that write many people at once."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select

from marketplace.seekers.agreements import CONSENT_TEXTS, OFFLINE_TEXT
from marketplace.seekers.models import Seeker, SeekerStatus, SeekerWant
from marketplace.seekers.queries import among
from marketplace.seekers.rows import CheckedRow
from marketplace.seekers.sealing import contact_columns, document_columns
from marketplace.seekers.sections import Section
from tenants.consents import Consent, Purpose
from tenants.database import Base
from tenants.work import Work


def table_of(model: type[Base]) -> Table:
    """Return a model's table: inserts of mapped classes go row by row where nulls vary."""
    return cast("Table", model.__table__)


def insert_seekers(work: Work, source: str, items: Sequence[tuple[int, CheckedRow]]) -> None:
    """Insert people under the ids taken for them."""
    stamps = {
        "tenant_id": work.tenant_id,
        "source": source,
        "status": SeekerStatus.ACTIVE,
        "section_versions": {},
        "created_at": work.now,
        "changed_at": work.now,
        "version": 1,
    }
    values = [
        stamps
        | _identity(work, seeker_id, item)
        | item.columns
        | {
            "id": seeker_id,
            "source_key": item.row.source_key,
            "source_hash": item.digest,
            "personalised": item.row.personalised,
            "account_id": item.row.account_id,
        }
        for seeker_id, item in items
    ]
    if values:
        work.session.execute(insert(table_of(Seeker)), values)


def update_seekers(work: Work, items: Sequence[tuple[Any, CheckedRow]]) -> None:
    """Change people to what their source says now; bumps the version.

    Who signs in keeps the contact details that they look after themselves.
    """
    for known, item in items:
        columns = item.columns | {
            "source_hash": item.digest,
            "changed_at": work.now,
            "section_versions": dict.fromkeys(Section, known.version + 1),
        }
        if known.account_id is None:
            columns |= _identity(work, known.id, item)
        _update(work, known.id, columns)


def _update(work: Work, seeker_id: int, columns: dict[str, Any]) -> None:
    table = table_of(Seeker)
    keyed = {"row_tenant": work.tenant_id, "row_id": seeker_id}
    statement = (
        table.update()
        .where(table.c.tenant_id == bindparam("row_tenant"), table.c.id == bindparam("row_id"))
        .values(version=table.c.version + 1, **{name: bindparam(name) for name in columns})
    )
    work.session.execute(statement, columns | keyed)


def _identity(work: Work, seeker_id: int, item: CheckedRow) -> dict[str, Any]:
    row = item.row
    return (
        contact_columns(work.tenant_id, seeker_id, row.name, row.phone, row.address)
        | document_columns(work.tenant_id, seeker_id, row.id_number)
        | {"document_type": row.document_type, "birth_on": row.birth_on}
    )


def insert_wants(work: Work, written: Mapping[int, CheckedRow]) -> None:
    """Insert the wishes of people who have none stored."""
    rows = [
        {
            "tenant_id": work.tenant_id,
            "seeker_id": seeker_id,
            "rank": rank,
            "occupation_code": want.occupation_code,
            "title_text": want.title,
        }
        for seeker_id, item in written.items()
        for rank, want in enumerate(item.wants, 1)
    ]
    if rows:
        work.session.execute(insert(table_of(SeekerWant)), rows)


def give_consents(work: Work, source: str, written: Mapping[int, CheckedRow]) -> None:
    """Record the consents given on paper, but for purposes the person once decided upon."""
    decided = {
        (row.seeker_id, row.purpose)
        for row in work.session.execute(
            select(Consent.seeker_id, Consent.purpose).where(
                Consent.tenant_id == work.tenant_id, among(Consent.seeker_id, list(written))
            )
        )
    }
    rows = [
        {
            "tenant_id": work.tenant_id,
            "seeker_id": seeker_id,
            "purpose": purpose,
            "employer_id": 0,
            "text_shown": OFFLINE_TEXT % {"source": source, "text": CONSENT_TEXTS[purpose]},
            "given_at": work.now,
        }
        for seeker_id, item in written.items()
        for purpose in sorted(item.row.consents - {Purpose.IDENTITY_TO_EMPLOYER})
        if (seeker_id, purpose) not in decided
    ]
    if rows:
        work.session.execute(insert(table_of(Consent)), rows)
