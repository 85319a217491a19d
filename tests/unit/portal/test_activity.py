"""The log of a creator and her profile: words, filters, proofs, downloads, and edits that cross."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from services.portal.pages.activity.entries import ACTIONS, object_url
from services.portal.pages.profile import FIELDS, content_hash
from services.shared import contracts
from services.shared.hashchain import GENESIS, digest
from tests.unit.portal.creators import creator, known, signed_in
from tests.unit.portal.gateway import FakeGateway, page, problem
from tests.unit.portal.offers import CREATOR, moment

LOG = "/v1/creators/cr_1/activity"


def entry(sequence: int = 1, **more: Any) -> dict[str, Any]:
    """Something that an agency did."""
    actor = {"id": "ag_1", "kind": "agency", "name": "Northlight Talent"}
    return {
        "sequence": sequence,
        "creator_id": "cr_1",
        "at": moment(-1),
        "actor_id": "ag_1",
        "actor_kind": "agency",
        "client_id": "cl_1",
        "delegation_id": "dg_1",
        "action": "accept_offer",
        "decision": "allowed",
        "object": "/v1/creators/cr_1/offers/of_1/accept",
        "reason": "",
        "count": 1,
        "readings": [],
        "unlisted": 0,
        "creator": CREATOR,
        "actor": actor,
        **more,
    }


def chain(length: int) -> list[dict[str, Any]]:
    """Entries as they are exported, each with the hash of the one before it."""
    found, previous = [], GENESIS
    for sequence in range(1, length + 1):
        content = {"sequence": sequence, "previous_hash": previous, "action": "get_offer"}
        previous = digest(content)
        found.append({**content, "hash": previous})
    return found


def exporting(entries: list[dict[str, Any]], most: int = 2) -> Any:
    """The route of the export, `most` entries at a time."""

    def answer(request: httpx.Request) -> httpx.Response:
        after = int(request.url.params.get("after", 0))
        lines = [json.dumps(each).encode() + b"\n" for each in entries[after : after + most]]
        return httpx.Response(200, content=b"".join(lines))

    return answer


@pytest.fixture
def maya(gateway: FakeGateway) -> FakeGateway:
    known(gateway, "creator")
    gateway.answers[f"GET {LOG}"] = page(entry())
    gateway.answers[f"GET {LOG}/checkpoints"] = page()
    return gateway


def test_every_act_for_a_creator_has_words() -> None:
    acts = {name for name, rule in contracts.actions().items() if rule.creator_field}
    assert "accept_offer" in acts
    assert acts <= set(ACTIONS)


def test_an_entry_says_who_what_and_on_what(maya: FakeGateway) -> None:
    shown = maya.browser().look("/activity").text
    for said in ("Northlight Talent", "accepted an offer", "Allowed", 'href="/offers/of_1?creator=cr_1"'):
        assert said in shown


def test_readings_are_folded(maya: FakeGateway) -> None:
    one = {"action": "get_offer", "object": "/v1/creators/cr_1/offers/of_1", "count": 2, "at": moment(-1)}
    two = {**one, "action": "get_metrics", "object": "/v1/creators/cr_1/metrics"}
    maya.answers[f"GET {LOG}"] = page(entry(decision="read", count=5, readings=[one, two], unlisted=1))
    shown = maya.browser().look("/activity").text
    assert "5 readings" in shown
    assert "read the statistics" in shown
    assert "1 more" in shown


def test_filters_search_on_and_say_how_far(maya: FakeGateway) -> None:
    maya.answers[f"GET {LOG}"] = page(entry(), next_cursor="c2")
    shown = maya.browser().look("/activity?decision=denied").text
    assert "Nothing matches in the 5 entries that were searched." in shown
    assert "Search older entries" in shown
    shown = maya.browser().look("/activity?who=brand&since=2026-01-01").text
    assert any(each.url.params.get("updated_since") == "2026-01-01T00:00:00Z" for each in maya.asked)


@pytest.mark.parametrize(
    ("object_", "url"),
    [
        ("/v1/delegations/dg_7/accept", "/delegations/dg_7"),
        ("/v1/creators/cr_1/rate-card", "/creators/cr_1"),
        ("/v1/creators/cr_1/videos?x=1", "/creators/cr_1/videos"),
        ("javascript:alert(1)", ""),
        ("https://evil.test/v1/creators/cr_1", ""),
    ],
)
def test_links_lead_to_pages_of_the_portal_only(maya: FakeGateway, object_: str, url: str) -> None:
    with maya.app().test_request_context():
        assert object_url(object_) == url


def test_an_agency_chooses_a_creator_and_exports_nothing(gateway: FakeGateway) -> None:
    known(gateway).answers[f"GET {LOG}"] = page(entry(reason="<script>x</script>"))
    browser = gateway.browser()
    shown = browser.look("/activity").text
    assert "Maya Lindqvist" in shown
    assert "<script>x" not in shown
    assert "Export" not in shown
    assert browser.look("/activity/export").status_code == 404
    assert browser.look("/activity/verify").status_code == 404


def test_the_export_is_the_whole_log(maya: FakeGateway) -> None:
    maya.answers[f"GET {LOG}/export"] = exporting(chain(5))
    file = maya.browser().look("/activity/export")
    assert [json.loads(line)["sequence"] for line in file.data.splitlines()] == [1, 2, 3, 4, 5]
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_an_intact_log_is_proved(maya: FakeGateway) -> None:
    entries = chain(5)
    maya.answers[f"GET {LOG}/export"] = exporting(entries)
    signed = {
        "creator_id": "cr_1",
        "sequence": 4,
        "hash": entries[3]["hash"],
        "at": moment(0),
        "statement": "s",
    }
    maya.answers[f"GET {LOG}/checkpoints"] = page(signed)
    shown = maya.browser().look("/activity/verify").text
    assert "The log is intact." in shown
    assert "5 entries were recomputed" in shown


def test_a_log_that_was_changed_or_cut_is_found(maya: FakeGateway) -> None:
    entries = chain(5)
    signed = {
        "creator_id": "cr_1",
        "sequence": 4,
        "hash": entries[3]["hash"],
        "at": moment(0),
        "statement": "s",
    }
    maya.answers[f"GET {LOG}/checkpoints"] = page(signed)
    changed = [*entries[:2], {**entries[2], "action": "get_rates"}, *entries[3:]]
    maya.answers[f"GET {LOG}/export"] = exporting(changed)
    assert "The log is not intact after entry 2." in maya.browser().look("/activity/verify").text
    maya.answers[f"GET {LOG}/export"] = exporting(entries[:3])
    assert "The log contradicts what was signed." in maya.browser().look("/activity/verify").text


@pytest.fixture
def profile(maya: FakeGateway) -> FakeGateway:
    visibility = {"listed": False, "found_by_handle": True, "public_rates": False, "version": 7}
    maya.answers["GET /v1/creators/cr_1/visibility"] = visibility
    maya.answers["GET /v1/creators/cr_1/videos"] = page()
    return maya


def form(base: dict[str, Any]) -> dict[str, str]:
    """What she writes, over a profile that she was shown."""
    own = {
        "display_name": "Maya",
        "bio": "My own words.",
        "country": "SE",
        "languages": "sv, en",
        "categories": "food",
    }
    return {**own, "version": str(base["version"]), "base": content_hash(base), "order": ""}


def test_a_profile_is_saved(profile: FakeGateway) -> None:
    profile.answers["PATCH /v1/creators/cr_1"] = creator()
    assert profile.browser().send("/profile", form(creator())).status_code == 303
    (sent,) = profile.bodies("/v1/creators/cr_1")
    assert set(sent) == set(FIELDS)
    assert (sent["languages"], sent["categories"]) == (["sv", "en"], ["food"])


def test_new_statistics_are_no_conflict_but_new_words_are(profile: FakeGateway) -> None:
    def stale_until_8(request: httpx.Request) -> httpx.Response:
        if request.headers["If-Match"] == '"8"':
            return httpx.Response(200, json=creator(version=9))
        return problem(412, "stale_version")

    profile.answers["PATCH /v1/creators/cr_1"] = stale_until_8
    profile.answers["GET /v1/creators/cr_1"] = creator(version=8)
    assert profile.browser().send("/profile", form(creator())).status_code == 303
    profile.answers["GET /v1/creators/cr_1"] = creator(version=8, bio="Theirs.")
    shown = profile.browser().send("/profile", form(creator()))
    assert shown.status_code == 409
    assert "My own words.</textarea>" in shown.text
    assert "Theirs." in shown.text


def test_who_finds_her_is_what_the_switches_say(profile: FakeGateway) -> None:
    profile.answers["PATCH /v1/creators/cr_1/visibility"] = {}
    profile.browser().send("/profile/visibility", {"listed": "on"})
    sent = profile.bodies("/v1/creators/cr_1/visibility")[-1]
    assert sent == {"listed": True, "found_by_handle": False, "public_rates": False}


def test_only_creators_have_a_profile(profile: FakeGateway) -> None:
    profile.answers["GET /v1/me"] = signed_in("agency", "ag_1")
    assert profile.browser().look("/profile").status_code == 404
