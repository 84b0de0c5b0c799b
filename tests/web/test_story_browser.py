"""The story at 390 px: a job from the recruiter's form to the person, and who saw what.

Everything runs as in production: pages of the application, a worker with its relay, PostgreSQL,
Elasticsearch, Valkey. Whoever acts does so in a browser; axe looks at every page they pass.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from marketplace.recommendations import list_of_seeker
from marketplace.seekers import Seeker, change_profile
from runtime.clock import today
from tenants.access import Role
from tenants.accounts import Account, add_membership, create_demo_accounts
from tenants.consents import Purpose
from tenants.registry import TenantLevel, register_tenant
from tenants.work import begin_platform
from tests.make.groups import in_group
from tests.make.postings import published_posting
from tests.make.seekers import ALL, SECTIONS, next_phone, registered_seeker
from tests.web.browsing import Visitor, chromium, served
from tests.workers.conftest import broker, worker  # noqa: F401 - fixtures of this file too
from tests.workers.processes import WorkerProcess
from tests.world import PASSWORD, TenantWorld
from workers import ticks
from workers.broker import BrokerUnavailable

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
HUNAN, CHANGSHA, YUELU = 430000, 430100, "430104"
TITLE = "湘绣缝纫工"
SEARCH = f"/jobs?q={TITLE}"
PATIENCE = 60  # a promise of 5 s, which a machine busy with other tests need not keep
ADMINISTRATOR = Role.TENANT_ADMINISTRATOR
STAFF = (Role.REVIEWER, Role.CASE_OFFICER, Role.TENANT_ADMINISTRATOR, Role.FAIR_ORGANISER)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Person:
    """Somebody who looks for work, with what nobody may read before they say so."""

    seeker: Seeker
    name: str
    phone: str
    login: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = chromium(playwright)
        yield opened
        opened.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as base:
        yield base


@pytest.fixture
def changsha(deployment: object) -> TenantWorld:
    """长沙市 with staff of this test's own."""
    register_tenant(HUNAN, "湖南省", "湖南", TenantLevel.PROVINCE)
    register_tenant(CHANGSHA, "长沙市", "长沙", TenantLevel.PREFECTURE, HUNAN)
    world = TenantWorld(CHANGSHA)
    roles = (*STAFF, Role.RECRUITER)
    names = [f"story-{role}-{secrets.token_hex(4)}" for role in roles]
    world.accounts = dict(zip(roles, create_demo_accounts(names, PASSWORD), strict=True))
    with world.as_system() as work:
        for role in STAFF:
            add_membership(work, world.accounts[role].id, role)
    return world


def person(world: TenantWorld, name: str, *, asked: bool = True) -> Person:
    """A sewing worker in 岳麓区; unless `asked`, without recommendations made from the profile."""
    agreed = set(ALL) - (set() if asked else {Purpose.PERSONALISATION})
    phone = next_phone()
    seeker = registered_seeker(world, agreed, name=name, phone=phone)
    with world.as_seeker(seeker.id) as work:
        for section in SECTIONS:
            seeker = change_profile(work, section, version=seeker.version)
    in_group(world, seeker.id)
    with begin_platform() as session:
        login = session.get_one(Account, seeker.account_id).login
    return Person(seeker, name, phone, login)


def visitor_of(browser: Browser, address: str) -> Visitor:
    """Somebody who is not signed in and looks around in 长沙."""
    visitor = Visitor(browser, address)
    area = {"name": "pes_area", "value": str(CHANGSHA), "url": address}
    visitor.page.context.add_cookies([area])
    return visitor


def staff(browser: Browser, address: str, world: TenantWorld, role: Role) -> Visitor:
    """Somebody of the staff, signed in."""
    visitor = Visitor(browser, address)
    visitor.signs_in(world.accounts[role].login, PASSWORD)
    return visitor


def seeker(browser: Browser, address: str, who: Person) -> Visitor:
    visitor = Visitor(browser, address)
    visitor.signs_in(who.login, PASSWORD)
    return visitor


