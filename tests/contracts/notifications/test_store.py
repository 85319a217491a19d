"""One suite for both stores: whatever holds for MongoDB must hold for the fake."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from services.notifications.domain.deliveries import Attempt, Claim, Delivery, DeliveryState
from services.notifications.domain.events import Published
from services.notifications.domain.readings import Reading
from services.notifications.domain.webhooks import Secret, Webhook, WebhookState
from services.notifications.store import Store
from services.shared.commands import Commit
from services.shared.paging import PageRequest
from tests.fakes.clock import START

NEWEST = PageRequest(10, "", sort="-created_at")
CHANGES = PageRequest(10, "", sort="updated_at")
LATER = START + timedelta(seconds=30)


def webhook(number: int, party_id: str = "ag_1", state: WebhookState = WebhookState.ACTIVE) -> Webhook:
    """The webhook of that number, made so many minutes after the start."""
    made = START + timedelta(minutes=number)
    secrets = (Secret("whsec_new"), Secret("whsec_old", LATER))
    url = "https://a.example/"
    return Webhook(f"wh_{number}", party_id, url, made, made, secrets, "cl_1", ("offer.sent",), state=state)


def delivery(position: int, lane: str = "wh_1:cr_1", webhook_id: str = "wh_1") -> Delivery:
    """The delivery at a position of a lane."""
    at = START + timedelta(minutes=position)
    key = f"{webhook_id}:ev_{position}"
    return Delivery(key, webhook_id, lane, position, f"ev_{position}", "offer.sent", "{}", at, at)


def published(position: int, event_id: str = "ev_1") -> Published:
    """The event at a position."""
    return Published(position, event_id, "offer.sent", START, "cr_1", "{}", "scope", "br_1")


def reading(number: int) -> Reading:
    """The reading of that number."""
    return Reading(f"rd_{number}", "ag_1", "cl_1", "cr_1", "/v1/webhooks/wh_1", "ev_1", START)


def claimed(store: Store, now: datetime = START) -> Claim:
    """The lane that is due."""
    (claim,) = store.claim([due(store, now)[0]], now, now + timedelta(seconds=30))
    return claim


def due(store: Store, now: datetime, *busy: str) -> list[str]:
    """The lanes that are due."""
    return [lane for lane, _ in store.due_lanes(now, 10, busy)]


def waiting(store: Store, limit: int, lane: str = "wh_1:cr_1") -> list[Delivery]:
    """What waits in a lane."""
    return store.waiting_in([lane], limit)[lane]


def ids(items: list[Webhook] | list[Delivery]) -> list[str]:
    """Their ids."""
    return [each.id for each in items]


def test_webhooks_are_read_back_as_they_were_written(store: Store) -> None:
    store.webhooks.insert(webhook(1), Commit())
    assert store.webhooks.get("wh_1") == webhook(1)


def test_a_partys_webhooks_are_listed_in_order_and_by_state(store: Store) -> None:
    for each in (webhook(1), webhook(2, state=WebhookState.PAUSED), webhook(3), webhook(4, "ag_2")):
        store.webhooks.insert(each, Commit())
    assert ids(store.webhooks_page("ag_1", None, NEWEST)) == ["wh_3", "wh_2", "wh_1"]
    assert ids(store.webhooks_page("ag_1", WebhookState.PAUSED, NEWEST)) == ["wh_2"]
    since = replace(CHANGES, since=START + timedelta(minutes=2))
    assert ids(store.webhooks_page("ag_1", None, since)) == ["wh_2", "wh_3"]
    behind = replace(NEWEST, after=NEWEST.place(webhook(3)))
    assert ids(store.webhooks_page("ag_1", None, behind)) == ["wh_2", "wh_1"]
    assert sorted(ids(store.webhooks_of(["ag_1", "ag_2"]))) == ["wh_1", "wh_2", "wh_3", "wh_4"]


def test_events_are_appended_once_in_one_order(store: Store) -> None:
    first = store.append("ev_1", published)
    assert store.append("ev_2", lambda position: published(position, "ev_2")).position == 2
    assert store.append("ev_1", published) == first == store.event("ev_1")
    assert [each.id for each in store.events_after(0, 10)] == ["ev_1", "ev_2"]
    assert [each.id for each in store.events_after(1, 10)] == ["ev_2"]
    assert store.last_position() == 2
    assert store.event("ev_3") is None


def test_the_newest_event_is_the_one_at_the_last_position(store: Store) -> None:
    assert store.newest_event() is None
    store.append("ev_1", published)
    second = store.append("ev_2", lambda position: published(position, "ev_2"))
    assert store.newest_event() == second


def test_positions_go_on_when_all_events_have_become_too_old(store: Store) -> None:
    for event_id in ("ev_1", "ev_2", "ev_3"):
        store.append(event_id, lambda position, event_id=event_id: published(position, event_id))  # type: ignore[misc]
    assert store.remove_events(START) == 0
    assert store.remove_events(LATER) == 2
    assert [each.id for each in store.events_after(0, 10)] == ["ev_3"]
    assert store.append("ev_4", lambda position: published(position, "ev_4")).position == 4
    assert store.remove_events(LATER) == 1
    assert store.last_position() == 4


def test_what_waits_in_a_lane_is_read_in_its_order(store: Store) -> None:
    store.enqueue([delivery(2), delivery(1)], START)
    store.enqueue([delivery(3, "wh_1:cr_2")], START)
    assert ids(waiting(store, 10)) == ["wh_1:ev_1", "wh_1:ev_2"]
    assert ids(waiting(store, 1)) == ["wh_1:ev_1"]
    store.write([replace(delivery(1), state=DeliveryState.DELIVERED)])
    assert ids(waiting(store, 10)) == ["wh_1:ev_2"]


def test_what_waits_in_several_lanes_is_read_together(store: Store) -> None:
    store.enqueue([delivery(2), delivery(1), delivery(3, "wh_1:cr_2"), delivery(4)], START)
    for limit in (2, 10):
        found = store.waiting_in(["wh_1:cr_1", "wh_1:cr_2", "wh_1:cr_3"], limit)
        assert {lane: [each.position for each in held] for lane, held in found.items()} == {
            "wh_1:cr_1": [1, 2, 4][:limit],
            "wh_1:cr_2": [3],
            "wh_1:cr_3": [],
        }


def test_what_is_enqueued_again_stays_as_it_is(store: Store) -> None:
    attempt = Attempt(START, 12, 204, answer="ok")
    done = replace(delivery(1), state=DeliveryState.DELIVERED, attempts=(attempt,), count=1)
    store.enqueue([delivery(1)], START)
    store.write([done])
    store.enqueue([delivery(1), delivery(2)], LATER)
    assert store.delivery("wh_1:ev_1") == done
    assert store.delivery("wh_1:ev_2") == delivery(2)
    assert store.delivery("wh_1:ev_3") is None


def test_a_lane_is_claimed_by_one_and_again_when_the_claim_runs_out(store: Store) -> None:
    store.enqueue([delivery(1)], START)
    claim = claimed(store)
    assert (claim.lane, claim.webhook_id) == ("wh_1:cr_1", "wh_1")
    assert due(store, START) == []
    assert store.renew(claim, LATER + timedelta(seconds=1)) == replace(
        claim, until=LATER + timedelta(seconds=1)
    )
    assert due(store, LATER) == []
    assert claimed(store, LATER + timedelta(seconds=1)).lane == claim.lane


def test_a_lane_that_another_has_claimed_or_that_is_not_due_is_not_claimed(store: Store) -> None:
    store.enqueue([delivery(1), delivery(2, "wh_1:cr_2")], START)
    store.enqueue([delivery(3, "wh_1:cr_3")], LATER)
    names = ["wh_1:cr_1", "wh_1:cr_2", "wh_1:cr_3", "wh_1:cr_4"]
    assert [each.lane for each in store.claim(names[:1], START, LATER)] == names[:1]
    assert [each.lane for each in store.claim(names, START, LATER)] == names[1:2]
    assert store.claim([], START, LATER) == []


def test_webhooks_and_events_are_found_by_their_ids(store: Store) -> None:
    store.webhooks.insert(webhook(1), Commit())
    event = store.append("ev_1", published)
    assert store.webhooks_by_id(["wh_1", "wh_2"]) == {"wh_1": webhook(1)}
    assert store.events_by_id(["ev_1", "ev_2"]) == {"ev_1": event}


def test_who_has_lost_a_lane_neither_keeps_nor_releases_it(store: Store) -> None:
    store.enqueue([delivery(1)], START)
    lost, held = claimed(store), claimed(store, LATER)
    assert store.renew(lost, LATER + timedelta(hours=1)) is None
    for due_at in (LATER, None):
        store.release([(lost, due_at)], LATER)
        assert due(store, LATER) == []
    assert store.renew(held, LATER + timedelta(hours=1)) is not None


def test_what_has_ended_stays_as_it_is(store: Store) -> None:
    store.enqueue([delivery(1)], START)
    done = replace(delivery(1), state=DeliveryState.DELIVERED)
    store.write([done])
    store.write([replace(delivery(1), next_attempt_at=LATER)])
    assert store.delivery("wh_1:ev_1") == done


def test_the_lane_that_has_been_due_for_longest_is_claimed_first(store: Store) -> None:
    store.enqueue([delivery(1, "wh_1:cr_1")], START + timedelta(seconds=1))
    store.enqueue([delivery(2, "wh_2:cr_1", "wh_2")], START)
    assert claimed(store, LATER).lane == "wh_2:cr_1"
    assert due(store, LATER, "wh_1") == []
    assert claimed(store, LATER).lane == "wh_1:cr_1"


def test_a_released_lane_is_due_when_that_is_said(store: Store) -> None:
    store.enqueue([delivery(1)], START)
    store.release([(claimed(store), LATER)], START)
    assert due(store, START) == []
    assert claimed(store, LATER).lane == "wh_1:cr_1"


def test_a_lane_ends_only_when_nothing_was_put_into_it_meanwhile(store: Store) -> None:
    store.enqueue([delivery(1)], START)
    first = claimed(store)
    store.enqueue([delivery(2)], START)
    store.release([(first, None)], START)
    second = claimed(store)
    assert second.added == 2
    store.release([(second, None)], START)
    assert due(store, LATER) == []


def test_a_webhook_is_woken_whatever_it_waits_for(store: Store) -> None:
    store.enqueue([delivery(1)], START)
    store.write([replace(delivery(1), next_attempt_at=LATER)])
    store.release([(claimed(store), LATER)], START)
    store.wake("wh_1", START)
    assert claimed(store).lane == "wh_1:cr_1"
    assert waiting(store, 1)[0].next_attempt_at is None


def test_the_deliveries_to_a_webhook_are_listed_in_order_and_by_state(store: Store) -> None:
    store.enqueue([delivery(1), delivery(2), delivery(3), delivery(4, "wh_2:cr_1", "wh_2")], START)
    changed = START + timedelta(hours=1)
    store.write([replace(delivery(1), state=DeliveryState.FAILED, updated_at=changed)])
    assert ids(store.deliveries_to("wh_1", None, NEWEST)) == ["wh_1:ev_3", "wh_1:ev_2", "wh_1:ev_1"]
    assert ids(store.deliveries_to("wh_1", DeliveryState.FAILED, NEWEST)) == ["wh_1:ev_1"]
    assert ids(store.deliveries_to("wh_1", None, replace(CHANGES, since=changed))) == ["wh_1:ev_1"]
    assert ids(store.deliveries_to("wh_1", None, replace(NEWEST, since=changed))) == ["wh_1:ev_1"]
    behind = replace(NEWEST, after=NEWEST.place(delivery(2)))
    assert ids(store.deliveries_to("wh_1", None, behind)) == ["wh_1:ev_1"]


def test_what_has_ended_since_a_time_is_found_oldest_first(store: Store) -> None:
    store.enqueue(
        [delivery(3), delivery(1), delivery(2), delivery(4), delivery(5, "wh_2:cr_1", "wh_2")], START
    )
    ended = ((1, DeliveryState.DELIVERED), (2, DeliveryState.SILENCED), (3, DeliveryState.FAILED))
    store.write([replace(delivery(number), state=state) for number, state in ended])
    since = START + timedelta(minutes=2)
    assert ids(store.ended_since("wh_1", since, 10)) == ["wh_1:ev_2", "wh_1:ev_3"]
    assert ids(store.ended_since("wh_1", since, 1)) == ["wh_1:ev_2"]


def test_what_waits_is_counted(store: Store) -> None:
    assert store.waiting_lanes(LATER) == (0, None)
    store.enqueue([delivery(1)], START)
    store.enqueue([delivery(2, "wh_1:cr_2"), delivery(3, "wh_1:cr_3")], START + timedelta(seconds=1))
    assert store.waiting_lanes(START) == (1, START)
    store.claim(["wh_1:cr_1"], START, LATER + timedelta(seconds=1))
    assert store.waiting_lanes(LATER) == (2, START + timedelta(seconds=1))


def test_webhooks_that_are_paused_because_they_failed_are_counted(store: Store) -> None:
    for each in (webhook(1), webhook(2, state=WebhookState.PAUSED)):
        store.webhooks.insert(each, Commit())
    assert store.failing_webhooks_paused() == 0
    failed = replace(webhook(3, state=WebhookState.PAUSED), failing_since=START)
    store.webhooks.insert(failed, Commit())
    assert store.failing_webhooks_paused() == 1


def test_a_removed_webhook_leaves_nothing_that_waits_or_was_sent(store: Store) -> None:
    store.webhooks.insert(webhook(1), Commit())
    store.enqueue([delivery(1), delivery(4, "wh_2:cr_1", "wh_2")], START)
    store.remove_webhook("wh_1")
    assert store.webhooks.get("wh_1") is None
    assert store.delivery("wh_1:ev_1") is None
    assert claimed(store, LATER).webhook_id == "wh_2"
    assert due(store, LATER) == []


def test_readings_stay_in_their_batch_until_that_is_reported(store: Store) -> None:
    for number in (1, 2, 3):
        store.add_readings([reading(number)])
    batch = store.batch_of_readings("rb_1", 2)
    assert batch == [replace(reading(number), batch_id="rb_1") for number in (1, 2)]
    store.add_readings([reading(4)])
    assert store.batch_of_readings("rb_2", 2) == batch
    store.remove_readings("rb_1")
    assert [each.id for each in store.batch_of_readings("rb_3", 2)] == ["rd_3", "rd_4"]
    store.remove_readings("rb_3")
    assert store.batch_of_readings("rb_4", 2) == []
