"""Events that are sent to the systems of agencies, brands and creators."""

from __future__ import annotations

from functools import partial

from tests.e2e.api import Actor, Operator, delegate, send_offer
from tests.e2e.receivers import Receiver, receiving
from tests.e2e.waiting import eventually


def register(actor: Actor, receiver: Receiver, *events: str) -> dict[str, str]:
    """A webhook of the party's, to the receiver."""
    return dict(actor.post("/v1/webhooks", {"url": receiver.url, "events": list(events)}))


def arrived(receiver: Receiver, count: int) -> bool:
    """Whether so many deliveries have come; fails with what has."""
    assert len(receiver.requests) == count, receiver.requests
    return True


def test_each_side_hears_of_an_offer_in_its_order(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    with receiving() as hers, receiving() as theirs, receiving() as brands:
        secrets = {
            id(receiver): register(actor, receiver, "offer.sent", "offer.declined")["secret"]
            for actor, receiver in ((creator, hers), (agency, theirs), (brand, brands))
        }
        offer = send_offer(brand, creator)
        path = f"/v1/creators/{creator.id}/offers/{offer['id']}"
        agency.post(f"{path}/decline", {"reason": "No time."}, status=200)
        for receiver in (hers, theirs, brands):
            eventually(partial(arrived, receiver, 2))
            events = receiver.events(secrets[id(receiver)])
            assert [event["type"] for event in events] == ["offer.sent", "offer.declined"]
            data = events[0]["data"]
            assert data["creator"]["id"] == creator.id
            assert data["creator"]["display_name"] == "Zoe Example"
            assert data["brand"] == {"id": brand.id, "name": "Lumen Skincare"}
            assert (data["offer_id"], data["state"]) == (offer["id"], "in_review")


def test_a_revocation_is_the_last_that_an_agency_hears(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    granted = delegate(agency, creator)
    with receiving() as receiver:
        secret = register(agency, receiver)["secret"]
        send_offer(brand, creator)
        creator.post(f"/v1/delegations/{granted['id']}/revoke", {"reason": "Enough."}, status=200)
        send_offer(brand, creator)
        eventually(lambda: "delegation.revoked" in [each["type"] for each in receiver.events(secret)])
        other = operator.creator()
        delegate(agency, other)
        eventually(lambda: receiver.events(secret)[-1]["type"] == "delegation.accepted")
        heard = [
            event["type"] for event in receiver.events(secret) if event["data"]["creator"]["id"] == creator.id
        ]
        assert heard[-1] == "delegation.revoked"
        assert heard.count("offer.sent") <= 1
