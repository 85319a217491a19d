"""Viewers and limited managers who do by hand what their pages do not show: the API refuses it."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.e2e.api import brand_path, creator_path, unique
from tests.portal.attacks.application import Watched
from tests.portal.attacks.forms import Form, forms
from tests.portal.attacks.routes import filled, matched, taking
from tests.portal.attacks.scene import Scene
from tests.portal.conftest import Portal

LISTS = (
    "/",
    "/inbox",
    "/roster",
    "/delegations",
    "/calendar",
    "/activity",
    "/settings",
    "/settings/people",
    "/settings/applications",
    "/settings/webhooks",
    "/settings/mail",
)
OWN = ("/preferences", "/sign-out", "/settings", "/settings/password", "/settings/second-factor")
"""Of whoever is signed in, whatever she may do otherwise."""


@pytest.fixture(scope="module")
def manager(portal: Portal, scene: Scene) -> Watched:
    """The portal as a manager has it."""
    made = Watched(portal)
    made.let_in(scene.manager.held())
    return made


@pytest.fixture(scope="module")
def viewer(portal: Portal, scene: Scene) -> Watched:
    """The portal as a viewer has it."""
    made = Watched(portal)
    made.let_in(scene.viewer.held())
    return made


def headers(watched: Watched) -> dict[str, str]:
    """What a browser says with a form."""
    return {"Origin": watched.base_url, "Sec-Fetch-Site": "same-origin"}


def pages(scene: Scene) -> list[str]:
    """Where managers work."""
    ids = scene.ids()
    first = {**ids, "offer_id": scene.offers[scene.own.id]["id"]}
    about = ("/creators/<creator_id>", "/creators/<creator_id>/offers", "/delegations/<delegation_id>")
    of_offers = ("/offers/<offer_id>", "/offers/<offer_id>/deliverables")
    return [
        *LISTS,
        *(filled(rule, ids) for rule in (*about, *of_offers)),
        *(filled(rule, first) for rule in of_offers),
    ]


def actions(watched: Watched, scene: Scene) -> dict[str, Form]:
    """The addresses to which forms of somebody's pages are sent, and the fields that these have."""
    found: dict[str, Form] = {}
    for page in pages(scene):
        text = watched.send("GET", page).text
        found |= forms(page, text)
        for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text):
            path = html.unescape(link)
            if path not in found and is_form(path):
                found |= forms(path, watched.send("GET", path).text)
    return found


def is_form(path: str) -> bool:
    """Whether an address of the portal takes a form."""
    try:
        return matched("POST", urlsplit(path).path) != ""
    except (HTTPException, RequestRedirect):
        return False


def kept(scene: Scene) -> dict[str, Any]:
    """What the agency and its brand see of all that the scene is about."""
    agency, ids = scene.agency, scene.ids()
    offers = [*scene.offers.values(), scene.deal]
    seen = {path: agency.get(path) for path in ("/v1/people", "/v1/applications", "/v1/webhooks")}
    seen |= {path: agency.get(path) for path in map(creator_path, offers)}
    seen |= {f"{path}/messages": agency.get(f"{path}/messages") for path in map(creator_path, offers)}
    seen |= {path: scene.brand.get(path) for path in map(brand_path, offers)}
    for path in ("roster/{creator_id}/labels", "creators/{creator_id}", "delegations/{delegation_id}"):
        seen[path] = agency.get(f"/v1/{path.format(**ids)}")
    return seen


def test_what_a_viewer_is_not_shown_she_is_refused(scene: Scene, manager: Watched, viewer: Watched) -> None:
    hidden = actions(manager, scene)
    for path in actions(viewer, scene):
        hidden.pop(path, None)
    names = {matched("POST", urlsplit(path).path) for path in hidden}
    assert names >= {"offers.act", "offers.propose", "offers.write", "roster.labels", "creators.save_rate"}
    before, unasked = kept(scene), list[str]()
    token = scene.viewer.token()
    for path, fields in hidden.items():
        viewer.asked.clear()
        answer = viewer.send("POST", path, data={**fields, "csrf": token}, headers=headers(viewer))
        assert answer.status_code in (403, 404, 409, 422), f"{path}: {answer.status_code}"
        # The API has said no: either to what was to be done, or to what the form begins with.
        if not any(each.status in (403, 404) for each in viewer.asked):
            unasked.append(f"{urlsplit(path).path} {fields}")
        assert {each.status for each in viewer.commands} <= {403, 404}, f"{path}: {viewer.commands}"
    assert unasked == []
    assert kept(scene) == before


