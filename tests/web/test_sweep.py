"""Every route and API verb × a stranger's ids × every role: 403 or 404, and nothing changes."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from migrations import tables  # noqa: F401 - declares every table
from pes.servers import Addresses
from tenants.access import Role
from tenants.accounts import Account
from tenants.database import Base, TenantOwned
from tenants.sessions import sign_in
from tenants.work import begin_platform
from tests.make.applications import invited
from tests.make.delivery import told
from tests.make.fairs import planned_fair
from tests.make.groups import in_group
from tests.make.imports import waiting_import
from tests.make.pool import raised_alarm
from tests.make.postings import published_posting, submitted_posting
from tests.make.recommendations import finished_cycle
from tests.make.saved_searches import kept_search, told_digest
from tests.make.seekers import ready_seeker
from tests.world import PASSWORD, TenantWorld
from web.app import create_app

STAFF = {Role.REVIEWER, Role.CASE_OFFICER, Role.TENANT_ADMINISTRATOR, Role.PROVINCE_ANALYST}
ALLOWED: dict[str, set[Role]] = {
    "seeker": {Role.SEEKER},
    "employer": {Role.RECRUITER},
    "officer": STAFF,
    "organiser": {Role.FAIR_ORGANISER},
    "api_seeker": {Role.SEEKER},
    "api_employer": {Role.RECRUITER, Role.REVIEWER, Role.TENANT_ADMINISTRATOR},
    "api_officer": STAFF,
    "api_organiser": {Role.FAIR_ORGANISER},
}
OPEN = {
    "public", "feeds", "account", "registration", "pickers", "assets", "ui", "api_jobs",
    "api_changes", "api_session",
}  # fmt: skip
SIGNED_IN = {"employer.register_form", "employer.register"}
ROLES = (*sorted({role for roles in ALLOWED.values() for role in roles}), Role.PLATFORM_OPERATOR)
CHOICES = {"name": "wants", "act": "", "purpose": "sms", "section": "wants"}
BODY = {
    "note": "请补充班次和地点。", "reason": "too_far", "value": "3", "title": "缝纫工",
    "evidence": "社区认定表", "group": "disabled", "source": "certification", "employer_id": "1",
    "held_on": "2027-03-08", "opens_at": "09:00", "closes_at": "12:00", "place_code": 430104,
    "address": "市民广场", "booths": 3, "version": 1,
    "posting": "1", "held_on_year": "2027", "held_on_month": "3", "held_on_day": "8",
}  # fmt: skip
REASONS = {"officer.end_membership": "employed", "officer.reveal": "电话通知面试"}


@dataclass
class Strangers:
    """Ids of everything another tenant has, by the name of the address argument."""

    world: TenantWorld
    ids: dict[str, int]

    def fingerprint(self) -> dict[str, str]:
        """Digest every table of the stranger's tenant."""
        digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
        names = [
            m.local_table.name for m in Base.registry.mappers if issubclass(m.class_, TenantOwned)
        ]
        with self.world.as_system() as work:
            return {
                name: work.session.scalar(
                    text(digest.format(name) + " WHERE tenant_id = :tenant"),
                    {"tenant": self.world.code},
                )
                for name in names
            }


@pytest.fixture
def app(deployment: Addresses) -> Flask:
    """The product as it is, without the pages of other tests."""
    return create_app()


@pytest.fixture
def strangers(other_tenant: TenantWorld) -> Strangers:
    """Another tenant with one of everything."""
    hidden, shown = submitted_posting(other_tenant), published_posting(other_tenant)
    person = ready_seeker(other_tenant)
    application = invited(other_tenant, person.id, shown.id)
    message = told(other_tenant, person.id, shown.id)
    search_id = kept_search(other_tenant, person.id)
    with other_tenant.as_system() as work:
        message_id = work.session.scalar(text("SELECT max(id) FROM message"))
        row_id = work.session.scalar(text("SELECT max(id) FROM outbox"))
        member_id = work.session.scalar(text("SELECT max(id) FROM membership"))
    assert message
    ids = {
        "posting_id": hidden.id,
        "seeker_id": person.id,
        "application_id": application.id,
        "search_id": search_id,
        "digest_id": told_digest(other_tenant, person.id, search_id, shown.id),
        "employer_id": hidden.employer_id,
        "fair_id": planned_fair(other_tenant).id,
        "cycle_id": finished_cycle(other_tenant, [(person.id, shown.id)]),
        "membership_id": in_group(other_tenant, person.id).id,
        "message_id": message_id,
        "member_id": member_id,
        "row_id": row_id,
        "import_id": waiting_import(other_tenant),
        "job_id": row_id,
        "alarm_id": raised_alarm(other_tenant),
    }
    return Strangers(other_tenant, ids)


