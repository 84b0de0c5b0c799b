"""The job list in a real browser: three widths, by keyboard, with and without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.make.many import published_postings
from tests.make.postings import published_posting
from tests.web.test_library_browser import (  # noqa: F401 - fixtures
    RULES,
    address,
    browser,
    complaints,
)
from tests.world import TenantWorld

pytestmark = pytest.mark.browser
WORDS = "缝纫工 包住 不要夜班"


@pytest.fixture
def jobs(tenant: TenantWorld) -> TenantWorld:
    published_postings(tenant, 45, duties="负责当班的工作，包住，五险一金，按时完成当日任务。")
    published_posting(tenant, title="缝纫工", conditions=("dust",), pay_text="8000-9000元/月")
    tenant.index()
    return tenant


def opened(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
    world: TenantWorld,
    *,
    width: int = 1440,
    **context: bool,
) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 844}, **context).new_page()
    page.context.add_cookies([{"name": "pes_area", "value": str(world.code), "url": address}])
    page.goto(f"{address}/jobs?q={WORDS}")
    return page


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_for_axe_and_nothing_beside_the_page(jobs, browser, address, width) -> None:  # noqa: F811
    page = opened(browser, address, jobs, width=width, bypass_csp=True)
    found = Axe().run(page, options=RULES)
    assert [v["id"] for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("[aria-label=对搜索词的理解] a").count() == 3


def test_a_choice_keeps_focus_and_history(jobs, browser, address) -> None:  # noqa: F811
    page = opened(browser, address, jobs)
    said = complaints(page)
    before = page.locator("#results [role=status]").inner_text()
    choice = page.locator('.facets input[name="pay_from"][value="8000"]')
    choice.focus()
    with page.expect_response(lambda answer: "pay_from=8000" in answer.url):
        page.keyboard.press("Space")
    page.wait_for_url("**pay_from=8000**")
    page.locator("#results .chips >> text=每月至少 8000 元").wait_for()
    assert page.evaluate("document.activeElement.value") == "8000"
    assert page.locator("#facet-pay_from-8000-count").inner_text() == "1"
    assert page.locator('#kept-choices input[name="pay_from"]').input_value() == "8000"
    assert page.locator("#results .card").count() == 1
    page.go_back()
    page.wait_for_url(lambda url: "pay_from=8000" not in url)
    expect(page.locator("#results [role=status]")).to_have_text(before)  # once it has come
    assert said == []


def test_without_javascript_all_of_it_works(jobs, browser, address) -> None:  # noqa: F811
    page = opened(browser, address, jobs, java_script_enabled=False)
    page.locator(".facets summary").click()
    page.locator('label[for="facet-pay_from-8000"]').click()
    page.locator(".facets button[type=submit]").click()
    assert page.locator("#results .card").count() == 1
    page.locator("#results .chips a", has_text="每月至少").click()
    page.locator("#results .chips a", has_text="不要夜班").click()
    page.locator('.pages [rel="next"]').click()
    assert "第 2 页" in page.locator(".pages").inner_text()
    page.locator("#q").fill("会计")
    page.locator(".searchbox button").click()
    assert page.locator("#results .card").count() > 0
