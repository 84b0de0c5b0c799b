"""The seeker's pages: profile, answers, invitations, who looked."""

import pytest
from flask.testing import FlaskClient

from marketplace.applications import invite
from marketplace.seekers import Section, Seeker
from tenants.access import Role
from tenants.accounts import Account
from tenants.work import begin_platform
from tests.make.postings import published_posting
from tests.make.seekers import ready_seeker
from tests.web.conftest import fields_of, token_in
from tests.world import PASSWORD, TenantWorld


@pytest.fixture
def person(client: FlaskClient, tenant: TenantWorld) -> Seeker:
    """A person with a profile, signed in."""
    seeker = ready_seeker(tenant)
    with begin_platform() as session:
        account = session.get_one(Account, seeker.account_id)
    html = client.get("/login").text
    form = {"username": account.login, "password": PASSWORD, "csrf_token": token_in(html)}
    assert client.post("/login", data=form).status_code == 303
    return seeker


@pytest.mark.parametrize(
    "address",
    [
        "/me/",
        "/me/inbox",
        "/me/profile",
        "/me/looks",
        "/me/doors",
        "/me/agreements",
        "/me/applications",
        *(f"/me/profile/{part}" for part in Section),
    ],
)
def test_every_page_opens(client: FlaskClient, person: Seeker, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]


def test_what_would_open_doors(client: FlaskClient, tenant: TenantWorld, person: Seeker) -> None:
    published_posting(tenant, conditions=("dust",))
    form = fields_of(client, "/me/profile/limits") | {"version": str(person.version)}
    saved = client.post("/me/profile/limits", data=form | {"excludes": "dust"})
    assert saved.status_code == 303
    page = client.get("/me/doors").text
    assert "可以接受“粉尘" in page
    assert "多出 1 个岗位" in page
    told = client.get("/api/v1/me/doors").get_json()
    assert told["doors"] == [{"change": "condition", "value": "dust", "opens": 1}]


def test_a_section_is_saved(client: FlaskClient, person: Seeker) -> None:
    address = "/me/profile/skills"
    form = fields_of(client, address) | {"words": "平缝机，包缝机", "version": str(person.version)}
    assert client.post(address, data=form).status_code == 303
    assert "平缝机、包缝机" in client.get("/me/profile").text


def test_saving_no_wish_says_what_is_missing(client: FlaskClient, person: Seeker) -> None:
    address = "/me/profile/wants"
    form = {"csrf_token": fields_of(client, address)["csrf_token"], "version": str(person.version)}
    saved = client.post(address, data=form)
    assert saved.status_code == 303
    assert "还没有选想找的工作" in client.get(saved.location).text


def test_not_for_me_with_a_reason_and_undone(
    client: FlaskClient, tenant: TenantWorld, person: Seeker
) -> None:
    posting = published_posting(tenant)
    address = f"/me/jobs/{posting.id}"
    form = fields_of(client, f"{address}/not-for-me") | {"reason": "too_far"}
    assert client.post(f"{address}/not-for-me", data=form).status_code == 303
    home = client.get("/me/").text
    assert "不会再推荐这个岗位" in home
    assert "您说过这个岗位不合适" in client.get(address).text
    assert client.post(f"{address}/undo", data=fields_of(client, "/me/profile")).status_code == 303
    assert "您说过这个岗位不合适" not in client.get(address).text


def test_interest_invitation_acceptance_and_who_looked(
    client: FlaskClient, tenant: TenantWorld, person: Seeker
) -> None:
    posting = published_posting(tenant)
    fields = fields_of(client, f"/me/jobs/{posting.id}")
    assert client.post(f"/me/jobs/{posting.id}/interested", data=fields).status_code == 303
    with tenant.as_recruiter() as work:
        application = invite(work, posting.id, person.id)
    assert "邀请您谈谈" in client.get("/me/").text
    page = f"/me/applications/{application.id}"
    assert "湘江纺织试验厂" in client.get(page).text
    assert client.post(f"{page}/accept", data=fields_of(client, page)).status_code == 303
    assert "已同意联系" in client.get(page).text


def test_another_persons_pages_are_not_found(
    client: FlaskClient, tenant: TenantWorld, person: Seeker
) -> None:
    posting = published_posting(tenant)
    stranger = ready_seeker(tenant)
    with tenant.as_recruiter() as work:
        application = invite(work, posting.id, stranger.id)
    page = f"/me/applications/{application.id}"
    assert client.get(page).status_code == 404
    assert client.post(f"{page}/accept", data=fields_of(client, "/me/profile")).status_code == 404


def test_consent_is_taken_back_and_given(client: FlaskClient, person: Seeker) -> None:
    for act, shown in (("withdraw", "未同意"), ("give", "已同意")):
        fields = fields_of(client, "/me/agreements")
        assert client.post(f"/me/agreements/sms/{act}", data=fields).status_code == 303
        section = client.get("/me/agreements").text.split("短信</h2>", 1)[1]
        assert section.split("</section>", 1)[0].count(shown) == 1


def test_staff_have_no_seeker_pages(client: FlaskClient, tenant: TenantWorld) -> None:
    login = tenant.account(Role.REVIEWER).login
    html = client.get("/login").text
    form = {"username": login, "password": PASSWORD, "csrf_token": token_in(html)}
    client.post("/login", data=form)
    assert client.get("/me/").status_code == 403