def test_no_form_at_all_does_more_for_her(scene: Scene, viewer: Watched) -> None:
    before, token, ids = kept(scene), scene.viewer.token(), scene.ids()
    filling = {"text": "x", "reason": "x", "deliverable": "video", "amount": "1", "version": "1", "tags": "x"}
    filling |= {
        "email": f"{unique('v')}@example.com",
        "role": "owner",
        "name": "x",
        "handle": "x",
        "sure": "on",
    }
    for rule in taking("POST"):
        if rule in OWN or rule.startswith(("/settings/sessions", "/settings/second-factor")):
            continue
        viewer.asked.clear()
        form = {**filling, "csrf": token}
        viewer.send("POST", filled(rule, ids), data=form, headers=headers(viewer))
        assert {each.status for each in viewer.commands} <= {403, 404, 409, 422}, f"{rule}: {viewer.commands}"
    assert kept(scene) == before


def test_the_manager_may_do_what_she_is_refused(scene: Scene, manager: Watched) -> None:
    """Without which nothing above would prove anything."""
    path = filled("/roster/<creator_id>/labels", scene.ids())
    fields = actions(manager, scene)[path]
    manager.asked.clear()
    form = {**fields, "csrf": scene.manager.token()}
    assert manager.send("POST", path, data=form, headers=headers(manager)).status_code == 303
    assert [each.status for each in manager.commands] == [200]


def test_a_creator_beyond_her_limits_is_not_found(scene: Scene) -> None:
    limited, ids = scene.limited, scene.ids(scene.other)
    found = []
    for rule in taking("GET"):
        if not re.search("<(creator_id|offer_id|delegation_id)>", rule):
            continue
        answer = limited.look(filled(rule, ids))
        # What a manager may not do at all is refused before it is looked for.
        if answer.status_code not in (403, 404, 405) or scene.other_name in answer.text:
            found.append(f"{rule}: {answer.status_code}")
        own = scene.ids()
        assert scene.other_name not in limited.look(filled(rule, own)).text
    assert found == []
    assert limited.look(filled("/creators/<creator_id>", scene.ids())).status_code == 200


def test_nothing_is_done_about_her_by_hand(portal: Portal, scene: Scene) -> None:
    before = kept(scene)
    watched, token = Watched(portal), scene.limited.token()
    watched.let_in(scene.limited.held())
    for rule in taking("POST"):
        if re.search("<(creator_id|offer_id|delegation_id)>", rule):
            form = {"csrf": token, "text": "x", "reason": "x", "tags": "x", "sure": "on"}
            path = filled(rule, scene.ids(scene.other))
            answer = watched.send("POST", path, data=form, headers=headers(watched))
            assert answer.status_code >= 400, rule
            assert scene.other_name not in answer.text
    picked = {"csrf": token, "reason": "x", "pick": f"{scene.other.id}:{scene.offers[scene.other.id]['id']}"}
    watched.send("POST", "/inbox/decline", data=picked, headers=headers(watched))
    assert {each.status for each in watched.commands} <= {403, 404, 422}
    assert kept(scene) == before


def test_her_name_stands_on_no_page(scene: Scene) -> None:
    limited, name = scene.limited, scene.other_name
    # Somebody else's limits name her on the page of people, for those who may see them.
    scene.person("manager", "Mia Other", creator_ids=[scene.other.id])
    searched = [f"{page}?{field}={name}" for page, field in (("/inbox", "who"), ("/roster", "q"))]
    listed = [each for each in taking("GET") if "<" not in each and each not in ("/sign-in", "/session")]
    seen = [path for path in (*LISTS, *listed) if name in limited.look(path).text]
    assert seen == []
    for path in (*searched, f"/inbox?creator={scene.other.id}", f"/activity?creator={scene.other.id}"):
        shown = limited.look(path).text.replace(f'value="{name}"', "").replace(f"={name}", "")
        assert f"{name}'" not in html.unescape(shown), path
    # Whoever is not limited finds her in each of them.
    for path in ("/inbox", "/roster", "/delegations"):
        assert name in scene.manager.look(path).text
