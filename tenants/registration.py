"""Accounts for people who register themselves."""

from sqlalchemy import select

from tenants.accounts import (
    Account,
    UsernameTaken,
    create_account,
    login_key,
    memberships_of,
    password_matches,
)
from tenants.work import begin_platform


def account_to_register(username: str, password: str) -> int:
    """Return the account to register with: a new one, or one left by a registration that failed.

    An account without any membership is taken up again by whoever knows its password, so a
    registration refused half-way (a wrong ID number) can be sent again with the same name.
    Raises UsernameUnfit, PasswordUnfit, UsernameTaken.
    """
    try:
        return create_account(username, password).id
    except UsernameTaken:
        left = _left_over(username, password)
        if left is None:
            raise
        return left


def _left_over(username: str, password: str) -> int | None:
    with begin_platform() as session:
        account = session.scalar(select(Account).where(Account.login == login_key(username)))
    if account is None or account.disabled_at or memberships_of(account.id):
        return None
    return account.id if password_matches(account, password) else None
