"""People who try to do more than their role admits, or to see a creator to whom they are not let."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from services.gateway.transcode.routes import Route, routes_of
from services.roster.domain.people.roles import scopes_of
from services.shared.contracts import descriptors
from tests.e2e.api import Actor, Operator, creator_path, current, delegate, send_offer
from tests.e2e.browsing import App, Browser, Member, Person, acting, invited, registered
from tests.e2e.test_live_events import heard, listening
from tests.e2e.test_match import FITS, TARGET, bring
from tests.e2e.waiting import eventually
from tests.security.importing import HEADER, row, send

PATCH = {"Content-Type": "application/merge-patch+json", "If-Match": "*"}
ROUTES = [route for route in routes_of(descriptors()) if "agency" in route.rule.kinds]
BEYOND_A_VIEWER = [
    route
    for route in ROUTES
    if route.rule.command and route.rule.scope and route.rule.scope not in scopes_of("agency", "viewer")
]
OF_A_CREATOR = [route for route in ROUTES if "{creator_id}" in route.path]


class Scene:
    """An agency with two creators, who have offers, and an application for its people."""

    def __init__(self, operator: Operator) -> None:
        self.operator = operator
        self.agency, self.brand = operator.agency(), operator.brand()
        self.own, self.other = operator.creator(), operator.creator()
        self.delegations = {each.id: delegate(self.agency, each) for each in (self.own, self.other)}
        self.offers = {each.id: send_offer(self.brand, each) for each in (self.own, self.other)}
        for each in (self.own, self.other):
            bring(operator, each, FITS)
        self.app: App = registered(self.agency)

    def member(self, role: str, **limits: Any) -> tuple[Member, Person]:
        """Somebody who has accepted, and signed in."""
        member = invited(self.operator, self.agency, role=role, **limits)
        return member, acting(member, self.app)

    def id_of(self, member: Member) -> str:
        """Her id among the agency's people."""
        people = self.agency.get("/v1/people", page_size=100)["items"]
        return str(next(each["id"] for each in people if each["email"] == member.email))


@pytest.fixture(scope="module")
def scene(operator: Operator) -> Scene:
    """An agency with two creators."""
    return Scene(operator)


@pytest.fixture(scope="module")
def limited(scene: Scene) -> Person:
    """A manager of the agency who may see one of the two."""
    return scene.member("manager", creator_ids=[scene.own.id])[1]


def filled(route: Route, creator_id: str) -> str:
    """The path of a route, with a creator, and what there is none of otherwise."""
    known = {"creator_id": creator_id, "number": "1"}
    return re.sub(r"\{(\w+)\}", lambda name: known.get(name[1], "none_1"), route.path)


def tried(person: Actor, route: Route, creator_id: str) -> tuple[int, str]:
    """What a route answers: status and code."""
    options: dict[str, Any] = {} if route.verb in ("GET", "DELETE") else {"json": {}}
    headers = PATCH if route.verb == "PATCH" else {"If-Match": "*"}
    reply = person.send(route.verb, filled(route, creator_id), headers=headers, **options)
    return reply.status_code, reply.json().get("code", "") if reply.content else ""


def creators_in(page: dict[str, Any]) -> set[str]:
    """Of whom the items of a list are."""
    return {each.get("creator_id") or each["creator"]["id"] for each in page["items"]}


def refused_within_a_second(ask: Callable[[], int], status: int) -> None:
    """From now on it takes a second at most until nothing is served that was asked for later."""
    begun = served = time.monotonic()

    def is_refused() -> bool:
        nonlocal served
        asked = time.monotonic()
        if (answer := ask()) == status:
            return True
        assert answer == 200
        served = asked
        return False

    eventually(is_refused)
    assert served - begun < 1.0


def test_a_viewer_is_refused_every_command(scene: Scene, subtests: pytest.Subtests) -> None:
    _, viewer = scene.member("viewer")
    assert viewer.get("/v1/me")["person"]["role"] == "viewer"
    assert viewer.get(f"/v1/creators/{scene.own.id}")["id"] == scene.own.id
    assert len(BEYOND_A_VIEWER) > 20
    for route in BEYOND_A_VIEWER:
        with subtests.test(route.name):
            assert tried(viewer, route, scene.own.id) == (403, "role_not_allowed")


