"""Signing in: server-side sessions that can be revoked, lock-out, tenant switch.

Lock-out counts by name and address together, so that nobody can lock a victim out from
elsewhere; the session's id is stored hashed (ASVS 7), the CSRF token is derived from it.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from runtime.clock import now
from runtime.errors import Invalid, NotAllowed, TooMany
from runtime.messages import N_
from runtime.settings import settings
from tenants.access import Actor
from tenants.accounts import (
    Account,
    Membership,
    actor_from,
    check_password_strength,
    hasher,
    login_key,
    memberships_of,
    password_matches,
)
from tenants.database import Base
from tenants.work import begin_platform

LIFETIME = timedelta(hours=12)
IDLE = timedelta(hours=2)
MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=10)


class WrongCredentials(Invalid):
    """Name or password do not fit; which of the two is not said."""

    message = N_("登录名或密码不正确。请检查后重新输入；忘记密码可拨打 12333。")


class WrongPassword(Invalid):
    """The password that is to be replaced does not fit."""

    message = N_("现在的密码不正确。请重新输入；忘记密码可拨打 12333。")


class SignInLocked(TooMany):
    """Too many wrong passwords from this address."""

    message = N_("密码输错次数过多，请 %(minutes)d 分钟后再试，或拨打 12333。")


class SignInSession(Base):
    """One signed-in browser. `acting_in` is the tenant it works in now."""

    __tablename__ = "sign_in_session"
    id_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    acting_in: Mapped[int]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)


class SignInFailure(Base):
    """Wrong passwords for one name from one address."""

    __tablename__ = "sign_in_failure"
    key_hash: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    seen_at: Mapped[datetime]


@dataclass(frozen=True)
class SignedIn:
    """A session as the edge sees it: its actor, the account, and where else it may act."""

    token: str
    actor: Actor
    display_name: str
    language: str
    elder_edition: bool
    tenant_ids: tuple[int, ...]

    @property
    def csrf(self) -> str:
        """The token that every form of this session carries."""
        return csrf_of(self.token)


def csrf_of(token: str) -> str:
    """Derive the anti-forgery token of a session (also of a visitor's pre-session)."""
    key = settings().secret_key.encode()
    return hmac.new(key, f"csrf|{token}".encode(), hashlib.sha256).hexdigest()


def sign_in(username: str, password: str, address: str, tenant_id: int | None = None) -> SignedIn:
    """Check the password and open a session with a new id.

    Raises SignInLocked, WrongCredentials (also for a disabled account or one without role).
    """
    failure_key = _hash(f"{login_key(username)}|{address}")
    _refuse_locked(failure_key)
    account = _find_account(username)
    memberships = memberships_of(account.id) if account else []
    fits = password_matches(account, password)
    if account is None or not fits or account.disabled_at or not memberships:
        _count_failure(failure_key)
        raise WrongCredentials(field="password")
    return _open_session(account, memberships, failure_key, tenant_id)


def _open_session(
    account: Account, memberships: list[Membership], failure_key: str, tenant_id: int | None
) -> SignedIn:
    tenant_ids = tuple(dict.fromkeys(row.tenant_id for row in memberships))
    acting_in = tenant_id if tenant_id in tenant_ids else tenant_ids[0]
    token, at = secrets.token_urlsafe(32), now()
    with begin_platform() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.key_hash == failure_key))
        session.execute(delete(SignInSession).where(SignInSession.ends_at < at))
        session.add(
            SignInSession(
                id_hash=_hash(token),
                account_id=account.id,
                acting_in=acting_in,
                created_at=at,
                seen_at=at,
                ends_at=at + LIFETIME,
            )
        )
    return _signed_in(token, account, acting_in, memberships)


