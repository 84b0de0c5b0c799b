"""`pes audit`: the contract's form, exit 1 when a chain does not hold; proxies as sums only."""

import json

from sqlalchemy import select

from marketplace.groups import Group
from pes.servers import Addresses
from tenants.audit import AuditEntry
from tests.make.matching import in_group, people, profile
from tests.make.postings import draft_posting, published_posting
from tests.make.seekers import id_number
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


def test_an_audit_of_a_city_is_written_down_and_says_nothing_of_anybody(
    tenant: TenantWorld, answer
) -> None:
    for n in range(4):
        published_posting(tenant, title=f"缝纫工{n}", pay_text=f"{4000 + 1500 * n}元/月")
    ids = people(
        tenant,
        *(
            profile(
                id_number=id_number(serial=2 * n + 100 + n % 2),
                min_pay_fen=300_000 + 400_000 * (n % 2),
            )
            for n in range(90)
        ),
    )
    for seeker in ids[:5]:
        in_group(tenant, seeker, Group.DISABLED)

    found = answer("audit", "proxies", "--tenant", tenant.code)

    assert (found["people"], found["pairs"]) == (90, 360)
    told = {row["attribute"]: row for row in found["attributes"]}
    assert told["woman"]["auc"] > 0.95
    assert "pay_fit" in told["woman"]["carried_by"]
    refused = [row["attribute"] for row in found["refused"]]
    assert {"disabled", "registered_elsewhere"} <= set(refused)
    assert not set(refused) & set(told)
    with tenant.as_system() as work:
        kept = work.session.scalars(
            select(AuditEntry).where(
                AuditEntry.tenant_id == tenant.code, AuditEntry.action == "proxies.audited"
            )
        ).one()
    assert kept.details == {"people": 90, "pairs": 360}