def test_a_lowered_role_holds_at_once_for_tokens_from_before(scene: Scene) -> None:
    scene.member("owner")
    member, owner = scene.member("owner")
    path = f"/v1/people/{scene.id_of(member)}"
    labels = f"/v1/roster/{scene.own.id}/labels"

    def labelled() -> int:
        reply = owner.send("PATCH", labels, json={"tags": ["x"]}, headers=PATCH)
        assert reply.status_code == 200 or reply.json()["code"] == "role_not_allowed", reply.text
        return reply.status_code

    assert labelled() == 200
    scene.agency.call("PATCH", path, {"role": "viewer"}, status=200, headers=PATCH)
    refused_within_a_second(labelled, 403)
    offer = scene.offers[scene.own.id]
    at, invitation = creator_path(offer), {"email": "x@example.com", "role": "owner"}
    for verb, where, body in (
        ("POST", "/v1/people/invitations", invitation),
        ("PATCH", path, {"role": "owner"}),
        ("POST", "/v1/applications", {"name": "x", "redirect_uris": ["https://x.example/"]}),
        ("POST", f"{at}/messages", {"text": "x"}),
        ("POST", f"{at}/accept", current(offer)),
        ("POST", f"{at}/decline", {"reason": "x"}),
        ("POST", f"/v1/delegations/{scene.delegations[scene.own.id]['id']}/end", {"reason": "x"}),
        ("DELETE", f"/v1/roster/{scene.own.id}", None),
    ):
        headers = PATCH if verb == "PATCH" else {}
        refused = owner.call(verb, where, body, status=403, headers=headers)
        assert refused["code"] == "role_not_allowed", (verb, where)
    assert owner.get(at)["state"] == offer["state"]


def test_a_creator_beyond_her_limits_is_as_one_that_does_not_exist(
    scene: Scene, limited: Person, subtests: pytest.Subtests
) -> None:
    assert len(OF_A_CREATOR) > 20
    for route in OF_A_CREATOR:
        with subtests.test(route.name):
            found = tried(limited, route, scene.other.id)
            assert found == tried(limited, route, "cr_none")
            # What is not well formed, or wants a scope that her role lacks, is refused before that.
            assert found[0] in ((403, 404) if route.verb in ("GET", "DELETE") else (403, 404, 422))
    for path in ("", "/rate-card", "/metrics", "/audience", "/videos", "/offers", "/activity"):
        limited.get(f"/v1/creators/{scene.own.id}{path}")
        refused = limited.get(f"/v1/creators/{scene.other.id}{path}", status=404)
        assert refused["code"] == "creator_not_found"
    limited.get(creator_path(scene.offers[scene.own.id]))
    limited.get(creator_path(scene.offers[scene.other.id]), status=404)


def test_lists_hold_her_creators_alone(scene: Scene, limited: Person) -> None:
    for path in ("/v1/inbox", "/v1/roster", "/v1/delegations"):
        assert creators_in(scene.agency.get(path)) == {scene.own.id, scene.other.id}
        assert creators_in(limited.get(path)) == {scene.own.id}
    assert limited.get("/v1/inbox", creator_id=scene.own.id)["items"]
    assert limited.get("/v1/inbox", creator_id=scene.other.id, status=404)["code"] == "creator_not_found"
    ranked = limited.post("/v1/roster:match", {"target": TARGET}, status=200)["items"]
    assert [each["creator_id"] for each in ranked] == [scene.own.id]
    named = {"target": TARGET, "creator_ids": [scene.other.id]}
    assert limited.post("/v1/roster:match", named, status=200)["items"] == []
    body = {"creator_ids": [scene.own.id, scene.other.id], "parts": ["profile"]}
    own, other = limited.post("/v1/creators:batchGet", body, status=200)["items"]
    assert own["profile"]["id"] == scene.own.id
    assert "creator_not_found" in str(other)
    assert scene.other.id not in str(limited.get("/v1/me"))


