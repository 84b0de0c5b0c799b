"""The English edition: Chinese is left only where it is somebody's own words, or a name."""

import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from language.conditions import Condition
from language.education import Education
from language.pay import format_pay
from marketplace.postings import Posting
from marketplace.seekers import Limits, PayFloor, Schooling, Seeker, Skills
from tenants.access import Role
from tenants.accounts import Account
from tenants.work import begin_platform
from tests.make.postings import published_posting
from tests.make.seekers import ready_seeker
from tests.web.conftest import fields_of, sign_in
from tests.world import PASSWORD, TenantWorld
from web.assets import STATIC
from web.pay_words import pay_words

FOLDER = Path(STATIC).parent / "translations" / "en" / "LC_MESSAGES"
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]+")
OURS = re.compile(r"(?s)<(script|style|title)\b.*?</\1>|<!--.*?-->|<[^>]*>")

DATA = re.compile(
    "湘江纺织试验厂|试验\\d*[省市]|(湖南省)?(长沙市)?岳麓区|缝纫工|保洁员|张|中文"
    "|会用平缝机，做事细心。|操作平缝机缝制工作服，按工序单完成当日数量，保持机台整洁。"
)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    with FOLDER.joinpath("messages.po").open("rb") as source:
        catalogue = read_po(source, locale="en")
    with FOLDER.joinpath("messages.mo").open("wb") as target:
        write_mo(target, catalogue)


@pytest.fixture
def posting(tenant: TenantWorld) -> Posting:
    return published_posting(tenant)


@pytest.fixture
def person(tenant: TenantWorld) -> Seeker:
    told = (
        Limits((Condition.NIGHT_SHIFT, Condition.DUST), ()),
        Schooling(Education.JUNIOR, 6),
        Skills(()),
    )
    return ready_seeker(tenant, sections=(*told, PayFloor(400_000, min_pay_hard=True)))


@pytest.fixture
def english(client: FlaskClient) -> FlaskClient:
    client.set_cookie("pes_language", "en")
    return client


def chinese_in(client: FlaskClient, address: str) -> str:
    """Return the Chinese of a page that is neither a name nor somebody's own words."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(CHINESE.findall(DATA.sub(" ", OURS.sub(" ", answer.text))))


def test_public_pages(english: FlaskClient, tenant: TenantWorld, posting: Posting) -> None:
    sign_in(english, tenant, Role.REVIEWER)
    for address in ("/", "/jobs", f"/jobs/{posting.id}", "/guide", "/privacy"):
        assert chinese_in(english, address) == ""
    assert "5,000–7,000 yuan/month" in english.get(f"/jobs/{posting.id}").text
    refused = english.get("/jobs?page=x").text
    assert "1 thing to put right" in refused


def test_an_officer_reads_a_profile(
    english: FlaskClient, tenant: TenantWorld, person: Seeker
) -> None:
    sign_in(english, tenant, Role.CASE_OFFICER)
    for address in (f"/officer/people/{person.id}", "/officer/people", "/officer/groups"):
        assert chinese_in(english, address) == ""


def test_a_person_reads_their_own(english: FlaskClient, posting: Posting, person: Seeker) -> None:
    with begin_platform() as session:
        login = session.get_one(Account, person.account_id).login
    form = {"username": login, "password": PASSWORD, **fields_of(english, "/login")}
    assert english.post("/login", data=form).status_code == 303
    for address in ("/me/", "/me/profile", "/me/doors", f"/me/jobs/{posting.id}"):
        assert chinese_in(english, address) == ""
    page = english.get("/me/profile").text
    for words in (
        "within 20 km", "Dust, Night shifts", "6 years of work", "4000 yuan/month", "None",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ((400_000, 600_000, "month", None), "4,000–6,000 yuan/month"),
        ((400_000, None, None, None), "from 4,000 yuan/month"),
        ((None, 600_000, "month", 13), "up to 6,000 yuan/month, 13 months' pay a year"),
        ((None, None, None, None), "to be agreed"),
    ],
)
def test_pay_in_english(app: Flask, figures: tuple[Any, ...], words: str) -> None:
    with app.test_request_context(headers={"Cookie": "pes_language=en"}):
        assert pay_words(*figures) == words
    with app.test_request_context():
        assert pay_words(*figures) == format_pay(*figures)