def signed_in(token: str) -> SignedIn | None:
    """Return the session behind a cookie's token; None when it ended or was revoked."""
    at = now()
    with begin_platform() as session:
        row = session.execute(
            select(SignInSession, Account)
            .join(Account, Account.id == SignInSession.account_id)
            .where(
                SignInSession.id_hash == _hash(token),
                SignInSession.ends_at > at,
                SignInSession.seen_at > at - IDLE,
                Account.disabled_at.is_(None),
            )
        ).first()
        if row is None:
            return None
        opened, account = row
        if at - opened.seen_at > timedelta(minutes=1):
            opened.seen_at = at
    memberships = memberships_of(account.id)
    return _signed_in(token, account, opened.acting_in, memberships) if memberships else None


def actor_of(token: str) -> Actor | None:
    """Return the actor of a session token, or None."""
    found = signed_in(token)
    return found.actor if found else None


def switch_tenant(token: str, tenant_id: int) -> None:
    """Let the session act in another of the account's tenants. Raises NotAllowed."""
    current = signed_in(token)
    if current is None or tenant_id not in current.tenant_ids:
        raise NotAllowed
    with begin_platform() as session:
        session.execute(
            update(SignInSession)
            .where(SignInSession.id_hash == _hash(token))
            .values(acting_in=tenant_id)
        )


def sign_out(token: str) -> None:
    """End a session. Safe to repeat."""
    with begin_platform() as session:
        session.execute(delete(SignInSession).where(SignInSession.id_hash == _hash(token)))


def change_password(actor: Actor, old: str, new: str) -> None:
    """Set the actor's new password and end every session of the account.

    Raises WrongPassword, SignInLocked after too many of them, PasswordUnfit.
    """
    check_password_strength(new)
    failure_key = _hash(f"change|{actor.id}")
    _refuse_locked(failure_key)
    with begin_platform() as session:
        account = session.get_one(Account, actor.id)
    if not password_matches(account, old):
        _count_failure(failure_key)
        raise WrongPassword(field="old_password")
    with begin_platform() as session:
        session.get_one(Account, actor.id).password_hash = hasher().hash(new)
        session.execute(delete(SignInFailure).where(SignInFailure.key_hash == failure_key))
        session.execute(delete(SignInSession).where(SignInSession.account_id == actor.id))


def disable_account(account_id: int) -> None:
    """Stop an account at once: its sessions end with it."""
    with begin_platform() as session:
        session.execute(update(Account).where(Account.id == account_id).values(disabled_at=now()))
        session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))


def set_preferences(account_id: int, *, language: str, elder_edition: bool) -> None:
    """Keep how the person wants to read pages."""
    with begin_platform() as session:
        session.execute(
            update(Account)
            .where(Account.id == account_id)
            .values(language=language, elder_edition=elder_edition)
        )


def _signed_in(
    token: str, account: Account, acting_in: int, memberships: list[Membership]
) -> SignedIn:
    return SignedIn(
        token=token,
        actor=actor_from(account.id, acting_in, memberships),
        display_name=account.display_name,
        language=account.language,
        elder_edition=account.elder_edition,
        tenant_ids=tuple(dict.fromkeys(row.tenant_id for row in memberships)),
    )


def _find_account(username: str) -> Account | None:
    with begin_platform() as session:
        found: Account | None = session.scalar(
            select(Account).where(Account.login == login_key(username))
        )
        return found


def _refuse_locked(key: str) -> None:
    with begin_platform() as session:
        failure = session.get(SignInFailure, key)
    if failure and failure.locked_until and failure.locked_until > now():
        left = failure.locked_until - now()
        raise SignInLocked(minutes=max(1, -(-left.seconds // 60)))


def _count_failure(key: str) -> None:
    at = now()
    with begin_platform() as session:
        count = session.scalar(
            insert(SignInFailure)
            .values(key_hash=key, failures=1, seen_at=at)
            .on_conflict_do_update(
                index_elements=["key_hash"],
                set_={"failures": SignInFailure.failures + 1, "seen_at": at},
            )
            .returning(SignInFailure.failures)
        )
        if count is not None and count >= MAX_FAILURES:
            session.execute(
                update(SignInFailure)
                .where(SignInFailure.key_hash == key)
                .values(failures=0, locked_until=at + LOCKED_FOR)
            )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
