"""Settings: typed, bounded by the product and the province, with history."""

import pytest

from runtime.errors import NotAllowed
from tenants.access import Actor, Role
from tenants.settings import (
    SettingOfWrongKind,
    SettingOutOfBounds,
    TenantSetting,
    change_setting,
    list_changes,
    set_bound,
)
from tenants.work import begin
from tests.world import PROVINCE, TenantWorld

CAP = TenantSetting("test.cap", int, default=2, label="上限", minimum=0, maximum=10)


def test_default_change_and_history(tenant: TenantWorld) -> None:
    with tenant.as_administrator() as work:
        assert work.setting(CAP) == 2
        change_setting(work, CAP, "5")
        assert work.setting(CAP) == 5
    with tenant.as_administrator() as work:
        (change,) = list_changes(work, CAP.name)
        assert (change.old_value, change.new_value) == (2, 5)
        assert change.changed_by == tenant.account(Role.TENANT_ADMINISTRATOR).id


def test_only_administrators_change(tenant: TenantWorld) -> None:
    with pytest.raises(NotAllowed), tenant.as_reviewer() as work:
        change_setting(work, CAP, 3)


@pytest.mark.parametrize(
    ("value", "error"), [(11, SettingOutOfBounds), ("viel", SettingOfWrongKind)]
)
def test_bad_values(tenant: TenantWorld, value: object, error: type[Exception]) -> None:
    with pytest.raises(error), tenant.as_administrator() as work:
        change_setting(work, CAP, value)


def test_the_province_bounds_its_prefectures(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    bounded = TenantSetting("test.bounded", int, default=2, label="上限", minimum=0, maximum=10)
    analyst = Actor(PROVINCE, None, frozenset({Role.PROVINCE_ANALYST}))
    with tenant.as_administrator() as work:
        change_setting(work, bounded, 9)
    with begin(analyst) as work:
        set_bound(work, bounded, 1, 4)
    with tenant.as_administrator() as work:
        assert work.setting(bounded) == 4
        with pytest.raises(SettingOutOfBounds):
            change_setting(work, bounded, 5)


def test_a_tenant_does_not_see_anothers_value(
    tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    with tenant.as_administrator() as work:
        change_setting(work, CAP, 7)
    with other_tenant.as_administrator() as work:
        assert work.setting(CAP) == CAP.default
