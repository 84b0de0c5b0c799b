"""The public face on a phone, a tablet and a desk: nothing too wide, nothing for axe."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from marketplace.postings import withdraw_posting
from marketplace.saved_searches import stop_token
from marketplace.seekers import Seeker
from tenants.accounts import Account
from tenants.work import begin_platform
from tests.make.postings import published_posting
from tests.make.saved_searches import kept_search, told_digest
from tests.make.seekers import ready_seeker
from tests.web.browsing import Visitor, chromium, served
from tests.world import PASSWORD, TenantWorld

pytestmark = pytest.mark.browser
WIDTHS = (390, 768, 1440)


@contextmanager
def opened(app: Flask) -> Iterator[tuple[Browser, str]]:
    with served(app) as address, sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser, address
        browser.close()


def login_of(person: Seeker) -> str:
    with begin_platform() as session:
        return str(session.get_one(Account, person.account_id).login)


def test_pages_of_a_job(app: Flask, tenant: TenantWorld) -> None:
    shown = published_posting(tenant, certificates=("电工证",), education_floor="college")
    closed = published_posting(tenant)
    with tenant.as_recruiter() as work:
        withdraw_posting(work, closed.id)
    tenant.index()
    with opened(app) as (browser, address):
        for width in WIDTHS:
            visitor = Visitor(browser, address, width)
            for path in (f"/jobs/{shown.id}", f"/jobs/{shown.id}/print", f"/jobs/{closed.id}"):
                visitor.opens(path)
        visitor.opens(f"/jobs/{shown.id}/print")
        visitor.page.emulate_media(media="print")
        assert visitor.page.locator(".poster__code svg").is_visible()
        assert not visitor.page.locator(".nav").is_visible()


def test_a_search_is_kept_changed_and_stopped(app: Flask, tenant: TenantWorld) -> None:
    person = ready_seeker(tenant)
    search_id = kept_search(tenant, person.id, "保洁员")
    posting = published_posting(tenant)
    digest_id = told_digest(tenant, person.id, search_id, posting.id)
    tenant.index()
    with opened(app) as (browser, address):
        someone = Visitor(browser, address)
        someone.signs_in(login_of(person), PASSWORD)
        someone.opens("/jobs?q=缝纫工")
        someone.presses("保存这个搜索，有新岗位告诉我")
        someone.presses("保存")
        assert someone.sees("缝纫工")
        someone.presses("改为每周")
        assert someone.sees("通知：每周")
        someone.opens(f"/me/searches/digests/{digest_id}")
        someone.opens(f"/stop/{stop_token(tenant.code, person.id)}")
        someone.presses("不再通知我")
        someone.opens("/me/searches")
        assert not someone.sees("通知：每天")
        assert not someone.sees("通知：每周")
