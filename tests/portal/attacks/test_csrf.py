"""Requests that another site has somebody's browser send: no form of the portal takes them, no link acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.portal.attacks.application import Watched
from tests.portal.attacks.routes import filled, taking
from tests.portal.attacks.scene import Scene
from tests.portal.attacks.visitors import EVIL, Visitor
from tests.portal.conftest import Portal

FORMS = taking("POST")
PAGES = [rule for rule in taking("GET") if rule not in ("/static/<path:path>", "/sign-in")]
NULL = "null"
Forgery = tuple[str, dict[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def watched(portal: Portal, scene: Scene) -> Watched:
    """The portal as an owner's browser has it."""
    made = Watched(portal)
    made.let_in(scene.owner.held())
    return made


def forgeries(own: str, foreign: str) -> dict[str, Any]:
    """Token and headers of requests that a page of another site can cause."""
    return {
        "without a token": ("", {}),
        "with an empty token": ("AAAA", {}),
        "with the token of another session": (foreign, {}),
        "from another origin": (own, {"Origin": EVIL}),
        "from an origin that is not told": (own, {"Origin": NULL}),
        "from another site": (own, {"Sec-Fetch-Site": "cross-site"}),
        "from another port of this host": (own, {"Sec-Fetch-Site": "same-site"}),
        "from an address bar": (own, {"Sec-Fetch-Site": "none"}),
    }


def test_there_are_forms() -> None:
    assert len(FORMS) > 45
    assert {"/sign-out", "/preferences", "/profile/visibility"} <= set(FORMS)


def test_no_form_is_taken_that_another_site_has_sent(
    portal: Portal, scene: Scene, watched: Watched, visitor: Callable[[str], Visitor]
) -> None:
    own, foreign = scene.owner.token(), visitor("viewer").token()
    assert own
    assert foreign
    ids, taken = scene.ids(), []
    for rule in FORMS:
        for what, (token, headers) in forgeries(own, foreign).items():
            said = {"Origin": portal.base_url, "Sec-Fetch-Site": "same-origin", **headers}
            answer = watched.send("POST", filled(rule, ids), data={"csrf": token}, headers=said)
            if answer.status_code != 403:
                taken.append(f"{rule} {what}: {answer.status_code}")
    assert taken == []
    assert watched.commands == []


def test_the_portal_that_runs_refuses_them_too(scene: Scene, visitor: Callable[[str], Visitor]) -> None:
    owner, ids = scene.owner, scene.ids()
    own, foreign = owner.token(), visitor("viewer").token()
    for rule in ("/sign-out", "/preferences", "/offers/<offer_id>/messages", "/roster/<creator_id>/labels"):
        for what, (token, headers) in forgeries(own, foreign).items():
            assert owner.post(filled(rule, ids), csrf=token, **headers).status_code == 403, f"{rule} {what}"
    assert owner.look("/session").status_code == 204


def test_a_token_counts_in_the_form_and_not_in_the_address(scene: Scene, watched: Watched) -> None:
    token, path = scene.owner.token(), filled("/roster/<creator_id>/labels", scene.ids())
    for sent in (
        {"path": f"{path}?csrf={token}"},
        {"path": path, "json": {"csrf": token}},
        {"path": path, "data": f"csrf={token}", "content_type": "text/plain"},
    ):
        assert watched.send("POST", **sent).status_code == 403
    assert watched.commands == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_do_nothing(watched: Watched, method: str) -> None:
    for path in ("/sign-out", "/settings", "/roster/add"):
        overridden = {"X-HTTP-Method-Override": "POST"}
        assert watched.send(method, path, headers=overridden).status_code in (403, 405)
    assert watched.commands == []


def test_no_page_that_is_opened_changes_anything(scene: Scene, watched: Watched) -> None:
    ids = scene.ids()
    before = len(watched.asked)
    for rule in PAGES:
        status = watched.send("GET", filled(rule, ids)).status_code
        assert status < 500, rule
    assert len(watched.asked) > before + 40
    assert watched.commands == []
    for rule in FORMS:
        path = filled(rule, ids)
        override = {"X-HTTP-Method-Override": "POST"}
        joined = f"{path}{'&' if '?' in path else '?'}_method=POST&csrf={scene.owner.token()}"
        assert watched.send("GET", joined, headers=override).status_code < 500, rule
        assert watched.send("HEAD", path).status_code < 500, rule
    assert watched.commands == []
    # Nobody was signed out by it, either.
    assert watched.send("GET", "/session").status_code == 204


def test_a_form_of_ones_own_is_taken(scene: Scene, watched: Watched) -> None:
    """Without which nothing above would prove anything."""
    owner, path = scene.owner, filled("/offers/<offer_id>/messages", scene.ids())
    headers = {"Origin": watched.base_url, "Sec-Fetch-Site": "same-origin"}
    form = {"csrf": owner.token(), "text": "From a page of ours."}
    assert watched.send("POST", path, data=form, headers=headers).status_code == 303
    assert [each.status for each in watched.commands] == [201]
