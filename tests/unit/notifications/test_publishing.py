"""Internal events become public ones, on their way to whoever may hear them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from protos.campaigns.v1 import events_pb2 as campaigns
from services.notifications import catalogue
from services.notifications.consumes import consumers
from services.notifications.domain.events import KEPT
from services.notifications.handlers.publishing import publish, remove_old_events
from services.shared.errors import Unavailable
from services.shared.events import Received
from tests.fakes.clock import FakeClock
from tests.fakes.notifications import FakeRoster, FakeStore
from tests.unit.notifications.build import SCOPE, add_webhook, put


def received(event_id: str = "ev_1") -> Received:
    """An offer that was sent, as campaigns says it."""
    message: Any = campaigns.OfferSent()
    message.offer.creator_id, message.offer.brand_id = "cr_1", "br_1"
    message.offer.brand_name, message.offer.offer_id = "Lumen", "of_1"
    return Received(
        event_id=event_id,
        type="campaigns.v1.OfferSent",
        aggregate_id="of_1",
        aggregate_version=1,
        time="2026-03-01T12:00:00Z",
        actor="br_1",
        request_id="rq_1",
        message=message,
    )


@pytest.fixture
def store() -> FakeStore:
    """A store with a webhook of each side, and those of strangers."""
    made = FakeStore()
    for webhook_id, party_id in (("wh_a", "ag_1"), ("wh_b", "br_1"), ("wh_c", "cr_1")):
        add_webhook(made, webhook_id, party_id=party_id)
    add_webhook(made, "wh_other", party_id="ag_2")
    add_webhook(made, "wh_declined", party_id="cr_1", events=("offer.declined",))
    return made


def test_each_side_is_told_what_the_others_are(store: FakeStore) -> None:
    roster = FakeRoster()
    roster.grant("ag_1", "cr_1", SCOPE)
    roster.grant("ag_2", "cr_1", "marketplace.rates.read")
    publish(store, roster, FakeClock(), received())
    assert sorted(each.webhook_id for each in store.deliveries.values()) == ["wh_a", "wh_b", "wh_c"]
    (body,) = {each.body for each in store.deliveries.values()}
    said = json.loads(body)
    assert (said["type"], said["timestamp"]) == ("offer.sent", "2026-03-01T12:00:00Z")
    assert said["data"]["creator"] == {"id": "cr_1", "handle": "zoe", "display_name": "Zoe Example"}
    assert said["data"]["brand"] == {"id": "br_1", "name": "Lumen"}


def test_an_event_that_comes_again_changes_nothing(store: FakeStore) -> None:
    roster = FakeRoster()
    for _ in range(2):
        publish(store, roster, FakeClock(), received())
    assert store.last_position() == 1
    assert len(store.deliveries) == 2


def test_nothing_is_published_while_nobody_can_say_who_may_hear_it(store: FakeStore) -> None:
    roster = FakeRoster()
    roster.reachable = False
    with pytest.raises(Unavailable):
        publish(store, roster, FakeClock(), received())
    assert not store.published


def test_events_are_kept_for_a_week() -> None:
    store, clock = FakeStore(), FakeClock()
    for _ in range(2):
        put(store, add_webhook(store, f"wh_{store.last_position()}"))
    clock.advance(seconds=KEPT.total_seconds())
    assert remove_old_events(store, clock) == 0
    clock.advance(seconds=1)
    assert remove_old_events(store, clock) == 1


def test_every_published_event_has_a_consumer() -> None:
    handled = {
        message.DESCRIPTOR.full_name
        for consumer in consumers(FakeStore(), FakeClock(), FakeRoster(), lambda: None)
        if consumer.ordered
        for message in consumer.handlers
    }
    assert handled == set(catalogue.by_source())
