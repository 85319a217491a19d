"""The inbox shows what is granted now: from the answer to a grant on, until the answer to a revocation."""

from __future__ import annotations

from typing import Any

from tests.e2e.api import Actor, Operator, delegate, send_offer
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually

READ = ("marketplace.offers.read",)


def shown(agency: Actor, **params: Any) -> set[str]:
    """Ids of the first page."""
    return {each["id"] for each in agency.get("/v1/inbox", **params)["items"]}


def test_a_grant_and_a_revocation_hold_at_once_every_time(operator: Operator) -> None:
    agency, other, brand, creator = (
        operator.agency(),
        operator.agency(),
        operator.brand(),
        operator.creator(),
    )
    delegate(other, creator, scopes=READ)
    offers = {send_offer(brand, creator)["id"]}
    assert shown(agency) == set()
    for _ in range(3):
        delegation = delegate(agency, creator, scopes=READ)
        assert shown(agency) == offers
        offers.add(send_offer(brand, creator)["id"])
        assert shown(agency) == shown(agency, creator_id=creator.id) == offers
        creator.post(f"/v1/delegations/{delegation['id']}/revoke", {"reason": "x"}, status=200)
        assert shown(agency) == set()
        agency.get("/v1/inbox", creator_id=creator.id, status=404)
        assert shown(other) == offers


def test_another_scope_shows_nothing(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator, scopes=("marketplace.profile.read",))
    send_offer(brand, creator)
    assert shown(agency) == set()


def test_without_roster_the_inbox_is_closed(installation: Installation, operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    offer = send_offer(brand, creator)
    assert shown(agency) == {offer["id"]}
    with installation.frozen("roster-rpc"):
        assert agency.send("GET", "/v1/inbox").status_code == 503
    eventually(lambda: shown(agency) == {offer["id"]})
