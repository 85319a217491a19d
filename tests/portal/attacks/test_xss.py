"""Texts that would be markup: from names to links, nothing that people write is taken for part of a page."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, Page

from services.portal import pages as portal_pages
from tests.e2e.api import brand_path, creator_path, unique
from tests.guards.source import ROOT
from tests.portal.attacks.conftest import Shown, fresh
from tests.portal.attacks.markup import foreign, watched
from tests.portal.attacks.routes import filled
from tests.portal.attacks.scene import HOSTILE, MARK, SHORT, Scene, hostile
from tests.portal.attacks.visitors import Visitor
from tests.portal.browser import listens
from tests.portal.conftest import Portal

ADDRESSES = ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>x</script>", "vbscript:x")
LONG = ("Agency", "Brand", "Own", "Campaign", "Brief", "First", "Message", "Clause", "Note", "App", "Hook")
FIGURES = ("Bio", "Rate", "Video", "Origin", "Plays", "Heard", "Bucket")
CUT = ("Caption", "Remark", "owner")
"""How the texts begin that have to be shown, her own and those of figures too, and which a page may cut."""
READ = re.compile(
    r"""(?:arguments\.(?:text|one_of)|request\.args(?:\.get)?)[(\[]\s*"(\w+)"|"(\w+)" in request\.args"""
)


def test_markup_would_be_noticed() -> None:
    for text in (HOSTILE, SHORT, *(f"<a href='{each}'>x</a>" for each in ADDRESSES), "<p onclick=x>"):
        assert foreign(text), text


def test_no_page_takes_what_was_written_for_markup(shown: list[Shown]) -> None:
    pages = [each for each in shown if "html" in each.answer.headers.get("Content-Type", "")]
    assert [f"{each}: {found}" for each in pages if (found := foreign(each.answer.text))] == []
    # Each of the texts was shown to somebody.
    text = "".join(each.answer.text for each in pages)
    for word in (*LONG, *FIGURES):
        assert f"{word}&#39;&#34;&gt;&lt;{MARK} onclick=x()&gt;" in text, word
    for word in CUT:
        assert f"{word}&#39;&#34;&gt;&lt;{MARK}" in text, word


@pytest.mark.parametrize("bad", ADDRESSES)
def test_no_address_that_runs_something_is_taken(scene: Scene, bad: str) -> None:
    deal = scene.deal
    at = f"{creator_path(deal)}/deliverables/{deal['deliverable_id']}"
    scene.agency.post(f"{at}/drafts", {"url": bad}, status=422)
    scene.agency.post("/v1/webhooks", {"url": bad, "events": ["offer.sent"]}, status=422)
    scene.agency.post("/v1/applications", {"name": "x", "redirect_uris": [bad]}, status=422)
    form = {"url": bad, "note": "x"}
    path = filled("/offers/<offer_id>/deliverables/<deliverable_id>/<act>", {**scene.ids(), "act": "draft"})
    page = scene.owner.post(path, form)
    assert page.status_code in (404, 409, 422), page.status_code
    assert foreign(page.text) == []


def parameters(package: str) -> set[str]:
    """What the pages of a package read from a URL."""
    path = ROOT / "services/portal/pages" / package
    files = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    found = {one or other for file in files for one, other in READ.findall(file.read_text(encoding="utf-8"))}
    for name in (each.name for each in walk_packages(portal_pages.__path__, f"{portal_pages.__name__}.")):
        if f"{name}.".startswith(f"{portal_pages.__name__}.{package}."):
            found |= set(getattr(import_module(name), "FILTERS", ()))
    return found | {"cursor", "language"}


LISTS = {
    "owner": ("inbox", "roster", "discover", "calendar", "activity", "delegations", "settings/people"),
    "brand": ("campaigns", "campaigns/new", "campaigns/offer", "discover"),
    "creator": ("activity", "calendar", "delegations"),
    "operator": ("operator", "operator/people", "operator/imports", "operator/mails"),
}


FIRST = {
    (who, page) for who, pages in LISTS.items() for page in pages if "/" not in page and who != "creator"
}


def test_what_a_url_says_is_not_taken_for_markup_either(scene: Scene, portal: Portal, visitor: Any) -> None:
    browsers: dict[str, Visitor] = {
        "owner": scene.owner,
        "brand": scene.acting(scene.brand, portal),
        "creator": scene.acting(scene.own, portal),
        "operator": visitor("operator"),
    }
    assert {"who", "state", "creator", "sort"} <= parameters("inbox")
    reflected = 0
    for who, lists in LISTS.items():
        for page in lists:
            names = sorted(parameters(page.partition("/")[0]))
            # One by one as well, where the page is the first of its package: a fault ends what is read.
            single = names if (who, page) in FIRST else ["cursor"]
            for asked in (
                dict.fromkeys({*names} - {"cursor"}, HOSTILE),
                *({name: HOSTILE} for name in single),
            ):
                answer = browsers[who].look(f"/{page}?{urlencode(asked)}")
                assert answer.status_code < 500, f"/{page} {sorted(asked)}"
                assert foreign(answer.text) == [], f"/{page} {sorted(asked)}"
                reflected += f"&lt;{MARK}" in answer.text
    assert reflected > 20


def test_nor_is_what_an_address_or_an_error_says(portal: Portal, scene: Scene) -> None:
    payload = quote(HOSTILE, safe="")
    for path in (
        f"/{payload}",
        f"/creators/{payload}",
        f"/offers/{payload}?creator={payload}",
        f"/delegations/{payload}",
        f"/settings/people/{payload}",
        f"/settings/mail/x/confirm?token={payload}",
        f"/signed-in?error={payload}&error_description={payload}&state={payload}",
        f"/sign-in?next={payload}",
    ):
        answer = scene.owner.look(path)
        assert answer.status_code < 500
        assert foreign(answer.text) == []
    stranger = fresh(portal)
    for path in (
        f"/oauth/sign-in?next={payload}&lang={payload}",
        f"/oauth/authorize?client_id={payload}&redirect_uri={payload}&state={payload}",
        f"/invitations/{payload}",
        f"/oauth/reset/{payload}",
    ):
        assert foreign(stranger.get(path).text) == []
    stranger.get("/oauth/sign-in")
    assert foreign(stranger.send(email=HOSTILE, password=HOSTILE).text) == []


def test_a_form_that_is_shown_again_shows_what_was_written(scene: Scene) -> None:
    for path, form in (
        ("/settings", {"name": hostile("x" * 200), "time_zone": HOSTILE}),
        ("/roster/add", {"handle": HOSTILE, "purpose": HOSTILE}),
        ("/settings/people/invite", {"email": HOSTILE, "role": HOSTILE}),
        ("/settings/webhooks/new", {"url": ADDRESSES[0], "description": HOSTILE}),
        ("/settings/applications/new", {"name": HOSTILE, "redirect_uris": ADDRESSES[0]}),
        (filled("/creators/<creator_id>/rates", scene.ids()), {"deliverable": HOSTILE, "amount": HOSTILE}),
    ):
        answer = scene.owner.post(path, form)
        assert answer.status_code in (400, 404, 409, 422, 200, 303), f"{path}: {answer.status_code}"
        assert foreign(answer.text) == [], path


def in_a_dialog(page: Page) -> None:
    """Opens the first dialog of a page."""
    page.locator("a[data-dialog]").first.click()
    page.get_by_role("dialog").wait_for()


def test_no_script_of_the_portal_makes_markup_of_it(
    browser: Browser, portal: Portal, scene: Scene, shown: list[Shown]
) -> None:
    ids, cookie = scene.ids(), scene.owner.held()
    assert shown
    own = filled("/offers/<offer_id>", {**ids, "offer_id": scene.offers[scene.own.id]["id"]})
    with watched(browser, portal, own, cookie) as look:
        listens(look.page)
        # What arrives live is put into the page by htmx.
        scene.brand.post(f"{brand_path(scene.offers[scene.own.id])}/messages", {"text": hostile("Live")})
        look.page.get_by_text("Live'\"><attack-ed").wait_for(timeout=15_000)
        in_a_dialog(look.page)
    with watched(browser, portal, f"/inbox?{urlencode({'who': HOSTILE})}", cookie) as look:
        look.page.get_by_text("Save this view").click()
        look.page.get_by_label("Name of the view").fill(SHORT)
        look.page.get_by_role("button", name="Save", exact=True).click()
        look.page.locator(".views-list a", has_text=SHORT).wait_for()
    with watched(browser, portal, f"/creators/{scene.own.id}", cookie) as look:
        in_a_dialog(look.page)


def test_what_a_toast_says_is_text(browser: Browser, portal: Portal, scene: Scene) -> None:
    email = f"{unique('toast')}@example.com"
    pending = scene.agency.post("/v1/people/invitations", {"email": email, "role": "viewer"})["invitation"]
    path = f"/settings/people/invitations/{pending['id']}/take-back"
    with watched(browser, portal, path, scene.owner.held()) as look:
        look.page.locator("[data-dialog-content] button, form .confirm-actions button").last.click()
        look.page.locator("[data-toast]").wait_for()
    with watched(browser, portal, f"/roster/{scene.own.id}/labels", scene.owner.held()) as look:
        look.page.locator("main form button.btn-primary").click()
        look.page.locator("[data-toast]").wait_for()
