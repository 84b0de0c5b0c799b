"""Every page of every persona keeps to its statements, and every template is used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from marketplace.employers import EmployerDetails, list_unverified, register_employer
from marketplace.saved_searches import stop_token
from marketplace.seekers import Section
from pes.servers import Addresses
from tenants.access import Role
from tenants.accounts import Account
from tenants.sessions import sign_in
from tenants.settings import REGISTRY
from tenants.work import begin, begin_platform
from tests.make.applications import accepted, invited
from tests.make.delivery import told
from tests.make.employers import credit_code
from tests.make.fairs import announced_fair
from tests.make.groups import in_group
from tests.make.imports import waiting_import
from tests.make.many import published_postings
from tests.make.postings import submitted_posting
from tests.make.recommendations import finished_cycle
from tests.make.saved_searches import kept_search, told_digest
from tests.make.seekers import newcomer, ready_seeker
from tests.world import PASSWORD, TenantWorld
from web.app import create_app
from web.assets import STATIC
from web.budget import BUDGET, HEADER

WEB = Path(STATIC).parent
TEMPLATES = WEB / "templates"
NAMED = re.compile(r'"([a-z_]+(?:/[a-z_]+)+\.html)"')
WHO = {
    "public": None,
    "account": None,
    "registration": None,
    "seeker": Role.SEEKER,
    "employer": Role.RECRUITER,
    "officer": Role.TENANT_ADMINISTRATOR,
    "organiser": Role.FAIR_ORGANISER,
}
OWN = {"account.password": Role.SEEKER}
MANY = 12


@dataclass
class City:
    """A tenant with several of everything that lists show; ids by the name of the argument."""

    world: TenantWorld
    login: str
    ids: dict[str, int | str]

    def key(self, role: Role) -> dict[str, str]:
        login = self.login if role is Role.SEEKER else self.world.account(role).login
        return {"Authorization": f"Bearer {sign_in(login, PASSWORD, '127.0.0.1').token}"}


@pytest.fixture
def app(deployment: Addresses) -> Flask:
    """The product as it is, without the pages of other tests."""
    return create_app()


@pytest.fixture
def city(tenant: TenantWorld) -> City:
    shown = published_postings(tenant, MANY)
    person, others = ready_seeker(tenant), [ready_seeker(tenant) for _ in range(3)]
    application = accepted(tenant, person.id, shown[0])
    for number, other in enumerate(others):
        in_group(tenant, other.id)
        invited(tenant, other.id, shown[number])
    told(tenant, person.id, *shown)
    search_id = kept_search(tenant, person.id)
    for words in ("电工", "保洁员"):
        kept_search(tenant, person.id, words)
    pairs = [(other.id, shown[-1]) for other in (person, *others)]
    ids = {
        "posting_id": shown[-1],
        "seeker_id": person.id,
        "application_id": application.id,
        "search_id": search_id,
        "digest_id": told_digest(tenant, person.id, search_id, *shown),
        "token": stop_token(tenant.code, person.id),
        "fair_id": announced_fair(tenant).id,
        "cycle_id": finished_cycle(tenant, pairs),
        "import_id": waiting_import(tenant),
    }
    for number in range(3):
        submitted_posting(tenant, title=f"保洁员{number}")
        with begin(newcomer(tenant)) as work:
            register_employer(work, EmployerDetails(f"待核验单位{number}", credit_code()))
    with begin_platform() as session:
        login = session.get_one(Account, person.account_id).login
    return City(tenant, login, ids)


def pages(app: Flask) -> Iterator[Rule]:
    """Yield the pages of the personas; a new persona is named in WHO."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint.partition(".")[0] in WHO:
            yield rule


def addresses(app: Flask, rule: Rule, ids: dict[str, int | str]) -> list[str]:
    """Return the page's address, or several where it has choices of its own."""
    choices: list[dict[str, int | str]] = [{}]
    if rule.endpoint == "seeker.profile_section":
        choices = [{"name": part.value} for part in Section]
    elif rule.endpoint == "officer.setting":
        choices = [{"name": name} for name in sorted(REGISTRY)[:1]]
    with app.test_request_context():
        unknown = rule.arguments - set(ids) - set(choices[0])
        assert not unknown, f"{rule.endpoint}: give an example of {unknown}"
        chosen = {name: ids[name] for name in rule.arguments if name in ids}
        bound = app.url_map.bind("localhost")
        return [bound.build(rule.endpoint, chosen | choice, "GET") for choice in choices]


def test_every_page_keeps_to_its_budget(app: Flask, client: FlaskClient, city: City) -> None:
    with city.world.as_reviewer() as work:
        assert len(list_unverified(work)) == 3
    over: list[tuple[str, int]] = []
    keys = {role: city.key(role) for role in WHO.values() if role}
    client.set_cookie("pes_area", str(city.world.code))
    client.get("/")  # the registry of regions is read once a minute, whoever comes first
    for rule in pages(app):
        role = OWN.get(rule.endpoint, WHO[rule.endpoint.partition(".")[0]])
        for address in addresses(app, rule, city.ids):
            answer = client.get(address, headers=keys[role] if role else {})
            assert answer.status_code == 200, f"{address}: {answer.status_code}"
            if int(answer.headers[HEADER]) > BUDGET:
                over.append((address, int(answer.headers[HEADER])))
    assert over == []


def test_every_template_is_used_and_every_name_exists() -> None:
    sources = [*WEB.rglob("*.py"), *TEMPLATES.rglob("*.html")]
    named = {name for path in sources for name in NAMED.findall(path.read_text())}
    there = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    by_id = {name for name in there if name.startswith(("library/", "ui/"))}
    assert named - there == set()
    assert there - named - by_id == set()
