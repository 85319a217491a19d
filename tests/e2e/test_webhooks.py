"""Events that are sent to the systems of agencies, brands and creators."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from tests.e2e.api import Actor, Operator, delegate, send_offer
from tests.e2e.installation import Installation
from tests.e2e.receivers import Receiver, receiving
from tests.e2e.waiting import eventually

Listening = Callable[..., AbstractContextManager[Receiver]]


@pytest.fixture
def listening(installation: Installation) -> Listening:
    """Receivers where the installation reaches them."""
    return partial(receiving, host=installation.reaches_tests_at)


def register(actor: Actor, receiver: Receiver, *events: str) -> dict[str, str]:
    """A webhook of the party's, to the receiver."""
    return dict(actor.post("/v1/webhooks", {"url": receiver.url, "events": list(events)}))


def arrived(receiver: Receiver, count: int) -> bool:
    """Whether so many deliveries have come; fails with what has."""
    assert len(receiver.requests) == count, receiver.requests
    return True


def test_each_side_hears_of_an_offer_in_its_order(operator: Operator, listening: Listening) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    with listening() as hers, listening() as theirs, listening() as brands:
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


def test_a_revocation_is_the_last_that_an_agency_hears(operator: Operator, listening: Listening) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    granted = delegate(agency, creator)
    with listening() as receiver:
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


def deliveries(actor: Actor, webhook_id: str, **query: Any) -> list[dict[str, Any]]:
    """The log of a webhook."""
    return list(actor.get(f"/v1/webhooks/{webhook_id}/deliveries", **query)["items"])


def settled(actor: Actor, webhook_id: str, count: int) -> list[dict[str, Any]]:
    """The log, when there are so many deliveries and none waits."""

    def done() -> list[dict[str, Any]]:
        found = deliveries(actor, webhook_id)
        assert len(found) == count, found
        assert all(each["state"] != "pending" for each in found), found
        return found

    return eventually(done)


def test_a_webhook_is_changed_over_the_version_that_was_read(
    operator: Operator, listening: Listening
) -> None:
    brand = operator.brand()
    with listening() as receiver:
        made = register(brand, receiver, "offer.sent")
        path = f"/v1/webhooks/{made['id']}"
        read = brand.send("GET", path)
        assert "secret" not in read.json()
        etag = {"If-Match": read.headers["ETag"]}
        changed = brand.call("PATCH", path, {"description": "Our CRM"}, status=200, headers=etag)
        assert (changed["description"], changed["events"]) == ("Our CRM", ["offer.sent"])
        refused = brand.call("PATCH", path, {"description": "Late"}, status=412, headers=etag)
        assert refused["status"] == 412
        assert [each["id"] for each in brand.get("/v1/webhooks")["items"]] == [made["id"]]
        assert brand.get("/v1/webhooks", state="paused")["items"] == []
        brand.call("DELETE", path, status=204)
        brand.get(path, status=404)


def test_a_test_is_sent_logged_and_sent_again(operator: Operator, listening: Listening) -> None:
    brand = operator.brand()
    with listening(lambda number: 500 if number == 1 else 204) as receiver:
        made = register(brand, receiver, "offer.sent")
        path = f"/v1/webhooks/{made['id']}"
        sent = brand.post(f"{path}/test", status=200)
        (logged,) = settled(brand, made["id"], 1)
        assert (logged["id"], logged["type"], logged["state"]) == (sent["id"], "webhook.tested", "delivered")
        assert [each["status"] for each in logged["attempts"]] == [500, 204]
        assert logged["attempts"][0]["error"] == "The receiver answered 500."
        again = brand.post(f"{path}/deliveries/{sent['id']}/redeliver", status=200)
        assert again["event_id"] == sent["event_id"]
        settled(brand, made["id"], 2)
        assert {headers["webhook-id"] for headers, _ in receiver.requests} == {sent["event_id"]}
        assert len(receiver.events(made["secret"])) == 3


def test_all_since_a_time_is_sent_again_once_for_a_key(operator: Operator, listening: Listening) -> None:
    brand, creator = operator.brand(), operator.creator()
    with listening() as receiver:
        made = register(brand, receiver, "offer.sent")
        path = f"/v1/webhooks/{made['id']}"
        for _ in range(2):
            send_offer(brand, creator)
        first = settled(brand, made["id"], 2)
        since = min(each["created_at"] for each in first)
        key = {"Idempotency-Key": "again"}
        answers = [
            brand.call("POST", f"{path}/redeliver", {"since": since}, status=200, headers=key)
            for _ in range(2)
        ]
        assert answers == [{"count": 2, "continues_at": None}] * 2
        settled(brand, made["id"], 4)
        ids = [headers["webhook-id"] for headers, _ in receiver.requests]
        assert ids[:2] == ids[2:]
        brand.post(f"{path}/redeliver", {}, status=422)


def test_after_a_rotation_both_secrets_verify(operator: Operator, listening: Listening) -> None:
    brand = operator.brand()
    with listening() as receiver:
        made = register(brand, receiver)
        path = f"/v1/webhooks/{made['id']}"
        turned = brand.post(f"{path}/rotate-secret", status=200)
        assert turned["secret"] != made["secret"]
        brand.post(f"{path}/test", status=200)
        settled(brand, made["id"], 1)
        ((headers, body),) = receiver.requests
        for secret in (made["secret"], turned["secret"]):
            assert Verifier(secret).verify(body, headers)["type"] == "webhook.tested"


def test_a_paused_webhook_is_sent_what_waits_when_it_is_resumed(
    operator: Operator, listening: Listening
) -> None:
    brand, creator = operator.brand(), operator.creator()
    with listening() as receiver:
        made = register(brand, receiver, "offer.sent")
        path = f"/v1/webhooks/{made['id']}"
        any_version = {"If-Match": "*"}
        brand.call("PATCH", path, {"state": "paused"}, status=200, headers=any_version)
        send_offer(brand, creator)
        eventually(lambda: deliveries(brand, made["id"], state="pending"))
        assert not receiver.requests
        brand.call("PATCH", path, {"state": "active"}, status=200, headers=any_version)
        eventually(partial(arrived, receiver, 1))


def test_what_an_agency_is_told_stands_in_the_creators_log(operator: Operator, listening: Listening) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    with listening() as receiver:
        made = register(agency, receiver, "offer.sent")
        send_offer(brand, creator)
        eventually(partial(arrived, receiver, 1))

    def told() -> list[dict[str, Any]]:
        log = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
        return [each for each in log if each["action"] == "receive_event"]

    (entry,) = eventually(told)
    assert entry["object"] == f"/v1/webhooks/{made['id']}"
    assert (entry["actor_id"], entry["client_id"]) == (agency.id, agency.client_id)
    assert entry["request_id"] == receiver.requests[0][0]["webhook-id"]
