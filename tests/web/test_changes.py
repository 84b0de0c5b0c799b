"""The change feed over the API, and how often it may be asked."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import CHECKS, load_all_checks

from marketplace.postings import (
    PUBLIC_DATA_CC0,
    approve_posting,
    edit_posting,
    pause_posting,
    withdraw_posting,
)
from runtime.settings import reset_settings
from tenants.access import Role
from tenants.settings import change_setting
from tests.make.fairs import announced_fair
from tests.make.postings import content, draft_posting, published_posting, submitted_posting
from tests.web.test_api import bearer
from tests.world import TenantWorld
from web.limits import limit_of

FEED = "/api/v1/jobs/changes"


def changes(client: FlaskClient, tenant: TenantWorld, since: str = "", **more: Any) -> Any:
    query = {"tenant_id": tenant.code, **({"since": since} if since else {}), **more}
    answer = client.get(FEED, query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_copy_kept_by_the_feed_equals_what_is_public(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    """Whatever happens between readings, and however small the pages."""
    copy: dict[int, dict[str, Any]] = {}
    since = ""
    postings = [published_posting(tenant) for _ in range(3)]

    def catch_up() -> None:
        nonlocal since
        while True:
            page = changes(client, tenant, since, limit=2)
            for change in page["changes"]:
                if change["kind"] == "closed":
                    copy.pop(change["posting_id"], None)
                else:
                    copy[change["posting_id"]] = change["job"]
            since = page["next"]
            if not page["more"]:
                return

    catch_up()
    assert set(copy) == {posting.id for posting in postings}
    with tenant.as_recruiter() as work:
        pause_posting(work, postings[0].id)
        edit_posting(work, postings[1].id, content(title="平缝工"), version=postings[1].version)
    draft_posting(tenant)
    catch_up()
    assert set(copy) == {postings[2].id}
    with tenant.as_reviewer() as work:
        approve_posting(work, postings[1].id)
    postings.append(published_posting(tenant, title="裁剪工"))
    catch_up()
    assert {job["title"] for job in copy.values()} == {"缝纫工", "平缝工", "裁剪工"}
    assert copy[postings[1].id] == client.get(f"/api/v1/jobs/{postings[1].id}").json


def test_a_closed_job_is_told_by_its_id_alone(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = published_posting(tenant)
    first = changes(client, tenant)
    assert [each["kind"] for each in first["changes"]] == ["published"]
    with tenant.as_recruiter() as work:
        withdraw_posting(work, posting.id)
    told = changes(client, tenant, first["next"])
    assert told["changes"] == [{"kind": "closed", "posting_id": posting.id, "job": None}]
    nothing = changes(client, tenant, told["next"])
    assert (nothing["changes"], nothing["next"], nothing["more"]) == ([], told["next"], False)


def test_a_reading_between_two_transactions_misses_neither(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    early, late = submitted_posting(tenant), submitted_posting(tenant)
    with tenant.as_reviewer() as slow:
        approve_posting(slow, early.id)
        slow.session.flush()
        with tenant.as_reviewer() as quick:
            approve_posting(quick, late.id)
        first = changes(client, tenant)
    second = changes(client, tenant, first["next"])
    assert [each["posting_id"] for each in first["changes"]] == [late.id]
    assert [each["posting_id"] for each in second["changes"]] == [early.id]


def test_all_tenants_at_once(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    start = changes(client, tenant, everywhere=True, limit=500)
    while start["more"]:
        start = changes(client, tenant, start["next"], everywhere=True, limit=500)
    both = {published_posting(tenant).id, published_posting(other_tenant).id}
    told = changes(client, tenant, start["next"], everywhere=True)
    assert {each["posting_id"] for each in told["changes"]} == both


def test_the_licence_is_said_in_feed_and_description(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    client.set_cookie("pes_area", str(tenant.code))
    assert changes(client, tenant)["licence"] is None
    assert "x-data-licence" not in client.get("/api/v1/openapi.json").json["info"]
    with tenant.as_administrator() as work:
        change_setting(work, PUBLIC_DATA_CC0, "true")
    told = changes(client, tenant)
    assert told["licence"] == "CC0-1.0"
    assert told["licence_url"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    info = client.get("/api/v1/openapi.json").json["info"]
    assert info["x-data-licence"] == "CC0-1.0"
    assert "CC0 1.0" in info["description"]


@pytest.mark.parametrize(
    "query",
    [
        "since=x", "since=%2B%2B", "since=AAAAAAAAAA", "since=f_________8", "since=_________w",
        "since=" + "A" * 40, "limit=0", "limit=9999", "tenant_id=-1", "tenant_id=1",
    ],
)  # fmt: skip
def test_odd_questions_are_refused(client: FlaskClient, tenant: TenantWorld, query: str) -> None:
    refused = client.get(f"{FEED}?{query}")
    assert refused.status_code in {404, 422}, refused.text
    assert refused.content_type == "application/problem+json"


CONTRACT = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
    phases=[Phase.generate],
)
PLAIN = {"Accept-Encoding": "identity"}
PUBLIC = (
    "GET /api/v1/jobs",
    "GET /api/v1/jobs/{posting_id}",
    "GET /api/v1/jobs/changes",
    "GET /api/v1/fairs",
    "GET /api/v1/fairs/{fair_id}",
)


def test_public_answers_are_as_described(app: Flask, tenant: TenantWorld) -> None:
    """Whatever is asked: status, media type and body are those of the OpenAPI description."""
    load_all_checks()
    held = CHECKS.get_by_names(
        ["status_code_conformance", "content_type_conformance", "response_schema_conformance"]
    )
    posting, fair = published_posting(tenant), announced_fair(tenant)
    tenant.index()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = {found.ok().label: found.ok() for found in schema.get_all_operations()}
    statuses: set[int] = set()

    def send(case: Case) -> None:
        response = case.call_and_validate(checks=held, headers=PLAIN)
        statuses.add(response.status_code)

    for label in PUBLIC:
        CONTRACT(given(operations[label].as_strategy())(send))()
    own = {**PLAIN, **bearer(tenant, Role.REVIEWER)}
    for label, path, query in (
        (PUBLIC[0], {}, {"q": "缝纫工"}),
        (PUBLIC[1], {"posting_id": posting.id}, {}),
        (PUBLIC[2], {}, {"tenant_id": tenant.code}),
        (PUBLIC[4], {"fair_id": fair.id}, {}),
    ):
        made = operations[label].Case(path_parameters=path, query=query)
        assert made.call_and_validate(checks=held, headers=own).status_code == 200, label
    assert {200, 404, 422} <= statuses


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment with low limits, and a minute that does not end within the test."""
    monkeypatch.setenv("PES_API_PER_MINUTE", "3")
    monkeypatch.setenv("PES_API_PER_MINUTE_KEY", "5")
    reset_settings()
    left = 60 - time.time() % 60
    if left < 10:
        time.sleep(left + 0.1)
    yield
    monkeypatch.undo()
    reset_settings()


