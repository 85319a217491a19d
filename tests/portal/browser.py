"""Chromium before a portal: pages of whoever is signed in, and what must hold of each of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, Request, sync_playwright

from services.portal.languages import LANGUAGE_COOKIE
from tests.portal.checker import Checker
from tests.portal.cookies import NAME
from tests.portal.tools import axe

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, SMALL = 1440, 375
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => (await axe.run(document, {runOnly: rules})).violations.map(
    (each) => `${each.id}: ${each.help}: ${each.nodes.map((node) => node.html).slice(0, 3)}`)"""


@dataclass
class Look:
    """A page that is open, and what went wrong on it."""

    page: Page
    origin: str
    faults: list[str] = field(default_factory=list)
    html: bytes = b""
    """What was sent as the page that was opened."""

    def watch(self) -> None:
        """Notes what the console says and which requests fail or leave."""
        self.page.on("console", lambda said: self.faults.append(f"console {said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._asked)

    def _failed(self, request: Request) -> None:
        # A page that is left ends its stream, and what it was asking for.
        if request.failure != "net::ERR_ABORTED" and not request.url.endswith("/live"):
            self.faults.append(f"failed: {request.url}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:")):
            self.faults.append(f"foreign: {request.url}")

    def violations(self) -> list[str]:
        """What axe-core objects to."""
        # Beside the page's policy: the script is the test's, not the page's.
        self.page.evaluate(axe())
        found: list[str] = self.page.evaluate(RUN_AXE, RULES)
        return found

    def too_wide(self) -> bool:
        """Whether one has to scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser,
    origin: str,
    path: str,
    cookie: str,
    *,
    width: int = WIDE,
    theme: str = "light",
    language: str = "en",
    scripts: bool = True,
) -> Iterator[Look]:
    """A page as somebody who is signed in with `cookie` sees it; `theme` is what the browser prefers."""
    options: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    context = browser.new_context(**options, locale=language, java_script_enabled=scripts)
    # Before the account's own language comes the one that was chosen in this browser.
    context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": origin}])
    context.add_cookies([{"name": NAME, "value": cookie, "url": origin}])
    look = Look(context.new_page(), origin)
    look.watch()
    try:
        answer = look.page.goto(f"{origin}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        look.html = answer.body()
        yield look
    finally:
        context.close()


def listens(page: Page) -> None:
    """Waits until a page that was loaded hears of events."""
    page.locator("body[data-listens]").wait_for(state="attached")


def check(browser: Browser, origin: str, path: str, cookie: str, checker: Checker | None) -> None:
    """What must hold of every page: at both widths, in both themes and both languages.

    `checker` says whether its HTML is valid; where there is none, nothing does.
    """
    for width, theme, language in ((WIDE, "light", "en"), (SMALL, "dark", "es")):
        with opened(browser, origin, path, cookie, width=width, theme=theme, language=language) as look:
            look.page.wait_for_load_state("load")
            where = f"{path} at {width} px, {theme}, {language}"
            found = [*look.violations(), *look.faults, *(checker.faults(look.html) if checker else ())]
            assert not found, f"{where}: {found}"
            assert not look.too_wide(), where
