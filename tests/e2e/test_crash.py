"""kill -9 of every process in the middle of the journey: nothing is lost, nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deploy import topology
from tests.e2e.api import (
    Actor,
    Operator,
    TransportError,
    brand_path,
    creator_path,
    current,
    delegate,
    fetch,
    send_offer,
    terms,
    unique,
)
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually

PROCESSES = (*(process.name for process in topology.PROCESSES), "nats", "mongod")


def until_done(actor: Actor, path: str, body: Any, status: int) -> dict[str, Any]:
    """Sends a command with one key until it is answered, as a careful client does over a failure."""
    headers = {"Idempotency-Key": unique("crash")}

    def attempt() -> Any:
        try:
            reply = actor.send("POST", path, json=body, headers=headers)
        except TransportError:
            return None
        assert reply.status_code in (status, 502, 503, 504), reply.text
        return reply if reply.status_code == status else None

    return dict(eventually(attempt).json())


@pytest.mark.parametrize("name", PROCESSES)
def test_the_journey_survives_the_death_of(name: str, installation: Installation, operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    offer = send_offer(brand, creator)

    back = installation.kill(name)
    asked = {"base_version": 1, "terms": terms(300_000), "message": "More."}
    offer = until_done(agency, f"{creator_path(offer)}/proposals", asked, 201)
    assert offer["current_version"] == 2
    accepted = until_done(brand, f"{brand_path(offer)}/accept", current(offer), 200)
    assert accepted["state"] == "active"
    back()

    versions = answered(lambda: agency.get(f"{creator_path(offer)}/versions")["items"])
    assert [each["number"] for each in versions] == [1, 2]
    eventually(lambda: agency.get("/v1/roster")["items"][0]["open_offers"] == 0)
    eventually(lambda: logged(creator) == ["delegation_requested", "delegation_accepted"])
    answered(lambda: fetch(operator.base_url, "/readyz").status_code == 200)


def answered(ask: Callable[[], Any]) -> Any:
    """The first answer, over the refusals of a system that is coming back."""
    return eventually(ask, error=TransportError)


def logged(creator: Actor) -> list[str]:
    """What the activity log has recorded of events, oldest first."""
    entries = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
    return [each["action"] for each in reversed(entries) if each["decision"] == "recorded"]
