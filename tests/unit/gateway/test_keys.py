"""The Idempotency-Key of a caller, and the one that every command carries inside."""

from __future__ import annotations

import pytest

from tests.unit.gateway.support import Stage
from tests.unit.gateway.test_http import CREATOR, is_problem


def test_the_callers_idempotency_key_goes_with_a_post(stage: Stage) -> None:
    path, keyed = "/v1/delegations/dg_1/accept", {"Idempotency-Key": "k" * 255}
    assert stage.send("POST", path, "creator_1", headers=keyed).status_code == 200
    assert stage.roster.last("AcceptDelegation").idempotency_key == "k" * 255


def test_an_answer_that_is_given_again_says_so(stage: Stage) -> None:
    path = "/v1/delegations/dg_1/accept"
    keyed = {"Idempotency-Key": "k"}
    assert "Idempotency-Replayed" not in stage.send("POST", path, "creator_1", headers=keyed).headers
    stage.roster.replays = True
    again = stage.send("POST", path, "creator_1", headers=keyed)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in stage.send("POST", path, "creator_1").headers, "it named no key"
    assert "Idempotency-Replayed" not in stage.send("GET", CREATOR).headers, "a reading is none"


@pytest.mark.parametrize("key", ["ключ".encode().decode("latin-1"), "a\tb"])
def test_a_key_that_cannot_be_read_is_malformed(stage: Stage, key: str) -> None:
    response = stage.send(
        "POST", "/v1/delegations/dg_1/accept", "creator_1", headers={"Idempotency-Key": key}
    )
    assert is_problem(response, 400)
    assert not stage.roster.count("AcceptDelegation")


def test_a_key_that_cannot_be_one_is_refused(stage: Stage) -> None:
    key = "k" * 256
    response = stage.send(
        "POST", "/v1/delegations/dg_1/accept", "creator_1", headers={"Idempotency-Key": key}
    )
    assert is_problem(response, 422)
    assert (response.json or {})["errors"][0]["field"] == "Idempotency-Key"
    assert not stage.roster.count("AcceptDelegation")


def test_every_command_carries_a_key_of_its_own(stage: Stage) -> None:
    headers = {"If-Match": "*", "Idempotency-Key": "ignored"}
    for _ in range(2):
        stage.send("PUT", f"{CREATOR}/rate-card", json={"rates": []}, headers=headers)
        stage.send("DELETE", "/v1/roster/cr_1")
        stage.send("POST", "/v1/delegations/dg_1/revoke", "creator_1")
    keys = [call.idempotency_key for call in stage.roster.calls if call.rpc != "Authorize"]
    assert len(set(keys)) == 6
    assert not {"", "ignored"} & set(keys)
    # Each random from its first digit on: no part of one can be told from another, or from the time.
    assert {len(bytes.fromhex(key)) for key in keys} == {16}
    assert len({key[:8] for key in keys}) == 6
    stage.send("GET", CREATOR)
    assert stage.roster.last("GetCreator").idempotency_key == ""
