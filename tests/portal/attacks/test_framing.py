"""Pages of other sites that show ours in a frame, to have somebody click on what she does not see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from services.gateway.sign_in.routes import PAGES
from tests.portal.attacks.conftest import Shown, fresh
from tests.portal.attacks.scene import Scene
from tests.portal.attacks.visitors import EVIL
from tests.portal.conftest import Portal

FRAMES = """<!doctype html><title>Win a prize</title><h1>Win a prize</h1>
<iframe id="own" src="/inside"></iframe><iframe id="theirs" src="{}"></iframe>"""
BLOCKED = "chrome-error://chromewebdata/"


def protected(answer: Any) -> bool:
    """Whether browsers refuse to show an answer in a frame."""
    policy = answer.headers.get("Content-Security-Policy", "")
    denied = answer.headers.get("X-Frame-Options") == "DENY"
    return "frame-ancestors 'none'" in policy and denied


def test_no_page_of_the_portal_may_be_framed(shown: list[Shown]) -> None:
    assert [str(each) for each in shown if not protected(each.answer)] == []
    assert {200, 302, 401, 403, 404} <= {each.answer.status_code for each in shown}


def test_nor_may_errors_and_parts(portal: Portal, scene: Scene) -> None:
    viewer = scene.viewer
    answers = {
        "no page": viewer.look("/nowhere"),
        "bad address": viewer.look("/%00"),
        "forged form": viewer.post("/settings", csrf="x"),
        "wrong method": viewer.look("/sign-out"),
        "no sign-in": viewer.look("/signed-in?code=x&state=x"),
        "too large": viewer.post("/settings", {"name": "x" * (2 << 20)}),
        "part of a page": viewer.look("/inbox", **{"HX-Request": "true"}),
        "stranger's part": fresh(portal).look("/inbox", **{"HX-Request": "true"}),
        "stranger's stream": fresh(portal).look("/live"),
    }
    assert [what for what, answer in answers.items() if not protected(answer)] == []
    assert {each.status_code for each in answers.values()} >= {200, 400, 401, 403, 404, 405, 413}


def test_no_page_of_the_gateway_may_be_framed(portal: Portal, scene: Scene) -> None:
    for who in (scene.viewer, fresh(portal)):
        for path, _ in PAGES.values():
            asked = path.replace("<token>", "iv_x.y").replace("<issuer>", "none")
            assert protected(who.get(asked)), asked
            assert protected(who.http.post(asked, data={"csrf": "x"})), asked


@contextmanager
def foreign(browser: Browser, target: str) -> Iterator[Page]:
    """A page of another site that frames one of its own pages, and `target`."""
    context = browser.new_context()
    page = context.new_page()
    body = {f"{EVIL}/": FRAMES.format(target), f"{EVIL}/inside": "<p id=content>Inside</p>"}
    page.route(
        f"{EVIL}/**", lambda route: route.fulfill(body=body[route.request.url], content_type="text/html")
    )
    try:
        page.goto(f"{EVIL}/", wait_until="load")
        yield page
    finally:
        context.close()


@pytest.mark.parametrize("path", ["/signed-out", "/sign-in"])
def test_a_foreign_page_shows_nothing_of_the_portal(browser: Browser, portal: Portal, path: str) -> None:
    with foreign(browser, f"{portal.base_url}{path}") as page:
        inside, theirs = page.frames[1], page.frames[2]
        assert inside.locator("#content").inner_text() == "Inside"
        assert theirs.url == BLOCKED
        assert theirs.locator("main.content, main .card").count() == 0
        assert "Callboard" not in theirs.locator("body").inner_text()
