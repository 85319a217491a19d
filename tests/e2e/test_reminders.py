"""Reminders of what is due: heard live and by webhooks, once, by whoever may read the offer and asks."""

from __future__ import annotations

from typing import Any

from tests.e2e.api import Actor, Operator, brand_path, delegate, in_days, send_offer
from tests.e2e.installation import Installation
from tests.e2e.receivers import Receiver, receiving
from tests.e2e.test_live_events import Listener, listening
from tests.e2e.waiting import eventually

SETTINGS = "/v1/reminders/settings"
APPROACHED = "deadline.approached"
TYPES = f"?types={APPROACHED}&types=offer.withdrawn"


def put(actor: Actor, **changes: Any) -> None:
    """The actor sets some of when it is reminded."""
    known = actor.get(SETTINGS)
    etag = {"If-Match": f'"{known.pop("version")}"'}
    actor.call("PUT", SETTINGS, {**known, **changes}, status=200, headers=etag)


def hooked(actor: Actor, receiver: Receiver) -> str:
    """The secret of a webhook that is told of the same."""
    wanted = {"url": receiver.url, "events": [APPROACHED, "offer.withdrawn"]}
    return str(actor.post("/v1/webhooks", wanted)["secret"])


def withdraw(brand: Actor, offer: dict[str, Any]) -> None:
    """The brand takes the offer back."""
    brand.post(f"{brand_path(offer)}/withdraw", {}, status=200)


def reminded(listener: Listener) -> list[int]:
    """Of which hours the listener was told, after the offer has been withdrawn."""
    eventually(lambda: listener.types[-1:] == ["offer.withdrawn"])
    return [each["data"]["hours_before"] for each in listener.events[:-1]]


def test_each_party_is_reminded_once_as_it_has_set(installation: Installation, operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    put(brand, hours_before=[72])
    put(agency, kinds=["draft", "publication"])
    with (
        receiving(host=installation.reaches_tests_at) as receiver,
        listening(creator, TYPES) as hers,
        listening(brand, TYPES) as brands,
        listening(agency, TYPES) as theirs,
    ):
        secret = hooked(creator, receiver)
        offer = send_offer(brand, creator, respond_by=in_days(47 / 24))
        eventually(lambda: hers.types == [APPROACHED])
        data = hers.events[0]["data"]
        assert (data["offer_id"], data["kind"], data["awaiting"]) == (offer["id"], "answer", "creator_side")
        withdraw(brand, offer)
        assert (reminded(hers), reminded(brands), reminded(theirs)) == ([48], [72], [])
        eventually(lambda: len(receiver.requests) == 2)
        assert [each["type"] for each in receiver.events(secret)] == [APPROACHED, "offer.withdrawn"]
        assert receiver.requests[0][0]["webhook-id"] == hers.ids[0]


def test_after_a_pause_of_the_worker_only_what_is_still_due_is_told(
    installation: Installation, operator: Operator
) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)

    def published(open_offers: int) -> bool:
        # Roster knows it by the same events, which so have left the outbox.
        return bool(agency.get("/v1/roster")["items"][0]["open_offers"] == open_offers)

    with listening(creator, TYPES) as hers:
        with installation.frozen("notifications-worker"):
            withdrawn, offer = (send_offer(brand, creator, respond_by=in_days(47 / 24)) for _ in range(2))
            eventually(lambda: published(2))
            withdraw(brand, withdrawn)
            eventually(lambda: published(1))
        eventually(lambda: APPROACHED in hers.types)
        installation.kill("notifications-worker")()
        withdraw(brand, offer)
        eventually(lambda: hers.types.count("offer.withdrawn") == 2)
        told = [each["data"]["offer_id"] for each in hers.events if each["type"] == APPROACHED]
        assert told == [offer["id"]]


def test_settings_are_a_partys_own(operator: Operator) -> None:
    agency, brand = operator.agency(), operator.brand()
    put(brand, hours_before=[], late=False)
    assert brand.get(SETTINGS)["hours_before"] == []
    assert agency.get(SETTINGS) == {
        "hours_before": [48, 24],
        "late": True,
        "kinds": ["answer", "draft", "publication"],
        "version": 0,
    }
    whole = {"hours_before": [721], "late": True, "kinds": []}
    for body, wrong in (({"late": True}, ["hours_before", "kinds"]), (whole, ["hours_before[0]"])):
        refused = agency.call("PUT", SETTINGS, body, status=422, headers={"If-Match": "*"})
        assert sorted(each["field"] for each in refused["errors"]) == wrong
