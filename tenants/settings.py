"""Policy numbers that a tenant may change, typed, within the province's bounds, with history."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import BigInteger, Identity, Index, Row, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from runtime.errors import Invalid, NotFound
from runtime.messages import N_
from tenants.access import Permission
from tenants.database import Base, TenantOwned

if TYPE_CHECKING:
    from tenants.work import Work

Value = TypeVar("Value", int, float, bool, str)


class SettingNotFound(NotFound):
    """No setting has this name."""

    message = N_("没有这个设置项。请从设置列表进入。")


class SettingOutOfBounds(Invalid):
    """The value lies outside what the product or the province allows."""

    message = N_("“%(label)s”须在 %(minimum)s 到 %(maximum)s 之间。请改填这一范围内的数值。")


class SettingOfWrongKind(Invalid):
    """The value cannot be read as the setting's type."""

    message = N_("“%(label)s”须填写%(kind)s。请检查后重新保存。")


KINDS = {int: N_("整数"), float: N_("数字"), bool: N_("是或否"), str: N_("文字")}
REGISTRY: dict[str, "TenantSetting[Any]"] = {}
STORED = "tenant_settings"


@dataclass(frozen=True)
class TenantSetting(Generic[Value]):
    """One setting: stable name, type, default, the product's own bounds, and its label."""

    name: str
    type: type[Value]
    default: Value
    label: str
    minimum: Value | None = None
    maximum: Value | None = None

    def __post_init__(self) -> None:
        REGISTRY[self.name] = self


@dataclass(frozen=True)
class Stand:
    """Where a setting stands in a tenant: its value, the lowest and highest allowed."""

    setting: TenantSetting[Any]
    value: Any
    low: Any
    high: Any


class SettingValue(TenantOwned, Base):
    """The value a tenant has chosen."""

    __tablename__ = "tenant_setting"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(BigInteger)


class SettingChange(TenantOwned, Base):
    """History: every value a setting has had."""

    __tablename__ = "tenant_setting_change"
    __table_args__ = (Index("ix_tenant_setting_change_name", "tenant_id", "name", "id"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str]
    old_value: Mapped[Any] = mapped_column(JSONB)
    new_value: Mapped[Any] = mapped_column(JSONB)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(BigInteger)


class SettingBound(TenantOwned, Base):
    """The bounds a province sets (`tenant_id` is the province); its prefectures read them."""

    __tablename__ = "tenant_setting_bound"
    name: Mapped[str] = mapped_column(primary_key=True)
    minimum: Mapped[Any] = mapped_column(JSONB)
    maximum: Mapped[Any] = mapped_column(JSONB)


def province_of(tenant_id: int) -> int:
    """Return the province's code of a GB/T 2260 code: 430100 → 430000."""
    return tenant_id // 10000 * 10000


def read_setting(work: "Work", setting: TenantSetting[Value]) -> Value:
    """Return the tenant's value, held within the province's bounds, else the default."""
    stored = _stored(work).get(setting.name)
    value = (
        setting.default if stored is None or stored.value is None else setting.type(stored.value)
    )
    low, high = bounds(work, setting)
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def bounds(work: "Work", setting: TenantSetting[Value]) -> tuple[Value | None, Value | None]:
    """Return the lowest and highest value allowed; None where there is no bound."""
    row = _stored(work).get(setting.name)
    low = setting.minimum if row is None or row.minimum is None else row.minimum
    high = setting.maximum if row is None or row.maximum is None else row.maximum
    return low, high


def _stored(work: "Work") -> dict[str, Row[Any]]:
    """Return what is stored of every setting, read once a Work: they are few."""
    if STORED not in work.session.info:
        bounded = SettingBound.tenant_id == province_of(work.tenant_id)
        values = select(SettingValue).where(SettingValue.tenant_id == work.tenant_id).subquery()
        limits = select(SettingBound).where(bounded).subquery()
        name = func.coalesce(values.c.name, limits.c.name)
        rows = work.session.execute(
            select(name.label("name"), values.c.value, limits.c.minimum, limits.c.maximum)
            .select_from(values)
            .outerjoin(limits, values.c.name == limits.c.name, full=True)
        )
        work.session.info[STORED] = {row.name: row for row in rows}
    found: dict[str, Row[Any]] = work.session.info[STORED]
    return found


def find_setting(name: str) -> "TenantSetting[Any]":
    """Return the setting called `name`. Raises SettingNotFound."""
    if name not in REGISTRY:
        raise SettingNotFound
    return REGISTRY[name]


def stand_of(work: "Work", setting: TenantSetting[Value]) -> Stand:
    """Return what the tenant has chosen and what it may choose. Raises NotAllowed."""
    work.actor.require(Permission.CHANGE_SETTINGS)
    return Stand(setting, work.setting(setting), *bounds(work, setting))


def list_settings(work: "Work") -> list[Stand]:
    """Return where every setting stands, by name. Raises NotAllowed."""
    return [stand_of(work, REGISTRY[name]) for name in sorted(REGISTRY)]


def change_setting(work: "Work", setting: TenantSetting[Value], value: object) -> Value:
    """Set the tenant's value, with history and audit. Safe to repeat.

    Raises NotAllowed, SettingOfWrongKind, SettingOutOfBounds.
    """
    work.actor.require(Permission.CHANGE_SETTINGS)
    new = _typed(setting, value)
    low, high = bounds(work, setting)
    if (low is not None and new < low) or (high is not None and new > high):
        raise SettingOutOfBounds(field=setting.name, label=setting.label, minimum=low, maximum=high)
    old = read_setting(work, setting)
    if old != new:
        _store(work, setting, old, new)
    return new


def _typed(setting: TenantSetting[Value], value: Any) -> Value:
    if setting.type is bool and isinstance(value, str):
        return setting.type(value in {"1", "true", "on", "yes"})
    try:
        return setting.type(value)
    except (TypeError, ValueError):
        kind = KINDS[setting.type]
        raise SettingOfWrongKind(field=setting.name, label=setting.label, kind=kind) from None


def _store(work: "Work", setting: TenantSetting[Value], old: Value, new: Value) -> None:
    work.session.merge(
        SettingValue(
            tenant_id=work.tenant_id,
            name=setting.name,
            value=new,
            changed_at=work.now,
            changed_by=work.actor.id,
        )
    )
    work.session.add(
        SettingChange(
            name=setting.name,
            old_value=old,
            new_value=new,
            changed_at=work.now,
            changed_by=work.actor.id,
        )
    )
    work._settings.pop(setting.name, None)
    work.session.info.pop(STORED, None)
    work.audit("setting.changed", "setting", None, name=setting.name, old=old, new=new)


def set_bound(
    work: "Work", setting: TenantSetting[Value], minimum: Value | None, maximum: Value | None
) -> None:
    """Let a province bound a setting for its prefectures. Raises NotAllowed."""
    work.actor.require(Permission.SET_BOUNDS)
    work.session.merge(
        SettingBound(tenant_id=work.tenant_id, name=setting.name, minimum=minimum, maximum=maximum)
    )
    work.session.info.pop(STORED, None)
    work.audit("setting.bounded", "setting", None, name=setting.name, low=minimum, high=maximum)


def list_changes(work: "Work", name: str) -> list[SettingChange]:
    """Return the history of a setting, newest first."""
    return list(
        work.session.scalars(
            select(SettingChange)
            .where(SettingChange.tenant_id == work.tenant_id, SettingChange.name == name)
            .order_by(SettingChange.id.desc())
        )
    )
