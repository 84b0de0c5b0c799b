"""A person at a phone: pages opened in a real browser, each looked over by axe on the way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Playwright
from werkzeug.serving import make_server

PHONE = 390
GRAVE = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def chromium(playwright: Playwright) -> Browser:
    """Start the browser of this machine."""
    return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])


@dataclass
class Visitor:
    """Somebody with a browser of their own; `passed` are the pages that were looked over."""

    browser: Browser
    address: str
    width: int = PHONE
    passed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = {"width": self.width, "height": 844}
        context = self.browser.new_context(viewport=size, bypass_csp=True)
        context.set_default_timeout(60_000)
        self.page: Page = context.new_page()

    def opens(self, path: str) -> None:
        """Go to a page and look it over."""
        self.page.goto(self.address + path)
        self.looks()

    def presses(self, text: str, *, within: str = "main", exact: bool = True) -> None:
        """Press the button or link of this name, wait for the page it leads to, look it over."""
        place = self.page.locator(within)
        named = place.get_by_role("button", name=text, exact=exact)
        target = named.or_(place.get_by_role("link", name=text, exact=exact)).first
        with self.page.expect_navigation():
            target.click()
        self.looks()

    def signs_in(self, name: str, password: str) -> None:
        """Sign in through the page."""
        self.opens("/login")
        self.page.fill("#username", name)
        self.page.fill("#password", password)
        self.presses("登录")

    def sees(self, text: str) -> bool:
        """Tell whether a text can be read on the page."""
        return self.page.get_by_text(text).locator("visible=true").count() > 0

    def waits_for(self, path: str, true: Callable[[], bool], seconds: float) -> float:
        """Open a page again and again until something is there; returns the seconds it took."""
        began = time.monotonic()
        while True:
            self.page.goto(self.address + path)
            spent = time.monotonic() - began
            if true():
                self.looks()
                return spent
            assert spent < seconds, f"{path}: still not there after {spent:.1f} s"
            time.sleep(0.2)

    def looks(self) -> None:
        """Nothing wider than the screen, nothing serious or critical for axe."""
        path = self.page.url.removeprefix(self.address)
        self.page.wait_for_load_state("load")
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, f"{path} is {wide} px wide"
        found = Axe().run(self.page, options=RULES).response["violations"]
        grave = [one for one in found if one["impact"] in GRAVE]
        assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == [], path
        self.passed.append(path)
