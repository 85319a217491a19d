"""Who may act for a creator, and for how long an answer holds."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from protos.callboard.errors.v1 import errors_pb2
from protos.roster.v1 import roster_pb2
from services.gateway.access import Access, Caller, Purpose
from services.shared.access import LEASE_SECONDS, SCOPES
from services.shared.client import AssertionRefused
from services.shared.errors import Internal, Unavailable
from tests.fakes.clock import START
from tests.unit.gateway.support import ALL_SCOPES, FakeBackend, Stage, allowed

CREATOR = "/v1/creators/cr_1"
PROFILE = "marketplace.profile.read"


def test_roster_is_asked_with_everything_that_it_logs(stage: Stage) -> None:
    headers = {"X-Request-Id": "req-1"}
    assert stage.send("GET", CREATOR, headers=headers).status_code == 200
    call = stage.roster.last("Authorize")
    asked = call.request
    assert (asked.party_id, asked.party_kind, asked.client_id) == ("agency_1", 2, "client_agency_1")
    assert list(asked.token_scopes) == list(SCOPES.values())
    assert (asked.creator_id, asked.request_id) == ("cr_1", "req-1")
    assert (asked.action, asked.object) == ("get_creator", CREATOR)
    assert call.identity is None


def test_the_grant_is_asserted(stage: Stage) -> None:
    guardrails = roster_pb2.Guardrails(
        confirm_all_accepts=True, floor_price={"amount_minor": 0, "currency": "USD"}
    )
    stage.roster.answers["Authorize"] = allowed(
        delegation_id="dg_9", version=4, scopes=[1, 2], guardrails=guardrails
    )
    assert stage.send("GET", "/v1/creators/cr_1/offers").status_code == 200
    identity = stage.campaigns.identity("ListCreatorOffers")
    assert (identity.party_id, identity.kind, identity.on_behalf_of) == ("agency_1", "agency", "cr_1")
    assert (identity.delegation_id, identity.delegation_version) == ("dg_9", 4)
    assert identity.granted_scopes == {PROFILE, "marketplace.rates.read"}
    assert identity.token_scopes == set(ALL_SCOPES)
    assert identity.guardrails == guardrails


def test_the_name_of_who_acts_is_asserted(stage: Stage) -> None:
    answer = allowed(delegation_id="dg_9", version=4, scopes=[1, 2])
    answer.party_name = "North Talent"
    stage.roster.answers["Authorize"] = answer
    assert stage.send("GET", "/v1/creators/cr_1/offers").status_code == 200
    assert stage.campaigns.identity("ListCreatorOffers").name == "North Talent"


def test_a_creator_acts_in_her_own_name(stage: Stage) -> None:
    stage.roster.answers["Authorize"] = allowed()
    assert stage.send("GET", "/v1/creators/creator_1", "creator_1").status_code == 200
    identity = stage.roster.identity("GetCreator")
    assert (identity.kind, identity.on_behalf_of, identity.delegation_id) == ("creator", "", "")


@pytest.mark.parametrize(
    ("decision", "status", "detail"),
    [
        (roster_pb2.DECISION_UNKNOWN, 404, "There is no such creator."),
        (roster_pb2.DECISION_FORBIDDEN, 403, "The creator has not granted it."),
    ],
)
def test_a_denial_is_never_kept(stage: Stage, decision: Any, status: int, detail: str) -> None:
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(
        decision=decision, reason="The creator has not granted it."
    )
    for asked in (1, 2):
        response = stage.send("GET", CREATOR)
        assert (response.status_code, response.json["detail"]) == (status, detail)
        assert stage.roster.count("Authorize") == asked
    assert not stage.roster.count("GetCreator")


def test_a_denial_has_the_code_that_roster_names(stage: Stage) -> None:
    cases: tuple[tuple[Any, str], ...] = (
        (errors_pb2.ERROR_CODE_DELEGATION_REVOKED, "delegation_revoked"),
        (errors_pb2.ERROR_CODE_UNSPECIFIED, "forbidden"),
        (9_999, "forbidden"),
    )
    for code, shown in cases:
        stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(
            decision=roster_pb2.DECISION_FORBIDDEN, code=code
        )
        response = stage.send("GET", CREATOR)
        assert (response.json["code"], response.json["type"]) == (shown, f"/docs#{shown}")


def test_a_token_without_the_scope_is_asked_about_so_that_roster_logs_it(stage: Stage) -> None:
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(decision=roster_pb2.DECISION_FORBIDDEN)
    headers = stage.headers(scopes=("marketplace.rates.read",))
    assert stage.http.get(CREATOR, headers=headers).status_code == 403
    assert list(stage.roster.last("Authorize").request.token_scopes) == [SCOPES["marketplace.rates.read"]]


def test_a_token_without_the_scope_puts_no_hidden_text_into_a_log(stage: Stage) -> None:
    headers = stage.headers(scopes=("marketplace.rates.read",))
    for hidden in ("%E2%80%AE", "%0A", "%1B"):
        response = stage.http.get(f"{CREATOR}/offers/of_{hidden}1", headers=headers)
        assert response.status_code == 422
    assert not stage.roster.count("Authorize")


@pytest.mark.parametrize(
    "answer",
    [Unavailable("The roster service is out of reach."), roster_pb2.AuthorizeResponse(), Internal("Broken")],
)
def test_without_a_decision_there_is_no_data(stage: Stage, answer: object) -> None:
    stage.roster.answers["Authorize"] = answer
    response = stage.send("GET", CREATOR)
    assert response.status_code == (503 if isinstance(answer, Unavailable) else 500)
    assert not stage.roster.count("GetCreator")


def test_an_answer_holds_for_half_a_second_and_no_longer(stage: Stage) -> None:
    headers = stage.headers()

    def ask() -> int:
        assert stage.http.get(CREATOR, headers=headers).status_code == 200
        return stage.roster.count("Authorize")

    assert ask() == 1
    stage.clock.advance(milliseconds=499)
    assert ask() == 1
    stage.clock.advance(milliseconds=1)
    assert ask() == 2


def test_the_half_second_begins_before_the_question(stage: Stage) -> None:
    headers = stage.headers()

    def slow(_: object) -> roster_pb2.AuthorizeResponse:
        stage.clock.advance(milliseconds=400)
        return allowed(delegation_id="dg_1")

    stage.roster.answers["Authorize"] = slow
    stage.http.get(CREATOR, headers=headers)
    stage.clock.advance(milliseconds=100)
    stage.http.get(CREATOR, headers=headers)
    assert stage.roster.count("Authorize") == 2


def test_no_answer_outlives_the_grant(stage: Stage) -> None:
    headers = stage.headers()
    expires = START + timedelta(milliseconds=200)
    stage.roster.answers["Authorize"] = allowed(delegation_id="dg_1", expires_at=expires)
    stage.http.get(CREATOR, headers=headers)
    stage.clock.advance(milliseconds=199)
    stage.http.get(CREATOR, headers=headers)
    assert stage.roster.count("Authorize") == 1
    stage.clock.advance(milliseconds=2)
    stage.http.get(CREATOR, headers=headers)
    assert stage.roster.count("Authorize") == 2


def test_a_lease_is_for_one_party_token_creator_and_scope(stage: Stage) -> None:
    few = (PROFILE, "marketplace.rates.read")
    for headers in (stage.headers(), stage.headers(scopes=few), stage.headers("agency_2")):
        stage.http.get(CREATOR, headers=headers)
        stage.http.get("/v1/creators/cr_2", headers=headers)
        stage.http.get(f"{CREATOR}/rate-card", headers=headers)
    assert stage.roster.count("Authorize") == 9
    stage.http.get(f"{CREATOR}/rate-card/history", headers=headers)
    assert stage.roster.count("Authorize") == 9


def test_commands_always_ask_anew(stage: Stage) -> None:
    path = "/v1/creators/cr_1/offers/of_1/accept"
    for asked in (1, 2):
        assert stage.send("POST", path, json={"version": 1, "hash": "x"}).status_code == 200
        assert stage.roster.count("Authorize") == asked
    stage.send("GET", "/v1/creators/cr_1/offers")
    assert stage.roster.count("Authorize") == 3


def test_an_assertion_is_signed_once_for_a_lease_and_service(stage: Stage) -> None:
    headers = stage.headers()
    for path in ("/offers", "/offers", "/offers/of_1"):
        stage.http.get(CREATOR + path, headers=headers)
    assert len(stage.campaigns.signed) == 1
    stage.clock.advance(milliseconds=500)
    stage.http.get(f"{CREATOR}/offers", headers=headers)
    assert len(stage.campaigns.signed) == 2


def test_a_command_is_asserted_for_itself_and_ends_with_the_decision(stage: Stage) -> None:
    began = stage.clock.now()
    stage.send("POST", "/v1/creators/cr_1/offers/of_1/accept", json={"version": 1, "hash": "x"})
    call = stage.campaigns.last("AcceptOffer")
    assert (call.assertion, call.until) == ("", began + timedelta(seconds=LEASE_SECONDS))
    assert call.identity is not None
    assert not stage.campaigns.signed


def test_in_ones_own_name_a_lease_is_needed_too(stage: Stage) -> None:
    headers = stage.headers()
    for _ in range(3):
        assert stage.http.get("/v1/roster", headers=headers).status_code == 200
    assert stage.roster.count("Authorize") == 1
    stage.clock.advance(milliseconds=500)
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(
        decision=roster_pb2.DECISION_CLIENT_UNKNOWN
    )
    for verb, path in (("GET", "/v1/roster"), ("POST", "/v1/delegations"), ("GET", CREATOR)):
        body: dict[str, Any] = {"json": {"creator_id": "cr_1"}} if verb == "POST" else {}
        assert stage.http.open(path, method=verb, headers=headers, **body).status_code == 401
    assert stage.roster.count("ListRoster") == 3


def test_what_a_service_does_not_believe_is_sent_once_more_under_a_fresh_lease(stage: Stage) -> None:
    answers: list[Any] = []

    def once(_: object) -> Any:
        answers.append(AssertionRefused("It ran out."))
        return answers[-1] if len(answers) == 1 else roster_pb2.Creator()

    stage.roster.answers["GetCreator"] = once
    assert stage.send("GET", CREATOR).status_code == 200
    assert (stage.roster.count("Authorize"), stage.roster.count("GetCreator")) == (2, 2)
    assert len(stage.roster.signed) == 2


def test_what_is_never_believed_is_worth_another_try_later(stage: Stage) -> None:
    for service, rpc, verb, path in (
        (stage.roster, "GetCreator", "GET", CREATOR),
        (stage.campaigns, "AcceptOffer", "POST", f"{CREATOR}/offers/of_1/accept"),
    ):
        service.answers[rpc] = AssertionRefused("Clocks differ.")
        body: dict[str, Any] = {"json": {"version": 1, "hash": "x"}} if verb == "POST" else {}
        response = stage.send(verb, path, **body)
        assert (response.status_code, response.json["type"]) == (503, "/docs#service_unavailable")
        assert service.count(rpc) == 2
    keys = {call.idempotency_key for call in stage.campaigns.calls}
    assert len(keys) == 1


def test_an_upload_is_not_sent_twice(stage: Stage) -> None:
    stage.metrics.answers["ImportSnapshots"] = AssertionRefused("It ran out.")
    response = stage.send("POST", "/v1/metrics/snapshots", data=b"x", content_type="text/csv")
    assert response.status_code == 503
    assert stage.metrics.count("ImportSnapshots") == 1


def test_the_kind_of_party_is_checked_first(stage: Stage) -> None:
    for verb, path in (("GET", CREATOR), ("POST", "/v1/operator/agencies")):
        response = stage.send(verb, path, "brand_1", data=b"{", content_type="application/json")
        assert response.status_code == 403
    assert not stage.roster.calls


def test_a_brand_reaches_offers_in_its_own_name(stage: Stage) -> None:
    assert stage.send("GET", "/v1/campaigns/cp_1/offers/of_1", "brand_1").status_code == 200
    assert stage.roster.last("Authorize").request.creator_id == ""
    assert stage.send("GET", "/v1/campaigns/cp_1/offers/of_1?creator_id=cr_1", "brand_1").status_code == 422


def test_an_operator_imports_an_audience_without_a_grant(stage: Stage) -> None:
    assert stage.send("POST", "/v1/creators/cr_1/audience", "operator_1", json={}).status_code == 201
    assert stage.roster.last("Authorize").request.creator_id == ""


def test_the_leases_are_bounded_and_shared_between_threads(stage: Stage) -> None:
    access = Access(
        FakeBackend("roster", {"Authorize": allowed()}, clock=stage.clock), stage.clock, most_leases=8
    )
    caller = Caller("agency_1", "agency", "client", frozenset(ALL_SCOPES), "token_1", START)
    purpose = Purpose("a.B/C", "/", "id", command=False)

    def ask() -> None:
        for number in range(200):
            access.lease(PROFILE, caller, f"cr_{number % 20}", purpose)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(access._leases._kept) <= 8
