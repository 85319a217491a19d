"""Links and codes that are worth something to whoever reads them: no request, log or store tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.api import unique
from tests.e2e.browsing import PASSWORD
from tests.e2e.waiting import eventually
from tests.portal.attacks.conftest import Shown, fresh
from tests.portal.attacks.routes import filled
from tests.portal.attacks.scene import Scene
from tests.portal.attacks.visitors import EVIL
from tests.portal.conftest import Portal

LEAVE = """(address) => { const link = document.createElement("a"); link.href = address; link.id = "out";
    link.textContent = "out"; document.body.append(link); }"""


def address() -> str:
    """A mail address of nobody's."""
    return f"{unique('reader')}@example.com"


@pytest.fixture(scope="module")
def links(scene: Scene, portal: Portal) -> dict[str, str]:
    """The addresses of an invitation that waits, and of a reset that was asked for."""
    invitation = {"email": address(), "role": "viewer"}
    invited = scene.agency.post("/v1/people/invitations", invitation)["link"]
    scene.viewer.look("/session")
    asks, email = fresh(portal), scene.viewer.email
    asks.get("/oauth/reset")
    asks.send(email=email)

    def mailed() -> str:
        mails = scene.operator.get("/v1/mail/outbox", state="kept", sort="-created_at")["items"]
        texts = [each["text"] for each in mails if each["recipient"] == email]
        return next(found[0] for text in texts if (found := re.search(r"http\S+/oauth/reset/\S+", text)))

    return {"invitation": str(invited), "reset": eventually(mailed, error=StopIteration)}


def secret(link: str) -> str:
    """What proves that somebody holds a link."""
    return link.rpartition("/")[2].rpartition(".")[2]


def test_every_page_keeps_its_address(portal: Portal, shown: list[Shown], links: dict[str, str]) -> None:
    for each in shown:
        headers = each.answer.headers
        assert headers["Referrer-Policy"] == "same-origin", str(each)
        assert headers["Cache-Control"] == "no-store" or each.rule.startswith("/static/"), str(each)
    for link in (*links.values(), f"{portal.gateway_url}/oauth/sign-in"):
        answer = fresh(portal).get(urlsplit(link).path)
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"


@contextmanager
def watching(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and the address and referrer of each request that it makes; another site is there to go to."""
    context = browser.new_context(locale="en")
    page, seen = context.new_page(), list[str]()

    def note(request: object) -> None:
        seen.append(f"{request.url} {request.all_headers().get('referer', '')}")  # type: ignore[attr-defined]

    context.route(
        f"{EVIL}/**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html")
    )
    page.on("requestfinished", note)
    try:
        yield page, seen
    finally:
        context.close()


@pytest.mark.parametrize("kind", ["invitation", "reset"])
def test_no_request_from_a_page_behind_a_link_tells_of_it(
    browser: Browser, links: dict[str, str], kind: str
) -> None:
    link = links[kind]
    with watching(browser) as (page, seen):
        page.goto(link, wait_until="load")
        assert page.locator("form").count() == 1
        page.evaluate(LEAVE, f"{EVIL}/")
        page.click("#out")
        page.wait_for_url(f"{EVIL}/")
        elsewhere = page.evaluate("document.referrer")
    told = [each for each in seen if not each.startswith(link)]
    assert any(each.startswith(EVIL) for each in told)
    assert any("/static/" in each or "/docs" in each or ".css" in each for each in told)
    assert not any(secret(link) in each for each in told)
    assert elsewhere == ""


def test_a_page_of_the_portal_tells_other_sites_nothing(
    browser: Browser, portal: Portal, scene: Scene
) -> None:
    with watching(browser) as (page, seen):
        page.context.add_cookies(
            [{"name": "callboard", "value": scene.viewer.held(), "url": portal.base_url}]
        )
        page.goto(f"{portal.base_url}/inbox?who=somebody", wait_until="load")
        page.evaluate(LEAVE, f"{EVIL}/")
        page.click("#out")
        page.wait_for_url(f"{EVIL}/")
        assert page.evaluate("document.referrer") == ""
    assert [each for each in seen if each.startswith(EVIL)] == [f"{EVIL}/ "]


def test_links_to_drafts_and_videos_do_not_say_where_they_stand(scene: Scene) -> None:
    page = scene.viewer.look(filled("/offers/<offer_id>/deliverables", scene.ids())).text
    outward = [each for each in re.findall(r"<a [^>]*>", page) if 'href="http' in each]
    assert outward
    assert all('rel="noopener noreferrer"' in each for each in outward)


def test_no_log_holds_a_link_a_code_or_a_token(
    portal: Portal, scene: Scene, home: Path, links: dict[str, str]
) -> None:
    made = fresh(portal)
    path = f"/invitations/{links['invitation'].rpartition('/')[2]}"
    made.get(path)
    made.get("/oauth/reset/" + links["reset"].rpartition("/")[2])
    made.enter(scene.viewer.email, PASSWORD)
    (answer,) = [each for each in made.passed if "/signed-in?" in each]
    code = dict(parse_qsl(urlsplit(answer).query))["code"]
    state = dict(parse_qsl(urlsplit(answer).query))["state"]
    token = "confirm" + code[-20:]
    made.look(f"/settings/mail/su_1/confirm?token={token}")
    secrets = [*map(secret, links.values()), code, state, token, made.held(), PASSWORD]
    logs = {each.name: each.read_text(errors="replace") for each in (home / "logs").glob("*.log")}
    told = [
        (name, number) for name, log in logs.items() for number, each in enumerate(secrets) if each in log
    ]
    assert told == []
    # Requests were logged, but for what is secret.
    assert "/invitations/" in logs["gateway.log"]
    assert "/signed-in" in logs["portal.log"]


def test_a_code_is_gone_from_the_address_at_once(portal: Portal, scene: Scene) -> None:
    made = fresh(portal)
    at = made.enter(scene.viewer.email, PASSWORD)
    assert "code=" not in at
    (answer,) = [each for each in made.passed if "/signed-in?" in each]
    refused = made.get(answer)
    assert refused.status_code == 400
    code = dict(parse_qsl(urlsplit(answer).query))["code"]
    assert code not in refused.text


def test_the_page_that_shows_a_link_is_kept_nowhere(scene: Scene) -> None:
    form = {"email": address(), "role": "viewer"}
    page = scene.owner.post("/settings/people/invite", form)
    assert "/invitations/" in page.text, page.text
    assert page.headers["Cache-Control"] == "no-store"
    link = re.search(r"http[^\s\"<]+/invitations/[\w.-]+", page.text)
    assert link
    # It is shown this once.
    for path in ("/settings/people", "/settings", "/"):
        assert secret(link[0]) not in scene.owner.look(path).text
