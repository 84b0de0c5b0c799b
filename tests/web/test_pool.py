"""The pool's pages: an employer searches, looks and invites; a person and an officer see it."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from marketplace import pool
from marketplace.applications import Application, accept_invitation
from marketplace.groups import Group
from marketplace.seekers import Certificates, Seeker, Skills, agree
from tenants.access import Role
from tenants.accounts import Account
from tenants.consents import Purpose
from tenants.sessions import sign_in as open_session
from tenants.settings import change_setting
from tenants.work import begin_platform
from tests.make.applications import invited
from tests.make.employers import registered_employer
from tests.make.groups import in_group
from tests.make.postings import published_posting
from tests.make.seekers import ready_seeker
from tests.web.conftest import fields_of, sign_in
from tests.web.test_employer import recruiter
from tests.world import PASSWORD, TenantWorld
from web.app import create_app
from web.budget import BUDGET, HEADER

PAGE = "/employer/candidates"


def key_of(seeker: Seeker) -> dict[str, str]:
    """The header by which a person's own pages open."""
    with begin_platform() as session:
        login = session.get_one(Account, seeker.account_id).login
    return {"Authorization": f"Bearer {open_session(login, PASSWORD, '127.0.0.1').token}"}


def shown_on(html: str) -> list[int]:
    """The numbers of the people whose cards are on a page."""
    return [int(number) for number in re.findall(r'/employer/candidates/(\d+)[^/"]*">求', html)]


def test_from_the_search_to_the_invitation(client: FlaskClient, tenant: TenantWorld) -> None:
    recruiter(client, tenant)
    posting = published_posting(tenant, skills=("平缝机",))
    seeker = ready_seeker(tenant, sections=(Skills(("平缝机", "张小满带过徒弟")),))
    tenant.index()
    page = client.get(f"{PAGE}?q=缝纫工")
    assert shown_on(page.text) == [seeker.id]
    assert "符合的人不到 5 位" in page.text
    card = client.get(f"{PAGE}/{seeker.id}?posting={posting.id}").text
    for text in ("平缝机", "会要用到的技能：平缝机", "岁", "初中", "做过 3 年"):
        assert text in card
    for text in ("张小满", "张**", "135"):
        assert text not in card
    form = fields_of(client, f"{PAGE}/{seeker.id}") | {"posting": str(posting.id)}
    sent = client.post(f"{PAGE}/{seeker.id}/invite", data=form)
    assert sent.headers["Location"].endswith(f"/postings/{posting.id}/applicants")
    assert "已在联系" in client.get(f"{PAGE}?posting={posting.id}").text


def test_silence_has_a_clock_on_both_sides(client: FlaskClient, tenant: TenantWorld) -> None:
    recruiter(client, tenant)
    posting, seeker = published_posting(tenant), ready_seeker(tenant)
    application = invited(tenant, seeker.id, posting.id)
    address, key = f"/employer/postings/{posting.id}/applicants", key_of(seeker)
    for days, employer, person in (
        (0, "等对方答复，还有 7 天", "请在 7 天内答复"),
        (7, "今天是答复的最后一天", "请在今天答复"),
        (8, "对方没有按期答复", "现在答复仍然有效"),
    ):
        with tenant.as_system() as work:
            row = work.session.get_one(Application, (tenant.code, application.id))
            row.changed_at = work.now - timedelta(days=days)
        assert employer in client.get(address).text
        with create_app().test_client() as phone:
            assert person in phone.get(f"/me/applications/{application.id}", headers=key).text
    with tenant.as_seeker(seeker.id) as work:
        accept_invitation(work, application.id)
    page = client.get(address).text
    assert "答复" not in page.partition("<main")[2]


