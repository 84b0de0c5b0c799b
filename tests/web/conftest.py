"""The web application over the run's real database, with a few pages of a test's own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

import pytest
from flask import Blueprint, Flask, Response, render_template_string
from flask.testing import FlaskClient
from pydantic import Field
from sqlalchemy import text
from sqlalchemy.orm.exc import StaleDataError

from marketplace.seekers import Seeker
from pes.servers import Addresses
from runtime.errors import Invalid, NotAllowed, NotFound, TooMany, Unavailable, WrongState
from tenants.access import Role
from tenants.accounts import Account
from tenants.work import begin_platform
from tests.world import PASSWORD, TenantWorld
from web.app import create_app
from web.edge import current_actor, parse, redirect_to, say
from web.forms import FenFromYuan, Form

PAGE = """{% extends "layouts/reading.html" %}{% block title %}试页{% endblock %}
{% block content %}<h1>试页</h1>{% block part %}<div id="part">{% call ui.form(swap="#part") %}
{{ ui.field("title", "职位名称", value="原来的") }}{{ ui.money_range("pay", "工资") }}
{{ ui.date_fields("from_on", "开始日期", optional=True) }}
{{ ui.place_picker("place_code", "地点", area=430100, optional=True) }}
{{ ui.occupation_picker("job", "工种", optional=True) }}{{ ui.button("保存") }}{% endcall %}</div>
{% endblock %}{% endblock %}"""
REFUSALS = {
    "invalid": Invalid(field="title"),
    "state": WrongState(),
    "forbidden": NotAllowed(),
    "missing": NotFound(),
    "many": TooMany(),
    "away": Unavailable(),
    "stale": StaleDataError("row moved"),
}


class TrialForm(Form):
    title: Annotated[str, Field(title="职位名称", max_length=10)]
    pay_low: Annotated[FenFromYuan | None, Field(title="最低工资")] = None
    from_on: Annotated[date | None, Field(title="开始日期")] = None
    place_code: Annotated[int | None, Field(title="地点")] = None
    job: str = ""


@dataclass
class Trial:
    """Pages of a test: what was saved, and what the verb refuses with."""

    saved: list[TrialForm] = field(default_factory=list)
    refuse: str = ""

    def blueprint(self) -> Blueprint:
        bp = Blueprint("trial", __name__)
        bp.get("/trial")(self.page)
        bp.post("/trial")(self.save)
        bp.post("/acts")(self.act)
        bp.get("/budget")(self.budget)
        return bp

    def page(self) -> str:
        current_actor()
        return render_template_string(PAGE)

    def save(self) -> Response:
        form = parse(TrialForm)
        current_actor()
        return self._done(form)

    def act(self) -> Response:
        current_actor()
        return self._done(TrialForm(title="act"))

    def _done(self, form: TrialForm) -> Response:
        if self.refuse:
            raise REFUSALS[self.refuse]
        self.saved.append(form)
        say("存好了")
        return redirect_to("/trial")

    def budget(self) -> str:
        with begin_platform() as session:
            for _ in range(3):
                session.execute(text("SELECT 1"))
        return "three"


@pytest.fixture
def trial() -> Trial:
    return Trial()


@pytest.fixture
def app(deployment: Addresses, trial: Trial) -> Flask:
    made = create_app()
    made.register_blueprint(trial.blueprint())
    return made


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as opened:
        yield opened


def token_in(html: str, name: str = "csrf_token") -> str:
    """Return the value of a hidden field of a page."""
    before = html.split(f'name="{name}" value="', 1)[1]
    return before.split('"', 1)[0]


def fields_of(client: FlaskClient, address: str) -> dict[str, str]:
    """Open a page and return the hidden fields every form of it carries."""
    html = client.get(address).text
    fields = {"csrf_token": token_in(html)}
    if 'name="_submission"' in html:
        fields["_submission"] = token_in(html, "_submission")
    return fields


def sign_in_as(client: FlaskClient, person: Seeker) -> None:
    """Sign in through the page as a certain person who looks for work."""
    with begin_platform() as session:
        login = session.get_one(Account, person.account_id).login
    form = {"username": login, "password": PASSWORD, **fields_of(client, "/login")}
    assert client.post("/login", data=form).status_code == 303


def sign_in(client: FlaskClient, tenant: TenantWorld, role: Role = Role.REVIEWER) -> None:
    """Sign in through the page, as a person does."""
    login = tenant.account(role).login
    form = {"username": login, "password": PASSWORD, **fields_of(client, "/login")}
    assert client.post("/login", data=form).status_code == 303
