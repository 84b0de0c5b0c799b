"""The audit log: what was done and who was looked at, chained by keyed hash.

Entries are appended plainly within the transaction of the act. A sealer, one at a time a
tenant, chains them afterwards: chaining inside the transaction forks under load, and a lock
on the tail would make every act wait. The hash is keyed (HMAC-SHA-256) with a key that is
not in the database, so whoever can write the tables still cannot forge the chain.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Identity,
    Index,
    Row,
    UniqueConstraint,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from tenants.access import Permission
from tenants.database import Base, TenantOwned
from tenants.secrecy import derived_key

if TYPE_CHECKING:
    from tenants.work import Work

GENESIS = "0" * 64
BATCH = 5000


class AuditEntry(TenantOwned, Base):
    """One act. The application role may add rows, never change or delete them."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "tenant_id", "subject_seeker_id", "id"),
        Index("ix_audit_entry_object", "tenant_id", "object_type", "object_id", "id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    actor_roles: Mapped[list[str]]
    employer_id: Mapped[int | None] = mapped_column(BigInteger)
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[int | None] = mapped_column(BigInteger)
    subject_seeker_id: Mapped[int | None] = mapped_column(BigInteger)
    details: Mapped[dict[str, Any]]


class AuditSeal(TenantOwned, Base):
    """The link that binds an entry to all before it; no chain can fork."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        UniqueConstraint("tenant_id", "prev_hash"),
        UniqueConstraint("tenant_id", "entry_id"),
    )
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    prev_hash: Mapped[str]
    hash: Mapped[str]


@dataclass(frozen=True)
class Verdict:
    """Result of a check: how many entries, whether all hold, the first that does not."""

    entries: int
    ok: bool
    first_bad: int | None = None


def append(
    work: "Work",
    action: str,
    object_type: str,
    object_id: int | None,
    subject_seeker_id: int | None,
    details: dict[str, Any],
) -> None:
    """Add an entry to the Work's transaction (called through `Work.audit`)."""
    work.session.execute(
        insert(AuditEntry).values(
            tenant_id=work.tenant_id,
            at=work.now,
            actor_id=work.actor.account_id,
            actor_roles=sorted(work.actor.roles),
            employer_id=work.actor.employer_id,
            action=action,
            object_type=object_type,
            object_id=object_id,
            subject_seeker_id=subject_seeker_id,
            details=details,
        )
    )


def seal(work: "Work") -> int:
    """Chain all entries not yet sealed; returns how many. One sealer a tenant at a time."""
    work.lock("audit.seal")
    last = work.session.execute(
        select(AuditSeal.seq, AuditSeal.hash)
        .where(AuditSeal.tenant_id == work.tenant_id)
        .order_by(AuditSeal.seq.desc())
        .limit(1)
    ).first()
    seq, head = (last.seq, last.hash) if last else (0, GENESIS)
    entries = _unsealed(work)
    rows = []
    for entry in entries:
        seq, previous, head = seq + 1, head, _link(work.tenant_id, head, entry)
        rows.append(
            {
                "tenant_id": work.tenant_id,
                "seq": seq,
                "entry_id": entry.id,
                "prev_hash": previous,
                "hash": head,
            }
        )
    if rows:
        work.session.execute(insert(AuditSeal), rows)
    return len(rows)


def verify(work: "Work") -> Verdict:
    """Seal what is new, then recompute the whole chain of the tenant. Raises NotAllowed."""
    work.actor.require(Permission.READ_AUDIT)
    seal(work)
    count = work.session.scalar(select(func.count()).where(AuditEntry.tenant_id == work.tenant_id))
    query = (
        select(AuditSeal, AuditEntry)
        .outerjoin(
            AuditEntry,
            (AuditEntry.tenant_id == AuditSeal.tenant_id) & (AuditEntry.id == AuditSeal.entry_id),
        )
        .where(AuditSeal.tenant_id == work.tenant_id)
        .order_by(AuditSeal.seq)
        .execution_options(yield_per=BATCH)
    )
    with closing(work.session.execute(query)) as rows:
        links, first_bad = _follow(work.tenant_id, rows)
    return Verdict(count or 0, ok=first_bad is None and links == count, first_bad=first_bad)


def _follow(
    tenant_id: int, rows: Iterable[Row[AuditSeal, AuditEntry | None]]
) -> tuple[int, int | None]:
    """Recompute link after link; returns how many hold, and the first entry that does not."""
    head, links = GENESIS, 0
    for sealed, entry in rows:
        if entry is None or (sealed.seq, sealed.prev_hash) != (links + 1, head):
            return links, sealed.entry_id
        if sealed.hash != _link(tenant_id, head, entry):
            return links, sealed.entry_id
        head, links = sealed.hash, links + 1
    return links, None


def list_entries(
    work: "Work",
    *,
    object_type: str | None = None,
    object_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[AuditEntry]:
    """Return entries of the tenant, newest first. Raises NotAllowed."""
    work.actor.require(Permission.READ_AUDIT)
    query = select(AuditEntry).where(AuditEntry.tenant_id == work.tenant_id)
    if object_type is not None:
        query = query.where(AuditEntry.object_type == object_type)
    if object_id is not None:
        query = query.where(AuditEntry.object_id == object_id)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    return list(work.session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit)))


def list_looks_at(work: "Work", seeker_id: int, *, limit: int = 100) -> list[AuditEntry]:
    """Return who looked at a person, newest first (PIPL 44: the person may know).

    Raises NotAllowed unless it is the person's own log, or the actor reads the audit.
    """
    if work.actor.seeker_id != seeker_id:
        work.actor.require(Permission.READ_AUDIT)
    return list(
        work.session.scalars(
            select(AuditEntry)
            .where(
                AuditEntry.tenant_id == work.tenant_id,
                AuditEntry.subject_seeker_id == seeker_id,
            )
            .order_by(AuditEntry.id.desc())
            .limit(limit)
        )
    )


def _unsealed(work: "Work") -> Sequence[AuditEntry]:
    sealed = select(AuditSeal.entry_id).where(
        AuditSeal.tenant_id == work.tenant_id, AuditSeal.entry_id == AuditEntry.id
    )
    return work.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.tenant_id == work.tenant_id, ~sealed.exists())
        .order_by(AuditEntry.id)
    ).all()


def _link(tenant_id: int, previous: str, entry: AuditEntry) -> str:
    content = json.dumps(
        {
            "id": entry.id,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": entry.actor_id,
            "roles": entry.actor_roles,
            "employer": entry.employer_id,
            "action": entry.action,
            "object": [entry.object_type, entry.object_id],
            "subject": entry.subject_seeker_id,
            "details": entry.details,
        },
        sort_keys=True,
        ensure_ascii=False,
    )
    key = derived_key(tenant_id, "audit")
    return hmac.new(key, f"{previous}{content}".encode(), hashlib.sha256).hexdigest()
