"""Registering, changing and removing webhooks; tests, redeliveries, and notices of a pause."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.notifications.domain.deliveries import DeliveryState, silenced
from services.notifications.domain.webhooks import MOST_WEBHOOKS, SECRET_PREFIX, Webhook, WebhookState
from services.notifications.handlers import notices, redelivering, webhooks
from services.notifications.handlers.readings import reading_of, report_readings
from services.notifications.handlers.webhooks import Change, Registration
from services.shared.errors import Conflict, Invalid, NotFound, Stale, Unavailable
from services.shared.paging import PageRequest
from tests.fakes.clock import START, FakeClock
from tests.fakes.invocations import Called
from tests.fakes.notifications import FakeRoster, FakeStore
from tests.unit.notifications.build import add_webhook, published, put

CALL = Called("ag_1")
PAGE = PageRequest(10, "", sort="-created_at")


@pytest.fixture
def store() -> FakeStore:
    """An empty store."""
    return FakeStore()


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still."""
    return FakeClock()


def create(store: FakeStore, url: str = "https://a.example/", *, private: bool = False) -> Webhook:
    """A webhook that was just registered."""
    given = Registration("ag_1", "cl_1", url, ("offer.sent",), "Our CRM")
    return webhooks.create_webhook(store, FakeClock(), given, CALL, private=private)


def change(store: FakeStore, clock: FakeClock, expected: int | None = None, **fields: Any) -> Webhook:
    """The webhook, changed by its owner."""
    changed = Change("ag_1", "wh_1", fields, expected)
    return webhooks.change_webhook(store, clock, changed, CALL, private=False)


def test_a_new_webhook_has_a_secret_of_its_own(store: FakeStore) -> None:
    first, second = create(store), create(store)
    assert first.secrets[0].value.startswith(SECRET_PREFIX)
    assert first.secrets != second.secrets
    assert (first.party_id, first.client_id, first.state) == ("ag_1", "cl_1", WebhookState.ACTIVE)


def test_plain_http_is_for_tests_only(store: FakeStore) -> None:
    with pytest.raises(Invalid):
        create(store, "http://a.example/")
    assert create(store, "http://127.0.0.1:9/", private=True).url == "http://127.0.0.1:9/"


def test_a_party_has_only_so_many(store: FakeStore) -> None:
    for _ in range(MOST_WEBHOOKS):
        create(store)
    with pytest.raises(Conflict):
        create(store)


def test_a_change_is_made_over_the_version_that_was_read(store: FakeStore, clock: FakeClock) -> None:
    add_webhook(store)
    clock.advance(seconds=1)
    changed = change(store, clock, 1, description="Other")
    assert (changed.description, changed.version, changed.updated_at) == ("Other", 2, clock.now())
    with pytest.raises(Stale):
        change(store, clock, 1, description="Late")
    assert change(store, clock, 2, description="Other").version == 2
    with pytest.raises(Invalid):
        change(store, clock, url="http://a.example/")


def test_a_resumed_webhook_is_sent_what_waits_at_once(store: FakeStore, clock: FakeClock) -> None:
    paused = add_webhook(store, state=WebhookState.PAUSED, failing_since=START)
    put(store, paused)
    claims = store.claim(["wh_1:cr_1"], START, START)
    store.release([(each, clock.now().replace(year=2027)) for each in claims], START)
    assert store.due_lanes(START, 1) == []
    resumed = change(store, clock, state=WebhookState.ACTIVE)
    assert (resumed.state, resumed.failing_since) == (WebhookState.ACTIVE, None)
    assert store.due_lanes(START, 1) == [("wh_1:cr_1", "wh_1")]


