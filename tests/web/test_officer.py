"""Pages of staff: review, groups, people, cycles, settings, audit."""

import re

import pytest
from flask.testing import FlaskClient

from marketplace.postings import PUBLIC_DATA_CC0
from marketplace.recommendations import open_cycle
from tenants.access import Role
from tests.make.postings import draft_posting, submitted_posting
from tests.make.seekers import ready_seeker
from tests.web.conftest import fields_of, sign_in
from tests.world import TenantWorld


def test_the_reviewer_approves_and_goes_on(client: FlaskClient, tenant: TenantWorld) -> None:
    first, second = submitted_posting(tenant, title="甲岗"), submitted_posting(tenant, title="乙岗")
    sign_in(client, tenant, Role.REVIEWER)
    assert "甲岗" in client.get("/officer/postings").text
    address = f"/officer/postings/{first.id}"
    answer = client.post(f"{address}/approve", data=fields_of(client, address))
    assert answer.headers["Location"].endswith(f"/officer/postings/{second.id}")
    assert client.get(f"/jobs/{first.id}").status_code == 200


def test_returning_needs_words(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = submitted_posting(tenant)
    sign_in(client, tenant, Role.REVIEWER)
    address = f"/officer/postings/{posting.id}"
    refused = client.post(f"{address}/return", data=fields_of(client, address) | {"note": ""})
    assert refused.status_code == 422
    assert "请写明退回原因" in refused.text
    form = fields_of(client, address) | {"note": "请写明班次。"}
    assert client.post(f"{address}/return", data=form).status_code == 303
    sign_in(client, tenant, Role.REVIEWER)
    assert "请写明班次" not in client.get("/officer/postings").text


def test_findings_are_marked_in_the_text(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = draft_posting(tenant, requirements="会用平缝机，限男性。")
    sign_in(client, tenant, Role.REVIEWER)
    page = client.get(f"/officer/postings/{posting.id}").text
    assert "<mark" in page
    assert "限男性</mark>" in page


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.REVIEWER, "/officer/"),
        (Role.CASE_OFFICER, "/officer/"),
        (Role.CASE_OFFICER, "/officer/groups?group=disabled"),
        (Role.CASE_OFFICER, "/officer/people"),
        (Role.TENANT_ADMINISTRATOR, "/officer/"),
        (Role.TENANT_ADMINISTRATOR, "/officer/cycles"),
        (Role.TENANT_ADMINISTRATOR, "/officer/settings"),
        (Role.TENANT_ADMINISTRATOR, "/officer/settings/postings.review_days"),
        (Role.TENANT_ADMINISTRATOR, "/officer/audit"),
    ],
)
def test_pages_open(client: FlaskClient, tenant: TenantWorld, role: Role, address: str) -> None:
    sign_in(client, tenant, role)
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:800]


def test_a_name_is_opened_with_a_reason_only(client: FlaskClient, tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    sign_in(client, tenant, Role.CASE_OFFICER)
    address = f"/officer/people/{person.id}"
    page = client.get(address).text
    assert "张小满" not in page
    refused = client.post(f"{address}/reveal", data=fields_of(client, address) | {"reason": ""})
    assert refused.status_code == 422
    form = fields_of(client, address) | {"reason": "电话通知面试"}
    assert "张小满" in client.post(f"{address}/reveal", data=form).text


def test_a_person_joins_and_leaves_a_group(client: FlaskClient, tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    sign_in(client, tenant, Role.CASE_OFFICER)
    address = f"/officer/people/{person.id}"
    form = {"group": "employment_difficulty", "source": "certification", "evidence": "社区认定表"}
    joined = client.post(f"{address}/groups", data=fields_of(client, address) | form)
    assert joined.status_code == 303
    assert "社区认定表" in client.get(address).text
    listed = client.get("/officer/groups?group=employment_difficulty").text
    assert f"{person.id} 号" in listed


def test_a_cycle_is_started_and_watched(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)
    started = client.post("/officer/cycles", data=fields_of(client, "/officer/cycles"))
    page = client.get(started.headers["Location"])
    assert "进行中" in page.text
    again = client.post("/officer/cycles", data=fields_of(client, "/officer/audit"))
    assert again.headers["Location"] == started.headers["Location"]
    with tenant.as_system() as work:
        assert open_cycle(work).resumed


def test_a_setting_is_called_without_quotes(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)
    terms = re.findall(r"<dt>(.*?)</dt>", client.get("/officer/settings").text)
    assert len(terms) > 5
    assert not [term for term in terms if "“" in term]  # messages put the name in quotes


def test_a_setting_is_changed_within_its_bounds(client: FlaskClient, tenant: TenantWorld) -> None:
    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)
    address = "/officer/settings/fairs.nearby_km"
    refused = client.post(address, data=fields_of(client, address) | {"value": "9999"})
    assert refused.status_code == 422
    assert "须在 1 到 200 之间" in refused.text
    saved = client.post(address, data=fields_of(client, address) | {"value": "30"})
    assert saved.status_code == 303
    assert "20 → 30" in client.get(address).text


def test_the_chain_is_checked(client: FlaskClient, tenant: TenantWorld) -> None:
    submitted_posting(tenant)
    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)
    fields = fields_of(client, "/officer/audit")
    assert "全部完整" in client.post("/officer/audit/verify", data=fields).text


def test_a_setting_that_is_yes_or_no_is_asked_in_words(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    address = f"/officer/settings/{PUBLIC_DATA_CC0.name}"
    sign_in(client, tenant, Role.TENANT_ADMINISTRATOR)
    for value, shown in (("true", "是"), ("false", "否")):
        client.post(address, data={"value": value, **fields_of(client, address)})
        page = client.get("/officer/settings").text
        assert f"{PUBLIC_DATA_CC0.label}</dt><dd>{shown}</dd>" in page
    history = client.get(address).text
    assert "是 → 否" in history
    assert "False" not in history
