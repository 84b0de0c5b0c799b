"""Accounts for people who register themselves."""

from sqlalchemy import select

from runtime.messages import N_
from tenants.accounts import (
    Account,
    UsernameTaken,
    create_account,
    login_key,
    memberships_of,
    password_matches,
)
from tenants.work import begin_platform


class PhoneRegistered(UsernameTaken):
    """People register with their phone number, and somebody did with this one."""

    message = N_(
        "这个手机号已有人登记。如果是您本人，请直接登录；如果是家人的号码，请换一个您自己的号码。"
    )


def account_to_register(username: str, password: str) -> int:
    """Return the account to register with: a new one, or one left by a registration that failed.

    An account without any membership is taken up again by whoever knows its password, so a
    registration refused half-way (a wrong ID number) can be sent again with the same name.
    Raises UsernameUnfit, PasswordUnfit, PhoneRegistered.
    """
    try:
        return create_account(username, password).id
    except UsernameTaken:
        left = _left_over(username, password)
        if left is None:
            raise PhoneRegistered(field="phone") from None
        return left


def _left_over(username: str, password: str) -> int | None:
    with begin_platform() as session:
        account = session.scalar(select(Account).where(Account.login == login_key(username)))
    if account is None or account.disabled_at or memberships_of(account.id):
        return None
    return account.id if password_matches(account, password) else None
