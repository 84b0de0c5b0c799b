"""Taking over many people at once, from a file or a generator: same rules, same sealing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select

from marketplace.seekers.bulk_writes import (
    give_consents,
    insert_seekers,
    insert_wants,
    update_seekers,
)
from marketplace.seekers.errors import IdNumberTaken, PhoneTaken
from marketplace.seekers.events import SeekerChanged
from marketplace.seekers.models import Seeker, SeekerStatus, SeekerWant
from marketplace.seekers.queries import among
from marketplace.seekers.rows import CheckedRow, RowOutcome, SeekerRow, Taken, checked_row
from marketplace.seekers.sealing import id_hash, phone_hash
from marketplace.seekers.service import IDENTITY_LOCK
from runtime.clock import china_date
from runtime.errors import Invalid
from tenants.access import Permission, Role
from tenants.accounts import Membership
from tenants.consents import Purpose
from tenants.work import Work

Holders = dict[tuple[str, str], str]


@dataclass
class _Batch:
    """What a call found out so far: rows to add and to change, by source key."""

    known: dict[str, Any]
    holders: Holders
    new: dict[str, CheckedRow] = field(default_factory=dict)
    changed: dict[str, CheckedRow] = field(default_factory=dict)


def add_seekers(work: Work, source: str, rows: Sequence[SeekerRow]) -> list[RowOutcome]:
    """Add or change people of `source`; returns what became of each row, in order.

    Keyed by (source, source_key): a row seen before with the same content changes nothing.
    A changed row never gives back a consent that the person withdrew, nor touches the
    contact details of a person who signs in. Call it with some thousand rows at a time.
    Raises NotAllowed; a bad row is only rejected.
    """
    work.actor.require(Permission.IMPORT_DATA)
    work.lock(IDENTITY_LOCK)
    checked = [_checked(work, row) for row in rows]
    good = [item for item in checked if isinstance(item, CheckedRow)]
    batch = _Batch(_known(work, source, good), _holders(work, good))
    taken = [_take(work, batch, item) for item in checked]
    ids = _write(work, source, batch)
    return [
        RowOutcome(Taken.REJECTED, error=what)
        if isinstance(what, Invalid)
        else RowOutcome(what, ids.get(row.source_key))
        for row, what in zip(rows, taken, strict=True)
    ]


def _checked(work: Work, row: SeekerRow) -> CheckedRow | Invalid:
    try:
        return checked_row(work.tenant_id, row, china_date(work.now))
    except Invalid as error:
        return error


def _known(work: Work, source: str, rows: Sequence[CheckedRow]) -> dict[str, Any]:
    found = work.session.execute(
        select(
            Seeker.source_key,
            Seeker.id,
            Seeker.source_hash,
            Seeker.version,
            Seeker.status,
            Seeker.account_id,
        )
        .where(
            Seeker.tenant_id == work.tenant_id,
            Seeker.source == source,
            Seeker.source_key.in_([item.row.source_key for item in rows]),
        )
        .with_for_update(key_share=True)
    )
    return {row.source_key: row for row in found}


def _claims(tenant_id: int, item: CheckedRow) -> Holders:
    """Return what only one person of a tenant may hold, by kind and hash."""
    claims: Holders = {}
    if item.row.id_number:
        claims["id", id_hash(tenant_id, item.row.id_number)] = item.row.source_key
    if item.row.phone:
        claims["phone", phone_hash(tenant_id, item.row.phone)] = item.row.source_key
    return claims


def _holders(work: Work, rows: Sequence[CheckedRow]) -> Holders:
    """Return who holds the documents and numbers of the batch already."""
    wanted = [claim for item in rows for claim in _claims(work.tenant_id, item)]
    held: Holders = {}
    for kind, column in (("id", Seeker.id_hash), ("phone", Seeker.phone_hash)):
        found = work.session.execute(
            select(column, Seeker.id).where(
                Seeker.tenant_id == work.tenant_id,
                column.in_([digest for name, digest in wanted if name == kind]),
                Seeker.status != SeekerStatus.CLOSED,
            )
        )
        held |= {(kind, digest or ""): f"#{seeker_id}" for digest, seeker_id in found}
    return held


def _take(work: Work, batch: _Batch, item: CheckedRow | Invalid) -> Taken | Invalid:
    if isinstance(item, Invalid):
        return item
    key = item.row.source_key
    known = batch.known.get(key)
    earlier = batch.new.get(key) or batch.changed.get(key)
    last_digest = earlier.digest if earlier else known.source_hash if known else None
    if item.digest == last_digest or (known and known.status is SeekerStatus.CLOSED):
        return Taken.UNCHANGED
    refused = _refused(work, batch, item, f"#{known.id}" if known else key)
    if refused is not None:
        return refused
    if known is None:
        batch.new[key] = item
        return Taken.CHANGED if earlier else Taken.CREATED
    batch.changed[key] = item
    return Taken.CHANGED


def _refused(work: Work, batch: _Batch, item: CheckedRow, owner: str) -> Invalid | None:
    claims = _claims(work.tenant_id, item)
    for claim in claims:
        if batch.holders.get(claim, owner) != owner:
            return (
                IdNumberTaken(field="id_number") if claim[0] == "id" else PhoneTaken(field="phone")
            )
    batch.holders.update(dict.fromkeys(claims, owner))
    return None


def _write(work: Work, source: str, batch: _Batch) -> dict[str, int]:
    """Write what the batch holds; returns the id of every row by its source key."""
    new_ids = dict(zip(batch.new, work.next_ids(Seeker, len(batch.new)), strict=True))
    known_ids = {key: row.id for key, row in batch.known.items()}
    changed_ids = [known_ids[key] for key in batch.changed]
    written = {new_ids[key]: item for key, item in batch.new.items()}
    written |= {known_ids[key]: item for key, item in batch.changed.items()}
    if written:
        insert_seekers(work, source, [(new_ids[key], item) for key, item in batch.new.items()])
        update_seekers(work, [(batch.known[key], item) for key, item in batch.changed.items()])
        work.session.execute(
            delete(SeekerWant).where(
                SeekerWant.tenant_id == work.tenant_id, among(SeekerWant.seeker_id, changed_ids)
            )
        )
        insert_wants(work, written)
        give_consents(work, source, written)
        _add_memberships(work, {i: written[i].row.account_id for i in new_ids.values()})
        _tell(work, source, batch, new_ids, changed_ids)
    return known_ids | new_ids


def _add_memberships(work: Work, accounts: dict[int, int | None]) -> None:
    rows = [
        {
            "tenant_id": work.tenant_id,
            "account_id": account_id,
            "role": Role.SEEKER,
            "subject_id": seeker_id,
            "created_at": work.now,
        }
        for seeker_id, account_id in accounts.items()
        if account_id is not None
    ]
    if rows:
        work.session.execute(insert(Membership), rows)


def _tell(
    work: Work, source: str, batch: _Batch, new_ids: dict[str, int], changed_ids: list[int]
) -> None:
    """One audit entry a call; the index only hears of people who have, or had, a card."""
    work.audit(
        "seekers.imported",
        "seeker",
        None,
        source=source,
        new=len(new_ids),
        changed=len(changed_ids),
    )
    shown = [
        new_ids[key] for key, item in batch.new.items() if Purpose.SHARE_CARD in item.row.consents
    ]
    work.emit(*(SeekerChanged(seeker_id) for seeker_id in [*shown, *changed_ids]))
