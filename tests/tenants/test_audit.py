"""The audit chain finds what was changed, removed or slipped in."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from pes.servers import Addresses
from runtime.settings import settings
from tenants import audit
from tests.world import TenantWorld


def write(world: TenantWorld, count: int = 3) -> None:
    with world.as_system() as work:
        for number in range(count):
            work.audit("test.done", "thing", number, note=f"第{number}次")


def tamper(servers: Addresses, statement: str, *params: object) -> None:
    """As the database's owner with row-level security off: what the chain must notice."""
    name = settings().database_url.rpartition("/")[2]
    admin = servers.admin_url.replace("+psycopg", "").rpartition("/")[0] + f"/{name}"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(statement, params)


def test_an_untouched_log_verifies(tenant: TenantWorld) -> None:
    write(tenant, 5)
    with tenant.as_system() as work:
        assert audit.verify(work) == audit.Verdict(entries=5, ok=True)
    write(tenant, 2)
    with tenant.as_system() as work:
        assert audit.verify(work) == audit.Verdict(entries=7, ok=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'test.forged' WHERE tenant_id = %s AND object_id = 1",
        "UPDATE audit_entry SET details = '{}' WHERE tenant_id = %s AND object_id = 1",
        "UPDATE audit_entry SET at = at + interval '1 us' WHERE tenant_id = %s AND object_id = 1",
        "DELETE FROM audit_entry WHERE tenant_id = %s AND object_id = 1",
        "UPDATE audit_seal SET prev_hash = 'x' WHERE tenant_id = %s AND seq = 2",
        "DELETE FROM audit_seal WHERE tenant_id = %s AND seq = 2",
    ],
)
def test_tampering_is_found(tenant: TenantWorld, servers: Addresses, statement: str) -> None:
    write(tenant)
    with tenant.as_system() as work:
        audit.seal(work)
    tamper(servers, statement, tenant.code)
    with tenant.as_system() as work:
        verdict = audit.verify(work)
    assert not verdict.ok
    assert verdict.first_bad is not None


def test_the_chain_does_not_fork_under_load(tenant: TenantWorld) -> None:
    def act(_: int) -> None:
        write(tenant, 2)
        with tenant.as_system() as work:
            audit.seal(work)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(24)))
    with tenant.as_system() as work:
        assert audit.verify(work) == audit.Verdict(entries=48, ok=True)
