"""Pictures of every page of a running demo: `make screenshots`, after `make up` and `make demo`.

Everybody signs in as people do, by the pages. What is written to docs/screenshots is for looking at; the few
that the README shows are committed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from services.portal.languages import LANGUAGE_COOKIE
from tests.portal.browser import chromium
from tests.portal.people import Person, people, sign_in

FOLDER = Path("docs/screenshots")
WIDTHS = {375: 812, 1440: 900}
LANGUAGES = ("en", "es")
DARK = frozenset({"desk", "inbox", "offer"})
"""The pages of which there is a dark picture, too."""


@dataclass(frozen=True)
class Shot:
    """A page: its name, who sees it, and its path; `link` finds on that the way to the page itself, or to
    another, on which `then` finds it."""

    name: str
    role: str
    path: str
    link: str = ""
    then: str = ""


SHOTS = (
    Shot("desk", "manager", "/"),
    Shot("inbox", "manager", "/inbox"),
    Shot("offer", "manager", "/inbox", "a[href^='/offers/']"),
    Shot("roster", "manager", "/roster"),
    Shot("creator", "manager", "/roster", "a[href^='/creators/']"),
    Shot("calendar", "manager", "/calendar"),
    Shot("discover", "manager", "/discover"),
    Shot("delegations", "manager", "/delegations"),
    Shot("settings", "owner", "/settings"),
    Shot("home", "creator", "/"),
    Shot("delegation", "creator", "/delegations", "main a[href^='/delegations/']"),
    Shot("activity", "creator", "/activity"),
    Shot("profile", "creator", "/profile"),
    Shot("campaigns", "brand", "/campaigns"),
    Shot("campaign", "brand", "/campaigns", "main a[href^='/campaigns/cp_']"),
    Shot("operator", "operator", "/operator"),
)


def _looks(shot: Shot) -> Iterator[tuple[str, int, str]]:
    for language in LANGUAGES:
        for width in WIDTHS:
            yield language, width, "light"
    if shot.name in DARK:
        yield "en", 1440, "dark"


def address(page: Page, portal_url: str, shot: Shot) -> str:
    """Where a page is; goes there where only another page tells it."""
    found = portal_url + shot.path
    for link in filter(None, (shot.link, shot.then)):
        page.goto(found)
        found = f"{portal_url}{page.locator(link).first.get_attribute('href')}"
    return found


def _take(browser: Browser, demo: dict[str, Any], person: Person, shots: list[Shot]) -> None:
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, demo["portal_url"], person)
    state = context.storage_state()
    context.close()
    for shot in shots:
        for language, width, theme in _looks(shot):
            seen = browser.new_context(
                storage_state=state,
                locale=language,
                color_scheme="dark" if theme == "dark" else "light",
                viewport={"width": width, "height": WIDTHS[width]},
                reduced_motion="reduce",
            )
            seen.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": demo["portal_url"]}])
            page = seen.new_page()
            page.goto(address(page, demo["portal_url"], shot))
            page.wait_for_load_state("load")
            page.wait_for_timeout(400)
            name = f"{shot.name}-{language}-{width}{'-dark' if theme == 'dark' else ''}.png"
            page.screenshot(path=FOLDER / name)
            seen.close()


def main() -> None:
    """Takes all of them, or those that are named: `python -m tests.portal.screenshots desk offer`."""
    home = Path(os.environ.get("CALLBOARD_HOME", ".run"))
    demo = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    wanted = [shot for shot in SHOTS if not sys.argv[1:] or shot.name in sys.argv[1:]]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for role in dict.fromkeys(shot.role for shot in wanted):
            _take(browser, demo, people(home)[role], [shot for shot in wanted if shot.role == role])


if __name__ == "__main__":
    main()
