"""All that was sent since a time is sent again: what is kept, once, in order, and once for a command."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from services.notifications.domain.deliveries import MOST_REDELIVERED, Delivery, DeliveryState, Redelivery
from services.notifications.domain.events import KEPT
from services.notifications.handlers.redelivering import redeliver_since
from services.shared.commands import Replayed
from services.shared.errors import Invalid, NotFound
from tests.fakes.clock import START, FakeClock
from tests.fakes.invocations import Called
from tests.fakes.notifications import FakeStore
from tests.unit.notifications.build import add_webhook, put

HOUR = timedelta(hours=1)


@pytest.fixture
def store() -> FakeStore:
    """A store with a webhook to which four events were sent, an hour apart, two about each creator."""
    made = FakeStore()
    to = add_webhook(made)
    for number in range(4):
        put(made, to, at=START + number * HOUR, creator_id=f"cr_{number % 2}")
    end(made)
    return made


def end(store: FakeStore) -> None:
    """What waits has been delivered."""
    store.lanes.clear()
    for key, each in store.deliveries.items():
        store.deliveries[key] = Delivery(**{**each.__dict__, "state": DeliveryState.DELIVERED})


@pytest.fixture
def clock() -> FakeClock:
    """Five hours after the first event."""
    made = FakeClock()
    made.advance(hours=5)
    return made


def again(store: FakeStore, clock: FakeClock, since: datetime, call: Called | None = None) -> Redelivery:
    """What the owner has sent again."""
    call = call or Called("ag_1")
    return redeliver_since(store, clock, party_id="ag_1", webhook_id="wh_1", since=since, invocation=call)


def waiting(store: FakeStore) -> dict[str, list[str]]:
    """The events that wait, by lane."""
    return {
        lane.rpartition(":")[2]: [each.event_id for each in store.waiting_in([lane], 10)[lane]]
        for lane in sorted(store.lanes)
    }


def test_what_was_sent_since_a_time_is_sent_again_in_the_order_of_each_creator(
    store: FakeStore, clock: FakeClock
) -> None:
    assert again(store, clock, START + HOUR) == Redelivery(3)
    assert waiting(store) == {"cr_0": ["ev_3"], "cr_1": ["ev_2", "ev_4"]}


def test_each_event_is_sent_again_once_however_often_it_was_sent(store: FakeStore, clock: FakeClock) -> None:
    again(store, clock, START)
    end(store)
    assert again(store, clock, START + 3 * HOUR) == Redelivery(1)
    assert waiting(store) == {"cr_1": ["ev_4"]}


def test_what_still_waits_is_not_sent_twice(store: FakeStore, clock: FakeClock) -> None:
    put(store, add_webhook(store, "wh_2"), at=START + 4 * HOUR)
    assert again(store, clock, START + 4 * HOUR) == Redelivery(0)


def test_what_is_no_longer_kept_is_not_sent_again(store: FakeStore, clock: FakeClock) -> None:
    clock.advance(seconds=KEPT.total_seconds() - 3 * 3600)
    store.remove_events(clock.now() - KEPT)
    assert again(store, clock, START - KEPT) == Redelivery(2)


def test_the_answer_says_from_when_to_go_on(store: FakeStore, clock: FakeClock) -> None:
    to = store.webhooks.get("wh_1")
    assert to is not None
    for number in range(4, MOST_REDELIVERED + 2):
        put(store, to, at=START + number * timedelta(seconds=1) + 4 * HOUR)
    end(store)
    last = max(each.created_at for each in store.deliveries.values())
    first = again(store, clock, START)
    assert first == Redelivery(MOST_REDELIVERED, last - timedelta(seconds=1))
    assert first.continues_at is not None
    assert again(store, clock, first.continues_at).count == 2


def test_a_repeated_command_sends_nothing_more(store: FakeStore, clock: FakeClock) -> None:
    call = Called("ag_1", key="once", sha="since")
    again(store, clock, START, call)
    end(store)
    count = len(store.deliveries)
    with pytest.raises(Replayed):
        again(store, clock, START, call)
    with pytest.raises(Invalid):
        again(store, clock, START, Called("ag_1", key="once", sha="other"))
    assert len(store.deliveries) == count


def test_another_partys_webhook_is_none(store: FakeStore, clock: FakeClock) -> None:
    add_webhook(store, "wh_2", party_id="ag_2")
    call = Called("ag_1")
    with pytest.raises(NotFound):
        redeliver_since(store, clock, party_id="ag_1", webhook_id="wh_2", since=START, invocation=call)
