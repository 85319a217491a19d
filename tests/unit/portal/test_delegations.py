"""Delegations: consent, later changes, their ends and the receipt, for each side."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.portal.creators import OPEN, SCOPES, delegation, known, signed_in
from tests.unit.portal.gateway import FakeGateway, page, problem
from tests.unit.portal.offers import moment

HERE = "/delegations/dg_1"
LIMITS = {"floor_price": "500", "floor_price.currency": "EUR", "blocked_categories": "Gambling, beauty"}


@pytest.fixture
def maya(gateway: FakeGateway) -> FakeGateway:
    return known(gateway, "creator")


@pytest.fixture
def asked(maya: FakeGateway) -> FakeGateway:
    maya.answers["GET /v1/delegations/dg_1"] = delegation("requested", granted_at=None)
    maya.answers["GET /v1/delegations"] = page()
    return maya


def test_the_consent_page_says_who_what_and_what_never(asked: FakeGateway) -> None:
    shown = asked.browser().look(HERE).text
    for said in (
        "Northlight Talent asks to act for you",
        "We manage your partnerships.",
        "Read the rate card",
    ):
        assert said in shown
    for never in ("Your platform account", "Your password", "Your private messages", "Posting"):
        assert never in shown
    assert shown.count('role="switch" name="scopes"') == len(SCOPES)


def test_she_grants_a_part_within_limits(asked: FakeGateway) -> None:
    asked.answers["POST /v1/delegations/dg_1/accept"] = delegation()
    form: Any = {"scopes": [SCOPES[0], SCOPES[1], "marketplace.payments.read"], "once": "k1", **LIMITS}
    done = asked.browser().send(f"{HERE}/accept", form)
    assert (done.status_code, done.location) == (303, HERE)
    (sent,) = asked.bodies("/v1/delegations/dg_1/accept")
    assert sent["scopes"] == SCOPES[:2], "what was not asked for is not granted, whatever the form says"
    assert sent["guardrails"] == {
        **OPEN,
        "floor_price": {"amount_minor": 50_000, "currency": "EUR"},
        "blocked_categories": ["gambling", "beauty"],
    }


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Switch on one thing at least, or decline."),
        (
            {"scopes": SCOPES[0], "floor_price": "much", "floor_price.currency": "USD"},
            "This is not an amount.",
        ),
        ({"scopes": SCOPES[0], "max_active_campaigns": "-1"}, "This is not a number."),
    ],
)
def test_what_cannot_be_read_grants_nothing(asked: FakeGateway, form: dict[str, str], said: str) -> None:
    shown = asked.browser().send(f"{HERE}/accept", form)
    assert (shown.status_code, said in shown.text) == (422, True)
    assert asked.bodies("/v1/delegations/dg_1/accept") == []


def test_a_request_that_was_withdrawn_meanwhile_is_said(asked: FakeGateway) -> None:
    asked.answers["POST /v1/delegations/dg_1/accept"] = problem(409, "not_requested", "It has ended.")
    shown = asked.browser().send(f"{HERE}/accept", {"scopes": SCOPES[0], **LIMITS})
    assert "It has ended." in shown.text
    assert 'value="500"' in shown.text


def test_a_later_request_begins_with_the_limits_that_hold(asked: FakeGateway) -> None:
    floor = {**OPEN, "floor_price": {"amount_minor": 70_000, "currency": "USD"}}
    asked.answers["GET /v1/delegations"] = page(delegation(id="dg_0", guardrails=floor))
    assert 'value="700.00"' in asked.browser().look(HERE).text


def test_she_takes_it_back_after_a_second_question(maya: FakeGateway) -> None:
    maya.answers["POST /v1/delegations/dg_1/revoke"] = delegation("revoked")
    browser = maya.browser()
    assert "Take it back…" in browser.look(HERE).text
    shown = browser.look(f"{HERE}/revoke").text
    assert "It ends at once" in shown
    assert "go on in your own hands" in shown
    assert maya.bodies("/v1/delegations/dg_1/revoke") == []
    assert browser.send(f"{HERE}/revoke", {"reason": "Enough."}).location == HERE
    assert maya.bodies("/v1/delegations/dg_1/revoke") == [{"reason": "Enough."}]


def test_scopes_are_narrowed_in_the_version_that_was_shown(maya: FakeGateway) -> None:
    maya.answers["PATCH /v1/delegations/dg_1"] = delegation()
    browser = maya.browser()
    form: Any = {"version": "4", "scopes": [SCOPES[0]]}
    assert browser.send(f"{HERE}/scopes", form).status_code == 303
    assert maya.bodies("/v1/delegations/dg_1") == [{"scopes": [SCOPES[0]]}]
    assert maya.asked[-1].headers["If-Match"] == '"4"'
    assert "Leave one thing at least" in browser.send(f"{HERE}/scopes", {"version": "4"}).text


@pytest.mark.parametrize(("until", "sent"), [("", None), ("2099-02-01", "2099-02-01T23:59:59Z")])
def test_the_end_is_moved_or_taken_away(maya: FakeGateway, until: str, sent: str | None) -> None:
    maya.answers["PATCH /v1/delegations/dg_1"] = delegation()
    assert maya.browser().send(f"{HERE}/until", {"version": "4", "until": until}).status_code == 303
    assert maya.bodies("/v1/delegations/dg_1") == [{"expires_at": sent}]


def test_stale_limits_keep_hers_and_show_what_holds(maya: FakeGateway) -> None:
    maya.answers["PUT /v1/delegations/dg_1/guardrails"] = problem(412, "stale_version")
    now = {**OPEN, "max_active_campaigns": 3}
    maya.answers["GET /v1/delegations/dg_1"] = delegation(guardrails=now, version=9)
    shown = maya.browser().send(f"{HERE}/guardrails", {"version": "4", **LIMITS})
    assert shown.status_code == 409
    assert 'value="500"' in shown.text
    assert "Nothing is accepted while 3 deals are active." in shown.text
    assert 'name="version" value="9"' in shown.text


def test_an_agency_sees_it_and_can_end_it_and_nothing_else(gateway: FakeGateway) -> None:
    browser = known(gateway).browser()
    shown = browser.look(HERE).text
    assert "End it…" in shown
    assert "not granted" in shown
    assert "Take it back…" not in shown
    assert "/guardrails" not in shown
    for page_ in ("scopes", "until", "guardrails", "revoke", "decline"):
        assert browser.look(f"{HERE}/{page_}").status_code == 404


def test_one_that_has_ended_says_by_whom_and_why(maya: FakeGateway) -> None:
    actor = {"id": "ag_1", "kind": "agency", "name": "Northlight Talent"}
    over = delegation("ended", ended_at=moment(-1), ended_by_actor=actor, reason="<i>Done</i>")
    maya.answers["GET /v1/delegations/dg_1"] = over
    shown = maya.browser().look(HERE).text
    assert "Ended by Northlight Talent." in shown
    assert "<i>Done" not in shown
    assert "/revoke" not in shown


def test_of_another_party_there_is_nothing(maya: FakeGateway) -> None:
    assert maya.browser().look("/delegations/dg_9").status_code == 404
    maya.answers["GET /v1/me"] = signed_in("brand", "br_1")
    assert maya.browser().look("/delegations").status_code == 404


def test_the_list_and_its_filter(maya: FakeGateway) -> None:
    browser = maya.browser()
    assert "Northlight Talent" in browser.look("/delegations?state=active").text
    assert any(each.url.params.get("state") == "active" for each in maya.asked)
    maya.answers["GET /v1/delegations"] = page()
    assert "Nobody acts for you." in browser.look("/delegations").text


def test_the_receipt_is_shown_and_downloaded(maya: FakeGateway) -> None:
    change = {
        "sequence": 1,
        "act": "requested",
        "at": moment(-3),
        "state": "requested",
        "scopes": SCOPES,
        "guardrails": OPEN,
        "reason": "",
        "hash": "a" * 64,
        "party": {"id": "ag_1", "kind": "agency", "name": "N"},
    }
    whole = delegation()
    receipt = {
        "delegation": whole,
        "agency": whole["agency"],
        "creator": whole["creator"],
        "changes": [change],
        "issued_at": moment(0),
        "signature": "s",
    }
    maya.answers["GET /v1/delegations/dg_1/receipt"] = receipt
    browser = maya.browser()
    assert "callboard receipt verify" in browser.look(f"{HERE}/receipt").text
    file = browser.look(f"{HERE}/receipt.json")
    assert file.json == receipt
    assert file.headers["Content-Disposition"] == 'attachment; filename="receipt-dg_1.json"'