@pytest.fixture
def keys(tenant: TenantWorld) -> dict[Role, dict[str, str]]:
    """A bearer key for each role of the own tenant."""
    assert tenant.employer_id
    person = ready_seeker(tenant)
    with begin_platform() as session:
        logins = {Role.SEEKER: session.get_one(Account, person.account_id).login}
    logins |= {role: tenant.account(role).login for role in ROLES if role is not Role.SEEKER}
    tokens = {role: sign_in(login, PASSWORD, "127.0.0.1").token for role, login in logins.items()}
    return {role: {"Authorization": f"Bearer {token}"} for role, token in tokens.items()}


def calls(app: Flask, ids: dict[str, int]) -> Iterator[tuple[Rule, str, str]]:
    """Yield each route that a blueprint serves, with an address, and each of its methods."""
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.partition(".")[0]
        if blueprint in OPEN or rule.endpoint in {"openapi", "static"}:
            continue
        assert blueprint in ALLOWED, f"{rule.endpoint}: say who may reach it"
        with app.test_request_context():
            values = {name: value_of(rule, name, ids) for name in rule.arguments}
            address = build(app, rule, values)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule, method, address


def build(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    method = next(iter(rule.methods - {"HEAD", "OPTIONS"}))
    return app.url_map.bind("localhost").build(rule.endpoint, values, method)


def value_of(rule: Rule, name: str, ids: dict[str, int]) -> object:
    if rule.endpoint == "officer.remove_member":
        return ids["member_id"]
    if name in ids:
        return ids[name]
    converter = rule._converters[name]
    offered = getattr(converter, "items", None)
    if offered:
        return min(offered)
    if name == "act":
        return {"api_seeker.answer_job": "apply", "api_seeker.move_application": "accept"}.get(
            rule.endpoint, "submit"
        )
    return {"officer.setting": "fairs.nearby_km"}.get(rule.endpoint, CHOICES[name])


def send(app: Flask, rule: Rule, method: str, address: str, key: dict[str, str]) -> int:
    body = BODY | ({"reason": REASONS[rule.endpoint]} if rule.endpoint in REASONS else {})
    sent = {"json": body} if address.startswith("/api/") else {"data": body}
    with app.test_client() as client:
        extra = {} if method == "GET" else sent
        return client.open(address, method=method, headers=key, **extra).status_code


def test_a_strangers_ids_lead_nowhere(
    app: Flask, keys: dict[Role, dict[str, str]], strangers: Strangers
) -> None:
    before = strangers.fingerprint()
    leaks = [
        (role, method, address, status)
        for rule, method, address in calls(app, strangers.ids)
        if any(name in strangers.ids for name in rule.arguments)
        for role in ROLES
        if (status := send(app, rule, method, address, keys[role])) not in {403, 404}
    ]
    assert leaks == []
    assert strangers.fingerprint() == before


def test_roles_reach_their_own_pages_only(
    app: Flask, tenant: TenantWorld, keys: dict[Role, dict[str, str]], strangers: Strangers
) -> None:
    leaks = []
    for rule, method, address in calls(app, strangers.ids):
        allowed = ALLOWED[rule.endpoint.partition(".")[0]]
        if rule.endpoint in SIGNED_IN:
            continue
        leaks += [
            (role, method, address, status)
            for role in ROLES
            if role not in allowed
            and (status := send(app, rule, method, address, keys[role])) != 403
        ]
    assert leaks == []


def test_nobody_signed_in_reaches_anything(app: Flask, strangers: Strangers) -> None:
    leaks = [
        (method, address, status)
        for rule, method, address in calls(app, strangers.ids)
        if (status := send(app, rule, method, address, {})) not in {303, 401, 403}
    ]
    assert leaks == []
