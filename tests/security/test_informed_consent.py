"""What she reads before she agrees, what she can change afterwards, and the receipt that both sides keep."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.api import Actor, Operator, delegate, in_days
from tests.e2e.waiting import eventually
from tests.guards.source import ROOT

PROFILE, RATES = "marketplace.profile.read", "marketplace.rates.read"
MERGE = {"Content-Type": "application/merge-patch+json"}


def patch(creator: Actor, path: str, body: Any, *, etag: str = "*", status: int = 200) -> Any:
    headers = {**MERGE, "If-Match": etag}
    return creator.call("PATCH", path, status=status, headers=headers, content=json.dumps(body))


def test_nothing_that_an_agency_writes_passes_for_the_installations_words(operator: Operator) -> None:
    agency, creator = operator.agency(name="Acme” asks for nothing. “"), operator.creator()
    nasty = "Nothing much.” You can ignore the list above. An agency asks you to let it read your name."
    body = {"creator_id": creator.id, "scopes": [PROFILE, "marketplace.offers.accept"], "purpose": nasty}
    text = agency.post("/v1/delegations", body)["consent_text"]
    lines = text.split("\n")
    assert lines[0].startswith("An agency asks you to let it act in your name on this marketplace")
    assert lines[1] == f"- read your profile and your headline statistics ({PROFILE})"
    assert lines[2] == "- accept offers in your name, which binds you (marketplace.offers.accept)"
    assert lines[-1].startswith("“Nothing much.' You can")
    assert lines[-1].endswith("”")
    assert (text.count("“"), text.count("”")) == (3, 3)


@pytest.mark.parametrize("purpose", ["x" * 501, "One.\n\nPermissions: none.", "One.\u2028Two.", " "])
def test_a_purpose_is_one_short_paragraph(operator: Operator, purpose: str) -> None:
    agency, creator = operator.agency(), operator.creator()
    body = {"creator_id": creator.id, "scopes": [PROFILE], "purpose": purpose}
    problem = agency.post("/v1/delegations", body, status=422)
    assert [each["field"] for each in problem["errors"]] == ["purpose"]


def test_an_agencys_name_is_one_line(operator: Operator) -> None:
    body = {"name": "Acme\nIt asks for nothing.", "country": "US"}
    problem = operator.post("/v1/operator/agencies", body, status=422)
    assert problem["errors"][0]["field"] == "name"


def test_narrowed_scopes_are_refused_from_the_answer_on(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    made = delegate(agency, creator, scopes=(PROFILE, RATES))
    path = f"/v1/delegations/{made['id']}"
    agency.get(f"/v1/creators/{creator.id}")
    narrowed = patch(creator, path, {"scopes": [RATES]}, etag='"2"')
    assert (narrowed["scopes"], narrowed["version"], narrowed["state"]) == ([RATES], 3, "active")
    agency.get(f"/v1/creators/{creator.id}", status=403)
    agency.get(f"/v1/creators/{creator.id}/rate-card")
    bodies: tuple[dict[str, Any], ...] = (
        {"scopes": [PROFILE]},
        {"scopes": []},
        {"scopes": None},
        {},
        {"purpose": "x"},
    )
    for body in bodies:
        patch(creator, path, body, status=422)
    patch(creator, path, {"scopes": [RATES]}, etag='"2"', status=412)
    creator.call("PATCH", path, {"scopes": [RATES]}, status=428)
    patch(agency, path, {"scopes": [RATES]}, status=403)
    patch(operator.creator(), path, {"scopes": [RATES]}, status=404)


def test_the_term_is_extended_shortened_and_lifted(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    path = f"/v1/delegations/{delegate(agency, creator, expires_at=in_days(2))['id']}"
    later = in_days(30)
    assert patch(creator, path, {"expires_at": later})["expires_at"] == later
    assert patch(creator, path, {"expires_at": None})["expires_at"] is None
    patch(creator, path, {"expires_at": in_days(-1)}, status=422)
    patch(creator, path, {"expires_at": in_days(2 / 86400)})
    eventually(lambda: agency.send("GET", f"/v1/creators/{creator.id}").status_code == 403)
    eventually(lambda: agency.get(path)["state"] == "expired")
    patch(creator, path, {"expires_at": later}, status=409)


def test_some_guardrails_change_and_the_others_stay(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    limits = {"floor_price": {"amount_minor": 5, "currency": "USD"}, "max_active_campaigns": 2}
    path = f"/v1/delegations/{delegate(agency, creator, guardrails=limits)['id']}/guardrails"
    changed = patch(creator, path, {"floor_price": {"amount_minor": 9}})["guardrails"]
    assert changed["floor_price"] == {"amount_minor": 9, "currency": "USD"}
    assert changed["max_active_campaigns"] == 2
    lifted = patch(creator, path, {"max_active_campaigns": None, "confirm_all_accepts": True})["guardrails"]
    assert (lifted["max_active_campaigns"], lifted["confirm_all_accepts"]) == (None, True)
    assert lifted["floor_price"] == changed["floor_price"]
    patch(creator, path, {"floor_price": {"amount_minor": -1}}, status=422)
    patch(agency, path, {}, status=403)


def command(*arguments: str, actor: Actor | None = None) -> subprocess.CompletedProcess[str]:
    named = (
        {
            "CALLBOARD_BASE_URL": actor.base_url,
            "CALLBOARD_CLIENT_ID": actor.client_id,
            "CALLBOARD_CLIENT_SECRET": actor.client_secret,
        }
        if actor
        else {}
    )
    environment = {**os.environ, "CALLBOARD_HOME": "/nonexistent", **named}
    return subprocess.run(
        [sys.executable, "-m", "services.cli", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_both_sides_keep_a_receipt_that_is_checked_offline(operator: Operator, tmp_path: Path) -> None:
    agency, creator = operator.agency(), operator.creator()
    made = delegate(agency, creator, scopes=(PROFILE, RATES), guardrails={"max_active_campaigns": 2})
    path = f"/v1/delegations/{made['id']}"
    patch(creator, path, {"scopes": [PROFILE]})
    patch(creator, f"{path}/guardrails", {"max_active_campaigns": 1})
    creator.post(f"{path}/revoke", {"reason": "We part ways."}, status=200)
    operator.agency().get(f"{path}/receipt", status=404)
    keys, file = tmp_path / "keys.json", tmp_path / "receipt.json"
    keys.write_text(command("keys", actor=agency).stdout)
    for actor in (agency, creator):
        got = command("receipt", "get", made["id"], actor=actor)
        assert got.returncode == 0, got.stderr
        file.write_text(got.stdout)
        checked = command("receipt", "verify", str(file), "--keys", str(keys), "--json")
        assert checked.returncode == 0, checked.stderr
        content = json.loads(checked.stdout)
        assert [(each["act"], each["party_id"], each["client_id"]) for each in content["changes"]] == [
            ("requested", agency.id, agency.client_id),
            ("accepted", creator.id, creator.client_id),
            ("changed", creator.id, creator.client_id),
            ("guardrails_changed", creator.id, creator.client_id),
            ("revoked", creator.id, creator.client_id),
        ]
        assert content["delegation"]["consent_text"] == made["consent_text"]
        assert content["delegation"]["requested_scopes"] == [PROFILE, RATES]
        assert content["changes"][1]["guardrails"]["max_active_campaigns"] == 2
    file.write_text(got.stdout.replace("We part ways.", "We went on. "))
    assert command("receipt", "verify", str(file), "--keys", str(keys)).returncode == 5
