"""Work: one transaction, one tenant, one actor, one instant."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, event, func, select, text
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.sql.elements import TextClause

from runtime.clock import now
from tenants import audit, outbox
from tenants.access import Actor
from tenants.database import Base, TenantOwned, engine
from tenants.settings import TenantSetting, read_setting

Value = TypeVar("Value", int, float, bool, str)

_SCOPE: TextClause = text(
    "SELECT set_config('app.tenant', :tenant, true), set_config('app.account', :account, true)"
)


class _ScopedSession(Session):
    """A session that tells PostgreSQL its tenant and account whenever a transaction begins."""


@event.listens_for(_ScopedSession, "after_begin")
def _set_scope(session: Session, _: SessionTransaction, connection: Connection) -> None:
    connection.execute(_SCOPE, session.info["scope"])


@event.listens_for(_ScopedSession, "before_flush")
def _own_new_rows(session: Session, *_: object) -> None:
    tenant_id = session.info["tenant_id"]
    for row in session.new:
        if isinstance(row, TenantOwned) and row.tenant_id is None:
            row.tenant_id = tenant_id


@dataclass
class Work:
    """What a verb works in. The edge opens it with `begin`; verbs never commit."""

    session: Session
    actor: Actor
    now: datetime
    _settings: dict[str, Any] = field(default_factory=dict)

    @property
    def tenant_id(self) -> int:
        """The tenant in which everything of this Work happens."""
        return self.actor.tenant_id

    def emit(self, *events: outbox.Event) -> None:
        """Add events to the outbox, in this transaction."""
        outbox.emit(self, events)

    def audit(
        self,
        action: str,
        object_type: str,
        object_id: int | None,
        *,
        subject_seeker_id: int | None = None,
        **details: Any,
    ) -> None:
        """Write down who did what to which object, in this transaction.

        `subject_seeker_id` names the person who was looked at or acted upon: that person
        can read the entry. Details hold codes and ids, never personal data.
        """
        audit.append(self, action, object_type, object_id, subject_seeker_id, details)

    def setting(self, setting: TenantSetting[Value]) -> Value:
        """Return the tenant's value of `setting`, within the province's bounds."""
        if setting.name not in self._settings:
            self._settings[setting.name] = read_setting(self, setting)
        value: Value = self._settings[setting.name]
        return value

    def lock(self, key: str) -> None:
        """Hold an advisory lock on `key` within the tenant until the transaction ends."""
        self.session.execute(select(func.pg_advisory_xact_lock(self.tenant_id, func.hashtext(key))))

    def next_ids(self, table: type[Base], count: int = 1) -> list[int]:
        """Take `count` ids of `table` ahead: encryption binds a value to its row's id."""
        sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
        rows = select(func.nextval(sequence)).select_from(func.generate_series(1, count).alias("n"))
        return list(self.session.scalars(rows))


@contextmanager
def begin(actor: Actor, *, read_only: bool = False) -> Iterator[Work]:
    """Open a Work for `actor`: commit at the end of the block, roll back on an exception."""
    scope = {"tenant": str(actor.tenant_id), "account": str(actor.account_id or "")}
    info = {"tenant_id": actor.tenant_id, "scope": scope}
    with _ScopedSession(engine(), info=info, expire_on_commit=False) as session, session.begin():
        if read_only:
            session.execute(text("SET TRANSACTION READ ONLY"))
        yield Work(session=session, actor=actor, now=now())


@contextmanager
def begin_platform(account_id: int | None = None) -> Iterator[Session]:
    """Open a transaction outside any tenant: it sees global tables and, at most, the
    memberships of `account_id`. Only sign-in and the registry need it.
    """
    scope = {"tenant": "", "account": str(account_id or "")}
    info = {"tenant_id": None, "scope": scope}
    with _ScopedSession(engine(), info=info, expire_on_commit=False) as session, session.begin():
        yield session
