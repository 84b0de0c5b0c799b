"""Pages for everyone, with and without the index."""

import pytest
from flask.testing import FlaskClient

from runtime.settings import reset_settings
from tenants.access import Role
from tests.make.postings import published_posting, submitted_posting
from tests.web.conftest import sign_in
from tests.world import TenantWorld


@pytest.mark.parametrize("address", ["/", "/jobs", "/fairs", "/guide", "/privacy"])
def test_pages_open_for_a_visitor(client: FlaskClient, tenant: TenantWorld, address: str) -> None:
    assert client.get(address).status_code == 200


def test_only_published_postings_are_listed_and_found(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    published_posting(tenant, title="缝纫工（白班）")
    submitted_posting(tenant, title="缝纫工（待审）")
    tenant.index()
    sign_in(client, tenant, Role.REVIEWER)
    page = client.get("/jobs?q=缝纫工").text
    assert "缝纫工（白班）" in page
    assert "缝纫工（待审）" not in page


def test_a_withdrawn_posting_has_no_page(client: FlaskClient, tenant: TenantWorld) -> None:
    hidden, shown = submitted_posting(tenant), published_posting(tenant)
    assert client.get(f"/jobs/{hidden.id}").status_code == 404
    assert client.get(f"/jobs/{shown.id}").status_code == 200


def test_without_the_index_the_newest_are_listed(
    client: FlaskClient, tenant: TenantWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    published_posting(tenant, title="缝纫工（白班）")
    sign_in(client, tenant, Role.REVIEWER)
    monkeypatch.setenv("PES_ELASTICSEARCH_URL", "http://127.0.0.1:9")
    reset_settings()
    try:
        page = client.get("/jobs?q=焊工")
    finally:
        monkeypatch.undo()
        reset_settings()
    assert page.status_code == 200
    assert "搜索暂时不可用" in page.text
    assert "缝纫工（白班）" in page.text


def test_words_longer_than_the_box_are_cut(client: FlaskClient, tenant: TenantWorld) -> None:
    page = client.get("/jobs", query_string={"q": "缝" * 600})
    assert page.status_code == 200
    assert f'value="{"缝" * 100}"' in page.text
    assert 'maxlength="100"' in page.text


@pytest.mark.parametrize("query", ["page=0", "page=x", "within_km=-3", "sort=best", "pay_from=abc"])
def test_odd_addresses_are_answered(client: FlaskClient, tenant: TenantWorld, query: str) -> None:
    answer = client.get(f"/jobs?{query}")
    assert answer.status_code == 422
    assert "处需要您改一下" in answer.text


def test_piece_pay_is_shown_as_the_employer_wrote_it(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    posting = published_posting(tenant, pay_text="0.5-2元/件")
    tenant.index()
    sign_in(client, tenant, Role.REVIEWER)
    for address in ("/jobs", f"/jobs/{posting.id}", f"/officer/postings/{posting.id}"):
        page = client.get(address).text
        assert page.count("0.5-2元/件") == 1, address
        assert "面议" not in page, address