def test_another_partys_webhook_is_none(store: FakeStore, clock: FakeClock) -> None:
    add_webhook(store, party_id="ag_2")
    named = {"party_id": "ag_1", "webhook_id": "wh_1"}
    for attempt in (
        lambda: webhooks.get_webhook(store, **named),
        lambda: webhooks.delete_webhook(store, **named),
        lambda: webhooks.rotate_secret(store, clock, **named, invocation=CALL),
        lambda: webhooks.list_deliveries(store, **named, state=None, page=PAGE),
        lambda: redelivering.redeliver(store, clock, **named, delivery_id="wh_1:ev_1"),
        lambda: change(store, clock, description="Mine"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert webhooks.list_webhooks(store, party_id="ag_1", state=None, page=PAGE).items == ()


def test_a_removed_webhook_is_gone_with_what_waits(store: FakeStore) -> None:
    put(store, add_webhook(store))
    webhooks.delete_webhook(store, party_id="ag_1", webhook_id="wh_1")
    assert (store.lanes, store.deliveries, store.webhooks.all()) == ({}, {}, [])


def test_a_test_is_sent_whatever_the_webhook_asks_for(store: FakeStore, clock: FakeClock) -> None:
    delivery = notices.send_test(store, clock, add_webhook(store, events=("offer.declined",)))
    assert store.deliveries == {delivery.id: delivery}
    said = json.loads(delivery.body)
    assert (said["type"], said["data"]["webhook_id"]) == ("webhook.tested", "wh_1")


def test_an_event_is_sent_again_under_its_id_in_a_lane_of_its_own(store: FakeStore, clock: FakeClock) -> None:
    first = put(store, add_webhook(store))
    store.write([silenced(first, START)])
    named = {"party_id": "ag_1", "webhook_id": "wh_1"}
    again = redelivering.redeliver(store, clock, **named, delivery_id=first.id)
    assert (again.event_id, again.body, again.state) == (first.event_id, first.body, DeliveryState.PENDING)
    assert again.lane != first.lane
    assert again.id != first.id
    with pytest.raises(NotFound):
        redelivering.redeliver(store, clock, **named, delivery_id="wh_1:ev_9")
    store.published.clear()
    with pytest.raises(NotFound, match="too old"):
        redelivering.redeliver(store, clock, **named, delivery_id=first.id)


def test_a_pause_is_told_once_through_the_owners_other_webhooks(store: FakeStore, clock: FakeClock) -> None:
    failing = add_webhook(store, failing_since=START)
    others: dict[str, dict[str, Any]] = {
        "wh_2": {},
        "wh_narrow": {"events": ("offer.sent",)},
        "wh_paused": {"state": WebhookState.PAUSED},
        "wh_foreign": {"party_id": "ag_2"},
    }
    for webhook_id, fields in others.items():
        add_webhook(store, webhook_id, **fields)
    for _ in range(2):
        notices.announce_pause(store, clock, failing)
    (told,) = store.deliveries.values()
    assert (told.webhook_id, told.type) == ("wh_2", "webhook.paused")
    assert json.loads(told.body)["data"] == {"webhook_id": "wh_1", "url": failing.url}
    assert store.published[0].owner_id == "ag_1"


def test_readings_are_reported_once_however_often_they_are_sent(store: FakeStore, clock: FakeClock) -> None:
    roster = FakeRoster()
    store.add_readings([reading_of(add_webhook(store), published(), clock.now())])
    roster.reachable = False
    with pytest.raises(Unavailable):
        report_readings(store, roster)
    roster.reachable = True
    (sealed,) = store.batch_of_readings("rb_other", 9)
    assert report_readings(store, roster) == 1
    assert roster.recorded == {sealed.batch_id: [sealed]}
    assert (sealed.object, sealed.event_id, sealed.client_id) == ("/v1/webhooks/wh_1", "ev_1", "cl_1")
    assert report_readings(store, roster) == 0


def test_what_roster_refuses_holds_up_nothing(store: FakeStore, clock: FakeClock) -> None:
    class Refusing(FakeRoster):
        def record(self, *_: Any) -> None:
            raise Invalid("no such action")

    store.add_readings([reading_of(add_webhook(store), published(), clock.now())])
    assert report_readings(store, Refusing()) == 1
    assert store.readings == {}
