"""The operator's pages: parties, their clients and people, imports, mails, proofs, health."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.unit.portal.gateway import ME, FakeGateway, me, page, problem
from tests.unit.portal.offers import CREATOR, moment
from tests.unit.portal.settings import ACCOUNT, INVITATION

MOMENTS = {"created_at": moment(-30), "updated_at": moment(-1)}
AGENCY: dict[str, Any] = {
    "id": "ag_1",
    "kind": "agency",
    "name": "Northlight Talent",
    "handle": None,
    "country": "ES",
    "state": "active",
    "suspended_at": None,
    "suspended_reason": "",
    "clients": [{"client_id": "cl_1", "created_at": moment(-30), "last_used_at": None}],
    "version": 1,
    **MOMENTS,
}
IMPORT: dict[str, Any] = {
    "id": "im_1",
    "state": "running",
    "party": {"id": "op_1", "kind": "operator", "name": "Operator"},
    "source": "operator",
    "note": "<b>note</b>",
    "started_at": moment(-0.1),
    "accepted": 28_225,
    "duplicates": 3,
    "rejected_total": 7,
    "reason": "",
    "withdrawn_by_actor": None,
    **MOMENTS,
}
MAIL: dict[str, Any] = {
    "id": "ml_1",
    "recipient": "ana@example.com",
    "language": "es",
    "state": "kept",
    "subject": "Hello",
    "text": "<script>alert(1)</script>",
    "html": "<script>alert(1)</script>",
    "attempts": [],
    "next_attempt_at": None,
    **MOMENTS,
}
PROOF: dict[str, Any] = {
    "creator_id": "cr_1",
    "creator": CREATOR,
    "entries": 120,
    "head_hash": "9f86d081884c7d659a2feaa0c55ad015",
    "intact": False,
    "problem": "Entry 7 was changed.",
    "checkpoint": None,
}
CREDENTIALS = {"client_id": "cl_9", "client_secret": "s3cret"}
PARTY = "/operator/agencies/ag_1"


@pytest.fixture
def gateway() -> FakeGateway:
    """As the operator finds it."""
    return FakeGateway(
        {
            "GET /v1/me": me("operator", "op_1", "Operator"),
            "GET /v1/operator/agencies": page(AGENCY, next_cursor="c2"),
            "GET /v1/operator/agencies/ag_1": AGENCY,
            "GET /v1/operator/people": page(ACCOUNT),
            "GET /v1/operator/parties/ag_1/invitations": page(INVITATION),
            "GET /v1/metrics/imports": page(IMPORT),
            "GET /v1/metrics/imports/im_1": IMPORT,
            "GET /v1/mail/outbox": page(MAIL),
            "GET /v1/operator/activity-proofs": page(PROOF),
            "GET /readyz": {"status": "ready"},
        }
    )


def test_parties_are_searched_and_filtered_by_the_url(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/operator?kind=agencies&q=north&state=active&sort=-created_at").text
    assert 'href="/operator/agencies/ag_1"' in shown
    assert "cursor=c2" in shown
    asked = next(each for each in gateway.asked if each.url.path == "/v1/operator/agencies").url.params
    assert (asked["q"], asked["state"], asked["sort"]) == ("north", "active", "-created_at")


@pytest.mark.parametrize("path", ["/operator", "/operator/people", PARTY, f"{PARTY}/suspend"])
def test_others_find_no_such_page(gateway: FakeGateway, path: str) -> None:
    gateway.answers["GET /v1/me"] = ME
    assert gateway.browser().look(path).status_code == 404
    assert all("operator" not in each.url.path for each in gateway.asked)


def test_an_unknown_kind_is_no_page(gateway: FakeGateway) -> None:
    assert gateway.browser().look("/operator/robots/ag_1").status_code == 404


def test_a_party_shows_clients_people_and_invitations(gateway: FakeGateway) -> None:
    shown = gateway.browser().look(PARTY).text
    assert "cl_1" in shown
    assert "Ana López" in shown
    assert "eva@example.com" in shown
    asked = next(each for each in gateway.asked if each.url.path == "/v1/operator/people")
    assert asked.url.params["party_id"] == "ag_1"


def test_a_part_of_a_party_that_fails_leaves_the_rest(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/operator/people"] = problem(500, "internal")
    shown = gateway.browser().look(PARTY)
    assert shown.status_code == 200
    assert "eva@example.com" in shown.text
    assert 'data-hx-select="#part-people"' in shown.text


@pytest.mark.parametrize(
    ("kind", "name", "form", "sent"),
    [
        ("agencies", "agency", {"name": "N", "country": "es"}, {"name": "N", "country": "ES"}),
        (
            "brands",
            "brand",
            {"name": "G", "country": "ES", "category": "beauty"},
            {"name": "G", "country": "ES", "category": "beauty"},
        ),
        (
            "creators",
            "creator",
            {
                "handle": "@ana",
                "display_name": "A",
                "country": "ES",
                "languages": "es, EN",
                "categories": "food",
            },
            {
                "handle": "@ana",
                "display_name": "A",
                "country": "ES",
                "languages": ["es", "en"],
                "categories": ["food"],
            },
        ),
    ],
)
def test_a_party_is_made_and_its_secret_shown_once(
    gateway: FakeGateway, kind: str, name: str, form: dict[str, str], sent: dict[str, Any]
) -> None:
    made = {"id": "x_1", "name": "N", "display_name": "A"}
    gateway.answers[f"POST /v1/operator/{kind}"] = {name: made, "client": CREDENTIALS}
    shown = gateway.browser().send(f"/operator/{kind}/new", {**form, "once": "key-1"})
    assert 'value="s3cret"' in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert gateway.bodies(f"/v1/operator/{kind}") == [sent]


def test_suspending_says_what_happens_and_asks_why(gateway: FakeGateway) -> None:
    path = "/v1/operator/agencies/ag_1/suspend"
    gateway.answers[f"POST {path}"] = AGENCY
    browser = gateway.browser()
    assert "it can be let back in" in browser.look(f"{PARTY}/suspend").text
    assert gateway.bodies(path) == []
    assert browser.send(f"{PARTY}/suspend", {"reason": "Unpaid."}).location == PARTY
    assert gateway.bodies(path) == [{"reason": "Unpaid."}]


def test_a_reason_that_is_missing_is_said(gateway: FakeGateway) -> None:
    faults = [{"field": "reason", "code": "required", "message": "It is needed."}]
    gateway.answers["POST /v1/operator/agencies/ag_1/suspend"] = problem(422, "invalid", errors=faults)
    shown = gateway.browser().send(f"{PARTY}/suspend", {"reason": ""})
    assert "It is needed." in shown.text


def test_a_suspended_party_is_let_back_in(gateway: FakeGateway) -> None:
    barred = {**AGENCY, "state": "suspended", "suspended_at": moment(-1), "suspended_reason": "<i>Unpaid</i>"}
    gateway.answers["GET /v1/operator/agencies/ag_1"] = barred
    gateway.answers["POST /v1/operator/agencies/ag_1/resume"] = AGENCY
    browser = gateway.browser()
    shown = browser.look(PARTY).text
    assert f"{PARTY}/resume" in shown
    assert "<i>Unpaid" not in shown
    assert browser.send(f"{PARTY}/resume", {}).location == PARTY


def test_a_person_is_invited_to_a_party(gateway: FakeGateway) -> None:
    path = "/v1/operator/parties/ag_1/invitations"
    gateway.answers[f"POST {path}"] = {"invitation": INVITATION, "link": "https://portal.test/i/1"}
    shown = gateway.browser().send(f"{PARTY}/invite", {"email": "eva@example.com", "role": "owner"})
    assert 'value="https://portal.test/i/1"' in shown.text
    assert gateway.bodies(path) == [{"email": "eva@example.com", "role": "owner"}]


def test_clients_are_made_and_removed(gateway: FakeGateway) -> None:
    gateway.answers["POST /v1/operator/parties/ag_1/clients"] = {"client": CREDENTIALS}
    gateway.answers["DELETE /v1/operator/parties/ag_1/clients/cl_1"] = httpx.Response(204)
    browser = gateway.browser()
    assert "A further client" in browser.look(f"{PARTY}/clients/new").text
    assert 'value="s3cret"' in browser.send(f"{PARTY}/clients/new", {}).text
    assert browser.send(f"{PARTY}/clients/cl_1/remove", {}).location == PARTY


def test_imports_show_how_far_they_are_and_are_withdrawn(gateway: FakeGateway) -> None:
    gateway.answers["DELETE /v1/metrics/imports/im_1"] = {**IMPORT, "state": "withdrawing"}
    browser = gateway.browser()
    shown = browser.look("/operator/imports?state=running").text
    assert "28,225" in shown
    assert "came further" in shown
    assert "<b>note" not in shown
    assert "all figures follow" in browser.look("/operator/imports/im_1/withdraw").text
    assert browser.send("/operator/imports/im_1/withdraw", {}).location == "/operator/imports"


def test_what_a_mail_says_is_text(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/operator/mails?state=kept").text
    assert "<script>alert" not in shown
    assert "ana@example.com" in shown


def test_a_log_that_is_not_intact_says_where(gateway: FakeGateway) -> None:
    shown = gateway.browser().look("/operator/proofs").text
    assert "Not intact" in shown
    assert "Entry 7 was changed." in shown


def test_an_empty_page_of_proofs_leads_on(gateway: FakeGateway) -> None:
    gateway.answers["GET /v1/operator/activity-proofs"] = page(next_cursor="c2")
    shown = gateway.browser().look("/operator/proofs").text
    assert "go on" in shown
    assert "cursor=c2" in shown


def test_health_names_what_does_not_answer(gateway: FakeGateway) -> None:
    assert "Every service answers" in gateway.browser().look("/operator/health").text
    gateway.answers["GET /readyz"] = problem(503, "unavailable", "Not ready: metrics.")
    shown = gateway.browser().look("/operator/health")
    assert shown.status_code == 200
    assert "Not ready: metrics." in shown.text


def test_people_are_found_by_their_address(gateway: FakeGateway) -> None:
    gateway.browser().look("/operator/people?email=ana@example.com")
    asked = next(each for each in gateway.asked if each.url.path == "/v1/operator/people")
    assert asked.url.params["email"] == "ana@example.com"
