"""A person's token: what roster is asked, and what is asserted and logged of her."""

from __future__ import annotations

from typing import Any

import pytest

from protos.callboard.errors.v1 import errors_pb2
from protos.roster.v1 import roster_pb2
from services.shared.access import SCOPES
from tests.unit.gateway.support import Stage, allowed

CREATOR = "/v1/creators/cr_1"
OFFERS_READ = "marketplace.offers.read"
PERSON: dict[str, Any] = {"client": "portal", "person": "pe_1", "session": "se_1"}


def test_the_person_is_asked_about_and_asserted_with_what_her_role_admits(stage: Stage) -> None:
    answer = allowed(delegation_id="dg_9", version=4, scopes=[SCOPES[OFFERS_READ]])
    answer.person.CopyFrom(
        roster_pb2.ActingPerson(
            id="pe_1", name="Ana", role="viewer", creator_ids=["cr_1"], scopes=[SCOPES[OFFERS_READ]]
        )
    )
    stage.roster.answers["Authorize"] = answer
    headers = {"Authorization": f"Bearer {stage.token(**PERSON)}"}
    assert stage.send("GET", "/v1/creators/cr_1/offers", headers=headers).status_code == 200
    asked = stage.roster.last("Authorize").request
    assert (asked.person_id, asked.session_id, asked.client_id) == ("pe_1", "se_1", "portal")
    identity = stage.campaigns.identity("ListCreatorOffers")
    assert (identity.person_id, identity.person_name, identity.role) == ("pe_1", "Ana", "viewer")
    assert identity.limited_to == {"cr_1"}
    assert identity.token_scopes == {OFFERS_READ}


@pytest.mark.parametrize("place", [("PUT", f"{CREATOR}/rate-card"), ("POST", "/v1/people/invitations")])
def test_a_role_that_does_not_allow_it_is_named_before_the_token(
    stage: Stage, place: tuple[str, str]
) -> None:
    reason = "Your role, viewer, does not hold it."
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(
        decision=roster_pb2.DECISION_FORBIDDEN, reason=reason, code=errors_pb2.ERROR_CODE_ROLE_NOT_ALLOWED
    )
    headers = {"Authorization": f"Bearer {stage.token(scopes=(OFFERS_READ,), **PERSON)}"}
    refused = stage.send(*place, headers=headers, json={})
    assert (refused.status_code, refused.json["code"]) == (403, "role_not_allowed")
    assert refused.json["detail"] == reason


def test_a_client_whose_token_lacks_the_scope_is_told_so_without_a_question(stage: Stage) -> None:
    headers = {"Authorization": f"Bearer {stage.token(scopes=(OFFERS_READ,))}"}
    refused = stage.send("POST", "/v1/people/invitations", headers=headers, json={})
    assert (refused.status_code, refused.json["code"]) == (403, "scope_missing_in_token")
    assert stage.roster.count("Authorize") == 0


def test_an_ended_session_is_no_session(stage: Stage) -> None:
    stage.roster.answers["Authorize"] = roster_pb2.AuthorizeResponse(
        decision=roster_pb2.DECISION_SESSION_ENDED
    )
    headers = {"Authorization": f"Bearer {stage.token(**PERSON)}"}
    response = stage.send("GET", CREATOR, headers=headers)
    assert (response.status_code, response.json["code"]) == (401, "session_ended")


@pytest.mark.parametrize("missing", ["person", "session"])
def test_a_person_and_her_session_are_named_together(stage: Stage, missing: str) -> None:
    headers = {"Authorization": f"Bearer {stage.token(**PERSON | {missing: ''})}"}
    assert stage.send("GET", CREATOR, headers=headers).status_code == 401


def test_readings_name_the_person(stage: Stage) -> None:
    headers = {"Authorization": f"Bearer {stage.token(**PERSON)}"}
    assert stage.send("GET", CREATOR, headers=headers).status_code == 200
    stage.app.readings.flush()
    (reading,) = stage.roster.last("RecordReadings").request.readings
    assert (reading.person_id, reading.client_id) == ("pe_1", "portal")
