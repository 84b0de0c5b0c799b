"""`pes audit verify`: the contract's form, exit 1 when a chain does not hold."""

import json

from pes.servers import Addresses
from tests.make.postings import draft_posting
from tests.tenants.test_audit import tamper
from tests.world import TenantWorld


def test_a_chain_that_holds(tenant: TenantWorld, answer) -> None:
    draft_posting(tenant)
    found = answer("audit", "verify", "--tenant", tenant.code)
    assert found["ok"]
    assert found["entries"] >= 3
    assert "first_bad" not in found


def test_a_chain_that_does_not_hold(tenant: TenantWorld, servers: Addresses, pes, answer) -> None:
    draft_posting(tenant)
    assert answer("audit", "verify", "--tenant", tenant.code)["ok"]
    tamper(
        servers,
        "DELETE FROM audit_entry WHERE tenant_id = %s AND action = 'posting.created'",
        tenant.code,
    )
    ran = pes("audit", "verify", "--tenant", tenant.code, "--json")
    assert ran.code == 1
    assert not json.loads(ran.out)["ok"]
