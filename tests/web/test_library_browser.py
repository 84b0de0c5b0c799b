"""The library in a real browser: three widths, both editions, both schemes."""

import threading
from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

pytestmark = pytest.mark.browser
BAD = {"error", "warning"}
PHONE = 390
EDITIONS = ("standard", "elder")
LOOKS = [
    *product((PHONE,), EDITIONS, ("light", "dark")),
    *product((768, 1440), ("standard",), ("light",)),
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield opened
        opened.close()


def look(
    browser: Browser, address: str, width: int, edition: str, scheme: str, *, policy: bool = True
) -> Page:
    """Open a page; `policy=False` lets axe add its script to it."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=not policy
    )
    context.add_cookies([{"name": "pes_edition", "value": edition, "url": address}])
    return context.new_page()


def complaints(page: Page) -> list[str]:
    """Collect what the console complains about from now on."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type in BAD else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.mark.parametrize(("width", "edition", "scheme"), LOOKS)
def test_nothing_overflows_and_axe_finds_nothing(
    browser: Browser, address: str, width: int, edition: str, scheme: str
) -> None:
    page = look(browser, address, width, edition, scheme, policy=False)
    for path in ("/ui", "/login", "/register") if width == PHONE else ("/ui",):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], path
    page.context.close()


def test_large_text_loses_nothing(browser: Browser, address: str) -> None:
    page = look(browser, address, 390, "elder", "light")
    page.context.add_cookies([{"name": "pes_text", "value": "30", "url": address}])
    page.goto(address + "/login")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "30px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    heights = page.eval_on_selector_all(
        "main .button, main .input", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 60


def test_errors_are_focused_and_lead_to_their_field(browser: Browser, address: str) -> None:
    page = look(browser, address, 390, "standard", "light")
    page.goto(address + "/ui/trial")
    page.fill("#name", "王")
    page.click("main .button[type=submit]:not([name])")
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.className") == "errors"
    assert page.input_value("#name") == "王"
    page.click("text=称呼至少写 2 个字。 >> nth=0")
    assert page.evaluate("document.activeElement.id") == "name"


def test_pickers_in_the_browser(browser: Browser, address: str) -> None:
    page = look(browser, address, 390, "standard", "light")
    found = complaints(page)
    page.goto(address + "/ui/trial")
    page.select_option("[name=place_county]", "430104")
    page.wait_for_selector("#place_town option:nth-child(3)", state="attached")
    page.fill("[name=want_words]", "叉车")
    page.wait_for_selector("#want-list input[type=checkbox]")
    page.check("#want-list input >> nth=0")
    page.fill("[name=want_words]", "缝纫")
    page.wait_for_selector("#want-list .choice:nth-child(2)")
    assert page.is_checked("#want-list input >> nth=0")
    page.goto(address + "/ui")
    page.wait_for_selector("#cycle progress")
    assert found == []


def test_without_scripts_everything_still_works(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + "/ui/trial")
    page.select_option("[name=place_county]", "430104")
    page.click("button[name=_assist][value=place]")
    assert page.locator("#place_town option").count() > 5
    page.fill("[name=want_words]", "缝纫")
    page.click("button[name=_assist][value=want]")
    page.check("#want-list input >> nth=0")
    for name, value in (
        ("name", "王小丽"), ("phone", "13812345678"), ("pay_low", "4500"),
        ("born_on_year", "1970"), ("born_on_month", "5"), ("born_on_day", "1"),
    ):  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.click("main .button[type=submit]:not([name])")
    assert page.locator("text=填得都对").count() == 1
    context.close()
