"""The JSON API: the story in JSON, refusals as problems, no 5xx whatever is sent."""

import json
import re
from collections.abc import Callable

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case

from tenants.access import Role
from tenants.accounts import Account, add_membership
from tenants.sessions import sign_in
from tenants.work import begin_platform
from tests.make.postings import published_posting, submitted_posting
from tests.make.seekers import ready_seeker
from tests.world import PASSWORD, TenantWorld


def bearer(tenant: TenantWorld, role: Role) -> dict[str, str]:
    token = sign_in(tenant.account(role).login, PASSWORD, "127.0.0.1").token
    return {"Authorization": f"Bearer {token}"}


def seeker_bearer(tenant: TenantWorld) -> dict[str, str]:
    with begin_platform() as session:
        account = session.get_one(Account, ready_seeker(tenant).account_id)
    token = sign_in(account.login, PASSWORD, "127.0.0.1").token
    return {"Authorization": f"Bearer {token}"}


def test_a_token_is_given_for_a_password(client: FlaskClient, tenant: TenantWorld) -> None:
    login = tenant.account(Role.REVIEWER).login
    refused = client.post("/api/v1/sessions", json={"username": login, "password": "wrong-one-7"})
    assert refused.status_code == 422
    assert refused.content_type == "application/problem+json"
    assert refused.json["code"] == "wrong_credentials"
    opened = client.post("/api/v1/sessions", json={"username": login, "password": PASSWORD})
    assert opened.status_code == 201
    headers = {"Authorization": f"Bearer {opened.json['token']}"}
    who = client.get("/api/v1/sessions/current", headers=headers)
    assert who.json == {"tenant_id": tenant.code, "roles": ["reviewer"]}
    assert client.delete("/api/v1/sessions/current", headers=headers).status_code == 204
    assert client.get("/api/v1/sessions/current", headers=headers).status_code == 401


def test_review_over_the_api(client: FlaskClient, tenant: TenantWorld) -> None:
    posting = submitted_posting(tenant)
    headers = bearer(tenant, Role.REVIEWER)
    (waiting,) = client.get("/api/v1/review", headers=headers).json
    assert waiting["id"] == posting.id
    assert client.get(f"/api/v1/jobs/{posting.id}").status_code == 404
    approved = client.post(f"/api/v1/review/{posting.id}/approve", json={}, headers=headers)
    assert approved.json["status"] == "published"
    assert client.get(f"/api/v1/jobs/{posting.id}").json["title"] == "缝纫工"


def test_no_draft_for_less_than_one_opening(client: FlaskClient, tenant: TenantWorld) -> None:
    assert tenant.employer_id
    headers = bearer(tenant, Role.RECRUITER)
    refused = client.post(
        "/api/v1/postings", json={"title": "缝纫工", "openings": -1}, headers=headers
    )
    assert refused.status_code == 422
    (error,) = refused.json["errors"]
    assert error["field"] == "openings"
    assert "不能小于 1" in error["message"]


def test_a_posting_with_faults_names_them_all(client: FlaskClient, tenant: TenantWorld) -> None:
    employer_id = tenant.employer_id
    assert employer_id
    headers = bearer(tenant, Role.RECRUITER)
    body = {"title": "缝纫工", "requirements": "限男性", "action": "submit"}
    refused = client.post("/api/v1/postings", json=body, headers=headers)
    assert refused.status_code == 422
    fields = {error["field"] for error in refused.json["errors"]}
    assert {"duties", "pay_text", "place_code", "openings", "requirements"} <= fields


def test_control_characters_are_taken_away(client: FlaskClient, tenant: TenantWorld) -> None:
    assert tenant.employer_id
    login = tenant.account(Role.RECRUITER).login
    body = {"username": f"{login}\0", "password": f"\0{PASSWORD}"}
    opened = client.post("/api/v1/sessions", json=body)
    assert opened.status_code == 201
    headers = {"Authorization": f"Bearer {opened.json['token']}"}
    made = client.post("/api/v1/postings", json={"title": "缝\0纫\x1b工"}, headers=headers)
    assert made.status_code == 201, made.text
    assert made.json["title"] == "缝纫工"