def asked_from(address: str, client: FlaskClient, **headers: str) -> Any:
    return client.get(FEED, environ_base={"REMOTE_ADDR": address}, headers=headers)


def test_a_visitor_is_limited_by_address(
    client: FlaskClient, tenant: TenantWorld, few: None
) -> None:
    own = f"203.0.113.{tenant.code % 250}"
    assert [asked_from(own, client).status_code for _ in range(3)] == [200] * 3
    refused = asked_from(own, client)
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "秒后重试" in refused.json["detail"]
    assert asked_from("203.0.113.251", client).status_code == 200
    assert client.get("/jobs", environ_base={"REMOTE_ADDR": own}).status_code == 200
    assert client.get("/api/v1/openapi.json", environ_base={"REMOTE_ADDR": own}).status_code == 200


def test_an_ipv6_network_is_one_visitor(
    client: FlaskClient, tenant: TenantWorld, few: None
) -> None:
    network = f"2001:db8:{tenant.code % 9999}:1"
    for host in range(3):
        assert asked_from(f"{network}::{host + 1}", client).status_code == 200
    assert asked_from(f"{network}:ffff::9", client).status_code == 429


def test_a_key_is_limited_by_its_account_and_not_by_address(
    client: FlaskClient, tenant: TenantWorld, few: None
) -> None:
    keys = [bearer(tenant, Role.REVIEWER) for _ in range(2)]
    for number in range(5):
        answer = asked_from(f"198.51.100.{number}", client, **keys[number % 2])
        assert answer.status_code == 200
    refused = asked_from("198.51.100.9", client, **keys[1])
    assert refused.status_code == 429
    other = bearer(tenant, Role.CASE_OFFICER)
    assert asked_from("198.51.100.9", client, **other).status_code == 200


def test_made_up_keys_open_no_new_account_of_requests(
    client: FlaskClient, tenant: TenantWorld, few: None
) -> None:
    own = f"192.0.2.{tenant.code % 250}"
    answers = [
        asked_from(own, client, Authorization=f"Bearer made-up-{number}").status_code
        for number in range(4)
    ]
    assert answers == [200, 200, 200, 429]


def test_without_valkey_nobody_is_refused(
    client: FlaskClient, tenant: TenantWorld, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PES_VALKEY_URL", "redis://127.0.0.1:9/0")
    reset_settings()
    assert {asked_from("203.0.113.252", client).status_code for _ in range(5)} == {200}


def test_only_production_has_limits_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for environment in ("test", "development", "production"):
        monkeypatch.setenv("PES_ENVIRONMENT", environment)
        reset_settings()
        found[environment] = (limit_of("anonymous"), limit_of("key"))
    assert found == {"test": (0, 0), "development": (0, 0), "production": (60, 600)}
