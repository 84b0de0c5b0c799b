"""Job search over the API: the same search, exact counts, a list read on to its end."""

import pytest
from flask.testing import FlaskClient

from tests.make.many import published_postings
from tests.make.postings import published_posting
from tests.world import TenantWorld


@pytest.fixture
def visitor(client: FlaskClient, tenant: TenantWorld) -> FlaskClient:
    client.set_cookie("pes_area", str(tenant.code))
    return client


def test_what_was_understood_and_counted(visitor: FlaskClient, tenant: TenantWorld) -> None:
    published_posting(tenant, pay_text="7000元/月")
    published_posting(tenant, pay_text="4000元/月")
    tenant.index()
    found = visitor.get("/api/v1/jobs?q=缝纫工 6000以上&facets=true").json
    assert [each["text"] for each in found["understood"]] == ["缝纫工", "6000以上"]
    assert [job["pay_low_fen"] for job in found["jobs"]] == [700_000]
    assert found["facets"]["pay_from_fen"] == {
        "300000": 1, "400000": 1, "500000": 1, "600000": 1, "800000": 0, "1000000": 0,
    }  # fmt: skip


def test_a_list_is_read_on_to_its_end(visitor: FlaskClient, tenant: TenantWorld) -> None:
    ids = published_postings(tenant, 47, title="缝纫工")
    tenant.index()
    address = "/api/v1/jobs?q=缝纫工&limit=10"
    found = visitor.get(address).json
    shown = [job["posting_id"] for job in found["jobs"]]
    while found["next"]:
        found = visitor.get(f"{address}&cursor={found['next']}").json
        shown += [job["posting_id"] for job in found["jobs"]]
    assert sorted(shown) == sorted(ids)
    folded = visitor.get(f"{address}&folded=true").json
    assert (len(folded["jobs"]), folded["total"], folded["next"]) == (1, 47, None)
    assert list(folded["alike"].values()) == [47]


def test_a_cursor_of_another_search_is_refused(visitor: FlaskClient, tenant: TenantWorld) -> None:
    published_postings(tenant, 5)
    tenant.index()
    cursor = visitor.get("/api/v1/jobs?limit=2").json["next"]
    assert visitor.get(f"/api/v1/jobs?limit=2&cursor={cursor}").status_code == 200
    for other in (f"q=焊工&limit=2&cursor={cursor}", "cursor=made-up"):
        refused = visitor.get(f"/api/v1/jobs?{other}")
        assert refused.status_code == 422
        assert "cursor" in refused.json["detail"] + str(refused.json["errors"])


def test_deep_offsets_are_empty_pages(visitor: FlaskClient, tenant: TenantWorld) -> None:
    published_posting(tenant)
    tenant.index()
    deep = visitor.get("/api/v1/jobs?offset=10000&limit=100").json
    assert (deep["jobs"], deep["total"]) == ([], 1)
