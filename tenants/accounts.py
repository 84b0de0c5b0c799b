"""Accounts that sign in, and their memberships: role × tenant × territory."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from runtime.clock import now
from runtime.errors import Invalid, NotFound, WrongState
from runtime.messages import N_
from tenants.access import Actor, Permission, Role
from tenants.database import Base, TenantOwned
from tenants.secrecy import keyed_hash
from tenants.work import Work, begin_platform

MOBILE = re.compile(r"1[3-9]\d{9}")
USERNAME = re.compile(r"[\w.@-]{2,64}")
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128
COMMON_PASSWORDS = frozenset(
    {
        "12345678", "123456789", "1234567890", "11111111", "88888888", "66666666", "00000000",
        "password", "password1", "qwertyui", "qwerty123", "abcd1234", "a1234567", "1qaz2wsx",
        "12341234", "woaini1314", "5201314520", "iloveyou", "asdfghjk", "11223344", "87654321",
        "147258369", "123123123", "admin123", "abc12345", "q1w2e3r4", "aa123456", "zxcvbnm1",
    }
)  # fmt: skip


class UsernameTaken(Invalid):
    """Somebody already signs in with this name."""

    message = N_("这个登录名已被使用。如果是您本人，请直接登录；否则请换一个登录名。")


class UsernameUnfit(Invalid):
    """The name has characters that cannot be typed back reliably."""

    message = N_("登录名须为 2 至 64 个汉字、字母或数字，也可以直接用手机号。请修改后再试。")


class PasswordUnfit(Invalid):
    """Too short, too long, or among the most guessed."""

    message = N_("密码须为 8 至 128 位，且不能是常见密码。请换一个别人不易猜到的密码。")


class LastAdministrator(WrongState):
    """A tenant must keep at least one administrator."""

    message = N_("这是本地区最后一位管理员，不能移除。请先任命另一位管理员。")


class MembershipNotFound(NotFound):
    """No such membership in this tenant."""


class Account(Base):
    """One who signs in, in any number of tenants. Persons' names live in their rooms, sealed."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(default="zh")
    elder_edition: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Membership(TenantOwned, Base):
    """What an account is in a tenant. `subject_id`: the recruiter's employer, the seeker's row."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id", "role", "subject_id"),
        Index("ix_membership_account", "account_id"),
    )
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role]
    territory_code: Mapped[int | None] = mapped_column(BigInteger)
    subject_id: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime]


@lru_cache(maxsize=1)
def hasher() -> PasswordHasher:
    """Return the argon2id hasher (ASVS 5.0 appendix C: 46 MiB, 1 pass, 1 lane)."""
    return PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)


def login_key(username: str) -> str:
    """Return how a name is kept: a mobile number only as a keyed hash, others lower-cased."""
    name = username.strip().lower()
    return f"tel:{keyed_hash(0, 'login', name)}" if MOBILE.fullmatch(name) else name


def check_password_strength(password: str) -> None:
    """Raise PasswordUnfit for a password too short, too long or too common (ASVS 6.2)."""
    length = len(password)
    if not SHORTEST_PASSWORD <= length <= LONGEST_PASSWORD:
        raise PasswordUnfit(field="password")
    if password.lower() in COMMON_PASSWORDS or len(set(password)) == 1:
        raise PasswordUnfit(field="password")


def create_account(username: str, password: str, display_name: str = "") -> Account:
    """Create an account that may sign in; memberships are added separately.

    Raises UsernameUnfit, PasswordUnfit, UsernameTaken.
    """
    if not USERNAME.fullmatch(username.strip()):
        raise UsernameUnfit(field="username")
    check_password_strength(password)
    return _add_accounts([(username, hasher().hash(password), display_name)])[0]


def create_demo_accounts(
    names: Sequence[str], password: str, shown: Mapping[str, str] | None = None
) -> list[Account]:
    """Create many accounts that share one password hash: demos and load tests only.

    `shown`: the name to display, by login name.
    """
    digest = hasher().hash(password)
    return _add_accounts([(name, digest, (shown or {}).get(name, "")) for name in names])


def find_accounts(usernames: Sequence[str]) -> dict[str, Account]:
    """Return the accounts that sign in with one of these names, by name."""
    keys = {login_key(name): name for name in usernames}
    with begin_platform() as session:
        found = session.scalars(select(Account).where(Account.login.in_(keys)))
        return {keys[account.login]: account for account in found}


def _add_accounts(rows: list[tuple[str, str, str]]) -> list[Account]:
    accounts = [
        Account(login=login_key(name), password_hash=digest, display_name=shown, created_at=now())
        for name, digest, shown in rows
    ]
    with begin_platform() as session:
        logins = [account.login for account in accounts]
        if session.scalar(select(Account.id).where(Account.login.in_(logins)).limit(1)):
            raise UsernameTaken(field="username")
        session.add_all(accounts)
    return accounts


def password_matches(account: Account | None, password: str) -> bool:
    """Check a password; takes the same time when there is no such account."""
    digest = account.password_hash if account else _decoy()
    try:
        return hasher().verify(digest, password) and account is not None
    except VerificationError:
        return False


@lru_cache(maxsize=1)
def _decoy() -> str:
    return hasher().hash("nobody signs in with this")


def add_membership(
    work: Work, account_id: int, role: Role, *, subject_id: int = 0, territory: int | None = None
) -> Membership:
    """Give an account a role in the Work's tenant. Safe to repeat.

    People register themselves as seekers and recruiters; every other role is given by one
    who manages members. Raises NotAllowed.
    """
    if role not in {Role.SEEKER, Role.RECRUITER}:
        work.actor.require(Permission.MANAGE_MEMBERS)
    found = work.session.scalar(
        select(Membership).where(
            Membership.tenant_id == work.tenant_id,
            Membership.account_id == account_id,
            Membership.role == role,
            Membership.subject_id == subject_id,
        )
    )
    if found is not None:
        return found
    membership = Membership(
        account_id=account_id,
        role=role,
        subject_id=subject_id,
        territory_code=territory,
        created_at=work.now,
    )
    work.session.add(membership)
    work.session.flush()
    work.audit("membership.added", "membership", membership.id, role=role, account=account_id)
    return membership


def remove_membership(work: Work, membership_id: int) -> None:
    """Take a role away. Raises NotAllowed, MembershipNotFound, LastAdministrator."""
    work.actor.require(Permission.MANAGE_MEMBERS)
    work.lock("memberships")
    membership = work.session.get(Membership, (work.tenant_id, membership_id))
    if membership is None:
        raise MembershipNotFound
    if membership.role is Role.TENANT_ADMINISTRATOR and _count_administrators(work) == 1:
        raise LastAdministrator
    work.session.delete(membership)
    work.audit("membership.removed", "membership", membership_id, role=membership.role)


def _count_administrators(work: Work) -> int:
    query = select(func.count()).where(
        Membership.tenant_id == work.tenant_id, Membership.role == Role.TENANT_ADMINISTRATOR
    )
    return work.session.scalar(query) or 0


def list_members(work: Work) -> list[tuple[Membership, Account]]:
    """Return staff of the tenant (no seekers or recruiters). Raises NotAllowed."""
    work.actor.require(Permission.MANAGE_MEMBERS)
    rows = work.session.execute(
        select(Membership, Account)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.tenant_id == work.tenant_id,
            Membership.role.not_in([Role.SEEKER, Role.RECRUITER]),
        )
        .order_by(Membership.role, Membership.id)
    )
    return [(membership, account) for membership, account in rows]


def memberships_of(account_id: int) -> list[Membership]:
    """Return all memberships of an account, in every tenant."""
    with begin_platform(account_id) as session:
        return list(
            session.scalars(
                select(Membership)
                .where(Membership.account_id == account_id)
                .order_by(Membership.tenant_id, Membership.id)
            )
        )


def actor_from(account_id: int, tenant_id: int, memberships: Sequence[Membership]) -> Actor:
    """Combine an account's memberships in one tenant into an actor."""
    here = [row for row in memberships if row.tenant_id == tenant_id]
    subjects = {row.role: row.subject_id for row in here if row.subject_id}
    return Actor(
        tenant_id=tenant_id,
        account_id=account_id,
        roles=frozenset(row.role for row in here),
        employer_id=subjects.get(Role.RECRUITER),
        seeker_id=subjects.get(Role.SEEKER),
        territories=tuple(row.territory_code for row in here if row.territory_code),
    )