def test_people_who_fit_a_posting_come_with_reasons(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    recruiter(client, tenant)
    posting = published_posting(tenant, skills=("平缝机",))
    plain = ready_seeker(tenant)
    skilled = ready_seeker(tenant, sections=(Skills(("平缝机",)),))
    tenant.index()
    page = client.get(f"{PAGE}?posting={posting.id}")
    assert shown_on(page.text) == [skilled.id, plain.id]
    assert "正想找这样的工作" in page.text
    by_words = client.get(f"{PAGE}?posting={posting.id}&q=缝纫工")
    assert shown_on(by_words.text) == [skilled.id, plain.id]
    assert int(by_words.headers[HEADER]) <= BUDGET
    assert client.get(f"{PAGE}?posting={posting.id + 10**6}").status_code == 404


def test_one_who_hides_is_on_no_page_and_in_no_count(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    recruiter(client, tenant)
    people = [ready_seeker(tenant, sections=(Certificates(("健康证",)),)) for _ in range(5)]
    tenant.index()
    page = client.get(PAGE).text
    assert "有 5 人以上符合" in page
    assert "健康证" in page.partition('id="results"')[0]
    last = key_of(people[-1])
    with create_app().test_client() as phone:
        assert "湘江纺织试验厂" in phone.get("/me/looks", headers=last).text
        away = f"/me/looks/{tenant.employer_id}/keep-away"
        assert phone.post(away, headers=last).status_code == 303
        assert "已不让它看到" in phone.get("/me/looks", headers=last).text
    page = client.get(PAGE).text
    assert shown_on(page) == [person.id for person in reversed(people[:-1])]
    assert "符合的人不到 5 位" in page
    assert "健康证" not in page.partition('id="results"')[0]
    assert client.get(f"{PAGE}/{people[-1].id}").status_code == 404


def test_the_mark_of_a_subsidy_needs_the_persons_word(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    recruiter(client, tenant)
    allowing, keeping = ready_seeker(tenant), ready_seeker(tenant)
    for person in (allowing, keeping):
        in_group(tenant, person.id, Group.DISABLED)
    with tenant.as_seeker(allowing.id) as work:
        agree(work, Purpose.SHARE_GROUP)
    tenant.index()
    assert shown_on(client.get(f"{PAGE}?subsidised=yes").text) == [allowing.id]
    assert "招用可享受政策补贴" in client.get(f"{PAGE}/{allowing.id}").text
    kept = client.get(f"{PAGE}/{keeping.id}").text
    for text in ("招用可享受政策补贴", "残疾"):
        assert text not in kept


def test_an_unverified_employer_is_told_to_wait(client: FlaskClient, tenant: TenantWorld) -> None:
    registered_employer(tenant)
    sign_in(client, tenant, Role.RECRUITER)
    page = client.get(PAGE)
    assert page.status_code == 409
    assert "核验通过后才能查看人才库" in page.text


def test_the_days_views_end_politely_and_an_officer_decides(
    client: FlaskClient, tenant: TenantWorld
) -> None:
    recruiter(client, tenant)
    with tenant.as_administrator() as work:
        change_setting(work, pool.CARDS_A_DAY, 10)
    for _ in range(12):
        ready_seeker(tenant)
    tenant.index()
    assert len(shown_on(client.get(PAGE).text)) == 10
    second = client.get(f"{PAGE}?page=2")
    assert second.status_code == 200
    assert "已到上限" in second.text
    assert shown_on(second.text) == []
    with create_app().test_client() as desk:
        sign_in(desk, tenant, Role.REVIEWER)
        assert "人才库" in desk.get("/officer/").text
        page = desk.get("/officer/pool").text
        assert "湘江纺织试验厂" in page
        address = re.findall(r'action="(/officer/pool/\d+/suspend)"', page)[0]
        assert desk.post(address, data=fields_of(desk, "/officer/pool")).status_code == 303
    with pytest.raises(pool.PoolSuspended), tenant.as_recruiter() as work:
        pool.see_cards(work, [])


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "字" * 10_000, "q=%21%EF%BC%9F%E2%80%A6", "q=%27+OR+1%3D1+--", "q=%E2%80%AE",
        "page=10000", "page=0", "years=-1", "education=king", "hours=never", "within_km=7",
        "place=1", "place=999999", "occupation=9-99-99-99", "skill=" + "x" * 200, "posting=x",
        "nearest=yes", "like=yes", "subsidised=yes", "within_km=5&nearest=yes&q=%E7%94%B5%E5%B7%A5",
    ],
)  # fmt: skip
def test_odd_searches_get_a_page(client: FlaskClient, tenant: TenantWorld, query: str) -> None:
    recruiter(client, tenant)
    ready_seeker(tenant)
    tenant.index()
    assert client.get(f"{PAGE}?{query}").status_code in {200, 422}
