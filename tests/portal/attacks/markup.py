"""What of a page is not the portal's own, as a parser sees it and as a browser does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from playwright.sync_api import Browser

from tests.portal.attacks.scene import MARK
from tests.portal.browser import Look, opened
from tests.portal.conftest import Portal

LEADING = ("href", "src", "action", "formaction", "poster", "data", "hx-get", "hx-post", "data-hx-get")
HARMLESS = re.compile(r"https?:|mailto:|/|\?|#|$|data:,$")
OPENED = """() => [window.attacked ?? null,
    document.querySelectorAll('attack-ed, [onclick], script:not([src])').length]"""


class Markup(HTMLParser):
    """What of a page is not the portal's own."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.foreign: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes elements and attributes that no template has, and links that run something."""
        given = {name: value or "" for name, value in attrs}
        inline = tag == "script" and not given.get("src") and given.get("type") != "application/json"
        runs = [name for name in given if name.startswith("on") or name == "style"]
        leads = [value for name, value in given.items() if name in LEADING and not HARMLESS.match(value)]
        if tag in (MARK, "iframe", "object", "embed", "base") or inline or runs or leads:
            self.foreign.append(str(self.get_starttag_text())[:200])


def foreign(text: str) -> list[str]:
    """What of a page was made of a text."""
    return Markup(text).foreign


@contextmanager
def watched(browser: Browser, portal: Portal, path: str, cookie: str) -> Iterator[Look]:
    """A page; in the end nothing was run, and no policy had to keep anything from running."""
    with opened(browser, portal.base_url, path, cookie) as look:
        look.page.on("dialog", lambda dialog: look.faults.append(f"dialog {dialog.message}"))
        look.page.wait_for_load_state("load")
        yield look
        assert look.page.evaluate(OPENED) == [None, 0], path
        assert look.faults == [], path
