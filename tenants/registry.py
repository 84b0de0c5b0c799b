"""The tenants: prefectures and provinces by their GB/T 2260 code."""

from enum import StrEnum

from sqlalchemy import Integer, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from runtime.errors import NotFound
from runtime.messages import N_
from tenants.database import Base
from tenants.outbox import Consumer
from tenants.work import begin_platform


class TenantLevel(StrEnum):
    """A prefecture runs the service; a province sees aggregates and sets bounds."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"


class TenantNotFound(NotFound):
    """No tenant has this code."""

    message = N_("没有代码为 %(code)s 的地区。请用 6 位行政区划代码，例如长沙市 430100。")


class Tenant(Base):
    """One tenant; every other table points here by its `tenant_id`."""

    __tablename__ = "tenant"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str]
    short_name: Mapped[str]
    level: Mapped[TenantLevel]
    parent_id: Mapped[int | None]


def register_tenant(
    code: int, name: str, short_name: str, level: TenantLevel, parent_id: int | None = None
) -> None:
    """Add a tenant to the registry. Safe to repeat."""
    values = {
        "id": code,
        "name": name,
        "short_name": short_name,
        "level": level,
        "parent_id": parent_id,
    }
    with begin_platform() as session:
        session.execute(insert(Tenant).values(**values).on_conflict_do_nothing())


def list_tenants(level: TenantLevel | None = TenantLevel.PREFECTURE) -> list[Tenant]:
    """Return tenants in the order of their codes; prefectures unless told otherwise."""
    query = select(Tenant).order_by(Tenant.id)
    if level is not None:
        query = query.where(Tenant.level == level)
    with begin_platform() as session:
        return list(session.scalars(query))


def tenants_with_events(consumer: Consumer) -> set[int]:
    """Return the tenants, of any level, that have events open for `consumer`, leased or not."""
    with begin_platform() as session:
        return set(session.scalars(select(func.tenants_with_events(consumer.value))))


def find_tenant(code: int) -> Tenant:
    """Return the tenant with `code`. Raises TenantNotFound."""
    with begin_platform() as session:
        tenant = session.get(Tenant, code)
    if tenant is None:
        raise TenantNotFound(code=code)
    return tenant
