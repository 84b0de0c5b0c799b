"""Signing in, lock-out, switching tenants, the last administrator."""

from datetime import timedelta

import pytest

from runtime.clock import frozen, now
from runtime.errors import NotAllowed
from tenants import sessions
from tenants.access import Role
from tenants.accounts import (
    LastAdministrator,
    PasswordUnfit,
    UsernameTaken,
    UsernameUnfit,
    add_membership,
    create_account,
    list_members,
    login_key,
    remove_membership,
)
from tenants.sessions import SignInLocked, WrongCredentials, sign_in, signed_in, switch_tenant
from tests.world import PASSWORD, TenantWorld


def name_of(world: TenantWorld, role: Role = Role.REVIEWER) -> str:
    return world.account(role).login


def test_a_session_opens_and_is_revoked(tenant: TenantWorld) -> None:
    opened = sign_in(name_of(tenant), PASSWORD, "127.0.0.1")
    assert opened.actor.roles == {Role.REVIEWER}
    assert opened.actor.tenant_id == tenant.code
    sessions.sign_out(opened.token)
    assert signed_in(opened.token) is None


def test_every_sign_in_has_an_id_of_its_own(tenant: TenantWorld) -> None:
    first, second = (sign_in(name_of(tenant), PASSWORD, "127.0.0.1") for _ in range(2))
    assert first.token != second.token
    assert first.csrf != second.csrf


def test_sessions_end_by_idleness_and_by_age(tenant: TenantWorld) -> None:
    opened = sign_in(name_of(tenant), PASSWORD, "127.0.0.1")
    with frozen(now() + sessions.IDLE + timedelta(minutes=1)):
        assert signed_in(opened.token) is None
    with frozen(now() + sessions.LIFETIME + timedelta(minutes=1)):
        assert signed_in(opened.token) is None


def test_a_disabled_account_is_out_at_once(tenant: TenantWorld) -> None:
    opened = sign_in(name_of(tenant), PASSWORD, "127.0.0.1")
    sessions.disable_account(tenant.account(Role.REVIEWER).id)
    assert signed_in(opened.token) is None
    with pytest.raises(WrongCredentials):
        sign_in(name_of(tenant), PASSWORD, "127.0.0.1")


def test_a_wrong_name_and_a_wrong_password_read_alike(tenant: TenantWorld) -> None:
    messages = set()
    for name in (name_of(tenant), "nobody-of-this-name"):
        with pytest.raises(WrongCredentials) as refused:
            sign_in(name, "wrong-password-1", "10.0.0.1")
        messages.add(refused.value.text())
    assert len(messages) == 1


def test_five_failures_lock_that_address_and_not_the_victim(tenant: TenantWorld) -> None:
    for _ in range(sessions.MAX_FAILURES):
        with pytest.raises(WrongCredentials):
            sign_in(name_of(tenant), "wrong-password-1", "10.0.0.2")
    with pytest.raises(SignInLocked):
        sign_in(name_of(tenant), PASSWORD, "10.0.0.2")
    assert sign_in(name_of(tenant), PASSWORD, "10.0.0.3")
    with frozen(now() + sessions.LOCKED_FOR + timedelta(seconds=1)):
        assert sign_in(name_of(tenant), PASSWORD, "10.0.0.2")


def test_switching_only_to_own_tenants(tenant: TenantWorld, other_tenant: TenantWorld) -> None:
    account = tenant.account(Role.REVIEWER)
    opened = sign_in(account.login, PASSWORD, "127.0.0.1")
    with pytest.raises(NotAllowed):
        switch_tenant(opened.token, other_tenant.code)
    with other_tenant.as_system() as work:
        add_membership(work, account.id, Role.CASE_OFFICER)
    switch_tenant(opened.token, other_tenant.code)
    found = signed_in(opened.token)
    assert found is not None
    assert (found.actor.tenant_id, found.actor.roles) == (other_tenant.code, {Role.CASE_OFFICER})


def test_the_last_administrator_stays(tenant: TenantWorld) -> None:
    tenant.account(Role.TENANT_ADMINISTRATOR)
    second = create_account(f"second-{tenant.code}", "a-good-password-7")
    with tenant.as_administrator() as work:
        membership = add_membership(work, second.id, Role.TENANT_ADMINISTRATOR)
        remove_membership(work, membership.id)
    with tenant.as_administrator() as work:
        own = next(row for row, _ in list_members(work) if row.role is Role.TENANT_ADMINISTRATOR)
    with pytest.raises(LastAdministrator), tenant.as_administrator() as work:
        remove_membership(work, own.id)


def test_nobody_gives_themselves_a_role(tenant: TenantWorld) -> None:
    account = tenant.account(Role.REVIEWER)
    with pytest.raises(NotAllowed), tenant.as_reviewer() as work:
        add_membership(work, account.id, Role.TENANT_ADMINISTRATOR)


@pytest.mark.parametrize("password", ["short7!", "x" * 129, "12345678", "aaaaaaaaaa", "Password1"])
def test_weak_passwords_are_refused(tenant: TenantWorld, password: str) -> None:
    with pytest.raises(PasswordUnfit):
        create_account(f"weak-{tenant.code}", password)


@pytest.mark.parametrize("name", ["", "x", "😀😀", "a b", "x" * 65])
def test_names_that_cannot_be_typed_back_are_refused(tenant: TenantWorld, name: str) -> None:
    with pytest.raises(UsernameUnfit):
        create_account(name, "a-good-password-7")


def test_a_name_is_taken_once(tenant: TenantWorld) -> None:
    create_account(f"Twice-{tenant.code}", "a-good-password-7")
    with pytest.raises(UsernameTaken):
        create_account(f"twice-{tenant.code}", "a-good-password-8")


def test_a_mobile_number_is_kept_as_a_hash(tenant: TenantWorld) -> None:
    assert "13800001111" not in login_key("13800001111")
    assert login_key("13800001111") == login_key(" 13800001111 ")