def writes_posting(recruiter: Visitor, title: str) -> int:
    """Fill the form and hand it in; returns the posting's number."""
    recruiter.opens("/employer/")
    recruiter.presses("发布岗位")
    page = recruiter.page
    page.fill("#title", title)
    page.fill("#duties", "用平缝机缝制湘绣成衣，每天八小时，中午管饭，不上夜班。")
    page.fill("#pay_text", "5000-7000元/月")
    page.fill("#openings", "5")
    page.select_option("#place_code", YUELU)
    recruiter.presses("提交审核")
    assert recruiter.sees("待审核")
    return int(page.url.rsplit("/", 1)[1])


@dataclass
class Story:
    """Who takes part, each with a browser, and the posting it is about."""

    world: TenantWorld
    browser: Browser
    address: str
    asked: Person
    later: Person
    posting_id: int = 0

    def __post_init__(self) -> None:
        self.anyone = visitor_of(self.browser, self.address)
        self.recruiter = staff(self.browser, self.address, self.world, Role.RECRUITER)
        self.listed = self.anyone.page.locator("article", has_text=TITLE)

    def is_posted_and_in_no_list(self) -> None:
        self.posting_id = writes_posting(self.recruiter, TITLE)
        for path in ("/", SEARCH, "/jobs?sort=newest"):
            self.anyone.opens(path)
            assert self.listed.count() == 0, path
        hidden = self.anyone.page.goto(f"{self.address}/jobs/{self.posting_id}")
        assert hidden is not None
        assert hidden.status == 404

    def is_approved_by_key_and_found(self) -> None:
        reviewer = staff(self.browser, self.address, self.world, Role.REVIEWER)
        reviewer.opens("/officer/postings")
        reviewer.presses(TITLE)
        with reviewer.page.expect_navigation():
            reviewer.page.keyboard.press("a")
        self.anyone.waits_for(SEARCH, lambda: self.listed.count() > 0, PATIENCE)
        reviewer.looks()
        self.anyone.presses(TITLE)

    def is_recommended_at_once(self) -> None:
        self.first = seeker(self.browser, self.address, self.asked)
        self.offer = self.first.page.locator("#offers article", has_text=TITLE)
        self.first.waits_for("/me/", lambda: self.offer.count() > 0, 120)
        reasons = self.offer.locator(".reason").all_inner_texts()
        assert reasons
        assert all(CHINESE.search(reason) for reason in reasons)
        self.first.presses(TITLE)
        assert self.first.sees("为什么推荐给您")

    def is_declined_and_gone(self) -> None:
        self.first.opens("/me/")
        with self.first.page.expect_navigation():
            self.offer.get_by_role("link", name="不合适").click()
        self.first.looks()
        self.first.presses("离家太远")
        assert self.first.sees("不会再推荐这个岗位")
        assert self.offer.count() == 0

    def reaches_the_other_in_the_next_cycle(self) -> None:
        self.administrator = staff(self.browser, self.address, self.world, ADMINISTRATOR)
        self.administrator.opens("/officer/cycles")
        self.administrator.presses("现在开始匹配")
        cycle = self.administrator.page.url.removeprefix(self.address)
        self.administrator.waits_for(cycle, lambda: finished(self.administrator), 180)
        assert self.runs_that_reached(self.later) == [int(cycle.rsplit("/", 1)[1])]
        assert len(self.runs_that_reached(self.asked)) == 1
        self.first.opens("/me/")
        assert self.offer.count() == 0

    def runs_that_reached(self, who: Person) -> list[int]:
        with self.world.as_system() as work:
            rows = list_of_seeker(work, who.seeker.id)
        return [row.cycle_id for row in rows if row.posting_id == self.posting_id]

    def invites_a_card_without_identity(self) -> None:
        self.recruiter.opens(f"/employer/postings/{self.posting_id}/candidates")
        unknown_to(self.recruiter, self.asked, self.later)
        number = f"求职者 {self.later.seeker.id} 号"
        card = self.recruiter.page.locator("article", has_text=number)
        with self.recruiter.page.expect_navigation():
            card.get_by_role("button", name="邀请面谈").click()
        self.recruiter.opens(f"/employer/postings/{self.posting_id}/applicants")
        assert self.recruiter.sees(number)
        assert not self.recruiter.sees("看姓名和电话")
        unknown_to(self.recruiter, self.asked, self.later)

    def has_a_name_after_acceptance(self) -> None:
        self.second = seeker(self.browser, self.address, self.later)
        assert self.second.sees("邀请您谈谈")
        self.second.presses("去答复")
        self.second.presses("同意，告诉对方我的联系方式")
        assert self.second.sees("已同意")
        self.recruiter.opens(f"/employer/postings/{self.posting_id}/applicants")
        self.recruiter.presses("看姓名和电话")
        assert self.recruiter.sees(self.later.name)
        assert self.recruiter.sees(self.later.phone)

    def shows_who_looked(self) -> None:
        self.second.opens("/me/looks")
        assert self.second.sees("用人单位看了您的求职卡片")
        assert self.second.sees("您接受邀请的单位看了您的姓名和电话")
        self.second.opens("/me/inbox")

    def stands_in_the_audit_log(self) -> None:
        log = f"/officer/audit?object_type=posting&object_id={self.posting_id}"
        self.administrator.opens(log)
        lines = self.administrator.page.locator("tbody tr").all_inner_texts()
        told = ("审核通过", "提交审核", "新建草稿")
        order = [next(n for n, line in enumerate(lines) if word in line) for word in told]
        assert order == sorted(order)
        self.administrator.presses("检查记录是否完整")
        assert self.administrator.sees("全部完整")