def test_nothing_is_done_about_others(scene: Scene, limited: Person) -> None:
    other = scene.other.id
    delegation = f"/v1/delegations/{scene.delegations[other]['id']}"
    limited.get(delegation, status=404)
    limited.get(f"{delegation}/receipt", status=404)
    limited.post(f"{delegation}/end", {"reason": "x"}, status=404)
    limited.call("PATCH", f"/v1/roster/{other}/labels", {"tags": ["x"]}, status=404, headers=PATCH)
    limited.call("DELETE", f"/v1/roster/{other}", status=404)
    for creator in (scene.other, scene.operator.creator()):
        asked = {"creator_id": creator.id, "scopes": ["marketplace.profile.read"], "purpose": "x"}
        limited.post("/v1/delegations", asked, status=404)
    report = send(limited, HEADER + row(scene.own.id, "v1") + row(other, "v2"))
    assert (report["accepted"], len(report["rejected"])) == (1, 1)
    assert scene.other.get(f"/v1/creators/{other}/videos")["items"] == []


def test_live_events_are_of_her_creators_alone(scene: Scene, limited: Person) -> None:
    with listening(limited) as hers, listening(scene.agency) as all_of_it:
        for creator in (scene.other, scene.own):
            send_offer(scene.brand, creator)
        eventually(lambda: heard(hers, "offer.sent") or len(hers.events) > 0)
        eventually(lambda: len({str(each) for each in all_of_it.events}) > 1)
        assert scene.other.id in str(all_of_it.events)
        assert scene.own.id in str(hers.events)
        assert scene.other.id not in str(hers.events)


def test_whoever_is_removed_is_heard_no_more(scene: Scene) -> None:
    member, person = scene.member("manager")
    scene.agency.call("DELETE", f"/v1/people/{scene.id_of(member)}", status=204)
    refused_within_a_second(lambda: person.send("GET", "/v1/roster").status_code, 401)
    assert person.get("/v1/me", status=401)["code"] == "session_ended"


def test_an_ended_session_is_heard_no_more(scene: Scene) -> None:
    member, person = scene.member("viewer")
    _, another = member, acting(member, scene.app)
    sessions = another.get("/v1/me/sessions", page_size=100)["items"]
    mine = [each for each in sessions if each.get("current") and each["client_id"] == scene.app.id]
    assert len(mine) == 1
    another.post("/v1/me/sessions/end-others", {}, status=204)
    refused_within_a_second(lambda: person.send("GET", "/v1/roster").status_code, 401)
    another.get("/v1/roster")
    another.call("DELETE", f"/v1/me/sessions/{mine[0]['id']}", status=204)
    refused_within_a_second(lambda: another.send("GET", "/v1/roster").status_code, 401)


def test_a_new_password_ends_what_was_signed_in_with_the_old_one(scene: Scene) -> None:
    member, person = scene.member("manager")
    browser = Browser(member.browser.base_url)
    browser.get("/oauth/reset")
    browser.send(email=member.email)

    def link() -> str:
        mails = scene.operator.get("/v1/mail/outbox", state="kept", sort="-created_at")["items"]
        texts = [each["text"] for each in mails if each["recipient"] == member.email]
        return next(found[0] for text in texts if (found := re.search(r"/oauth/reset/\S+", text)))

    browser.get(eventually(link, error=StopIteration))
    person.get("/v1/roster")
    browser.send(password="seven loud engines, no driver")
    assert browser.shown.status_code in (200, 303), browser.shown.text
    refused_within_a_second(lambda: person.send("GET", "/v1/roster").status_code, 401)


def test_the_log_of_the_creator_names_person_and_party(scene: Scene, limited: Person) -> None:
    limited.get(f"/v1/creators/{scene.own.id}/rate-card")
    limited.call("PATCH", f"/v1/roster/{scene.own.id}/labels", {"tags": ["x"]}, status=200, headers=PATCH)
    limited.post(f"{creator_path(scene.offers[scene.own.id])}/messages", {"text": "Hello."})
    person = limited.get("/v1/me")["person"]
    path = f"/v1/creators/{scene.own.id}/activity"

    def entries() -> list[dict[str, Any]]:
        items = scene.own.get(path, page_size=100)["items"]
        return [each for each in items if each.get("person_id") == person["id"]]

    found = eventually(entries)
    assert {(each["person_name"], each["actor_id"]) for each in found} == {
        (person["name"], scene.agency.id),
    }
    denied = scene.other.get(f"/v1/creators/{scene.other.id}/activity", page_size=100)["items"]
    assert {each["rule"] for each in denied if each.get("person_id") == person["id"]} <= {"limited"}