def test_a_body_that_does_not_fit(client: FlaskClient, tenant: TenantWorld) -> None:
    assert tenant.employer_id
    headers = bearer(tenant, Role.RECRUITER)
    refused = client.post("/api/v1/postings", json={"title": ["x"]}, headers=headers)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == "title"


def test_a_part_of_the_profile_knows_its_fields(client: FlaskClient, tenant: TenantWorld) -> None:
    headers, address = seeker_bearer(tenant), "/api/v1/me/profile/wants"
    stored = client.get("/api/v1/me/profile", headers=headers).json
    assert stored["wants"]
    for fields in ({"x": 1}, {}):
        body = {"version": stored["version"], "fields": fields}
        refused = client.put(address, json=body, headers=headers)
        assert refused.status_code == 422
        assert refused.content_type == "application/problem+json"
    refused = client.put(address, json={"fields": {"x": 1}}, headers=headers)
    (fault,) = refused.json["errors"]
    assert fault["field"] == "x"
    assert "wants_words" in fault["message"]
    assert client.get("/api/v1/me/profile", headers=headers).json == stored
    told = client.get("/api/v1/openapi.json").json["components"]["schemas"]["SectionBody"]
    assert "wants: wants, wants_words" in told["properties"]["fields"]["description"]


def test_a_strangers_ids_are_not_found(
    client: FlaskClient, tenant: TenantWorld, other_tenant: TenantWorld
) -> None:
    foreign = submitted_posting(other_tenant)
    headers = bearer(tenant, Role.REVIEWER)
    assert client.get(f"/api/v1/postings/{foreign.id}", headers=headers).status_code == 404
    approved = client.post(f"/api/v1/review/{foreign.id}/approve", json={}, headers=headers)
    assert approved.status_code == 404


def test_the_description_is_openapi_3_1(client: FlaskClient, tenant: TenantWorld) -> None:
    described = client.get("/api/v1/openapi.json").json
    assert described["openapi"].startswith("3.1")
    assert len(described["paths"]) > 25


def test_every_verb_says_what_it_answers(client: FlaskClient, tenant: TenantWorld) -> None:
    described = client.get("/api/v1/openapi.json").json
    for path, verbs in described["paths"].items():
        for name, verb in verbs.items():
            answers = verb["responses"]
            assert any(status.startswith("2") for status in answers), (name, path)
            for status, told in answers.items():
                if status[0] in "45":
                    assert set(told["content"]) == {"application/problem+json"}, (name, path)
    assert described == client.get("/api/v1/openapi.json").json
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)))
    assert names <= set(described["components"]["schemas"])


ROLES = (
    Role.SEEKER,
    Role.RECRUITER,
    Role.REVIEWER,
    Role.CASE_OFFICER,
    Role.TENANT_ADMINISTRATOR,
    Role.FAIR_ORGANISER,
)


@pytest.fixture
def everybody(tenant: TenantWorld) -> dict[str, str]:
    """A key that holds every role of a tenant with something in it."""
    published_posting(tenant)
    submitted_posting(tenant)
    account = tenant.account(Role.TENANT_ADMINISTRATOR)
    with tenant.as_system() as work:
        for role in ROLES:
            subject = tenant.employer_id if role is Role.RECRUITER else 0
            add_membership(work, account.id, role, subject_id=subject)
    return bearer(tenant, Role.TENANT_ADMINISTRATOR)


SENT = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)


def test_nothing_sent_makes_it_fail(app: Flask, everybody: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    statuses: set[int] = set()
    tried = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.label == "DELETE /api/v1/sessions/current":  # would end our own session
            continue
        tried += 1
        SENT(given(operation.as_strategy())(answered(everybody, statuses)))()
    assert tried > 25
    assert {200, 404, 422} <= statuses


def answered(headers: dict[str, str], statuses: set[int]) -> Callable[[Case], None]:
    def send(case: Case) -> None:
        response = case.call(headers=headers)
        statuses.add(response.status_code)
        assert response.status_code < 500, (case.method, case.path, case.body, response.text)

    return send