def test_a_job_from_the_form_to_the_person(
    browser: Browser,
    address: str,
    changsha: TenantWorld,
    worker: WorkerProcess,  # noqa: F811 - the fixture
) -> None:
    asked = person(changsha, "罗秀英")
    later = person(changsha, "陈玉兰", asked=False)
    published_posting(changsha, title="裁剪工", openings=1)
    story = Story(changsha, browser, address, asked, later)
    ready = story.anyone.page.locator("article", has_text="裁剪工")
    story.anyone.waits_for("/jobs?q=裁剪工", lambda: ready.count() > 0, 120)

    story.is_posted_and_in_no_list()
    story.is_approved_by_key_and_found()
    story.is_recommended_at_once()
    story.is_declined_and_gone()
    story.reaches_the_other_in_the_next_cycle()
    story.invites_a_card_without_identity()
    story.has_a_name_after_acceptance()
    story.shows_who_looked()
    story.stands_in_the_audit_log()


def finished(administrator: Visitor) -> bool:
    with suppress(BrokerUnavailable):
        ticks.tick()  # the clock of this test: no beat runs beside it
    return administrator.page.locator("main .tag", has_text="已完成").count() > 0


def unknown_to(recruiter: Visitor, *people: Person) -> None:
    """Neither name nor phone of anybody is anywhere in the page."""
    html = recruiter.page.content()
    for who in people:
        assert who.name not in html
        assert who.phone not in html


def test_a_fair_from_the_plan_to_the_public_page(
    browser: Browser, address: str, changsha: TenantWorld
) -> None:
    published_posting(changsha, title=TITLE)
    organiser = staff(browser, address, changsha, Role.FAIR_ORGANISER)
    organiser.opens("/organiser/")
    organiser.presses("新建招聘会")
    page, day = organiser.page, today() + timedelta(days=20)
    name = f"岳麓区专场招聘会 {secrets.token_hex(3)}"
    page.fill("#title", name)
    for field, value in (("", day.year), ("_month", day.month), ("_day", day.day)):
        page.fill(f"#held_on{field}", str(value))
    page.select_option("#place_code", YUELU)
    page.fill("#address", "某某广场一楼大厅")
    page.fill("#booths", "12")
    organiser.presses("保存")
    assert organiser.sees("展位图")
    employer = page.locator("article", has_text="湘江纺织试验厂").first
    with page.expect_navigation():
        employer.get_by_role("button", name="安排展位").click()
    organiser.looks()
    assert organiser.sees("已安排在 1 号展位")
    organiser.presses("发布招聘会")
    organiser.presses("看公开页面")
    public = organiser.page.url.removeprefix(address)
    anyone = visitor_of(browser, address)
    anyone.opens(public)
    assert anyone.sees(name)
    assert anyone.page.locator("article", has_text=TITLE).count() > 0
    anyone.opens("/fairs")
    assert anyone.sees(name)
