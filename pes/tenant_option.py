"""The `--tenant` option that commands share."""

from typing import Annotated

import typer

from runtime.errors import Invalid
from runtime.messages import N_
from tenants.registry import Tenant, find_tenant, list_tenants

EVERY = "all"


class TenantCodeInvalid(Invalid):
    """Not a code of an administrative division."""

    message = N_("“%(code)s”不是地区代码。请填写六位行政区划代码，例如 430100。")


TenantOption = Annotated[str, typer.Option("--tenant", help="地区代码，例如 430100")]
TenantsOption = Annotated[str, typer.Option("--tenant", help="地区代码，或 all（全部地区）")]


def chosen_tenant(code: str) -> Tenant:
    """Return the tenant of a code. Raises TenantCodeInvalid, TenantNotFound."""
    if not (code.isascii() and code.isdigit()):
        raise TenantCodeInvalid(code=code, field="tenant")
    return find_tenant(int(code))


def chosen_tenants(code: str) -> list[Tenant]:
    """Return one tenant, or all prefectures for "all". Raises as `chosen_tenant`."""
    return list_tenants() if code == EVERY else [chosen_tenant(code)]
