"""What waits is sent: in order, while its owner may hear it, by one worker, for as long as it makes sense."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from services.notifications.domain.deliveries import PAUSES, Attempt, Delivery, DeliveryState
from services.notifications.domain.webhooks import GIVE_UP, WebhookState
from services.notifications.handlers.delivering import Deliverer
from services.notifications.handlers.sending import CLAIM, LANES_OF_ONE, Dispatcher
from services.notifications.sending.sender import Allowed, Forbidden
from services.shared.access import LEASE_SECONDS
from services.shared.leased import Leased
from tests.fakes.clock import START, FakeClock
from tests.fakes.notifications import FakeRoster, FakeStore
from tests.unit.notifications.build import SCOPE, SECRET, add_webhook, put


class FakeSender:
    """Answers as told, and remembers what would have left."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.sent: list[tuple[str, str]] = []
        self.secrets: list[Sequence[str]] = []
        self.answer: Callable[[str, str], int] = lambda _url, _event: 204
        self.held: asyncio.Event | None = None
        self.asked = self.waiting = 0

    async def send(
        self, url: str, secrets: Sequence[str], event_id: str, _body: str, allowed: Allowed
    ) -> Attempt:
        """One attempt."""
        self.asked += 1
        if self.held:
            self.waiting += 1
            await self.held.wait()
        if not await allowed():
            raise Forbidden
        self.sent.append((url, event_id))
        self.secrets.append(secrets)
        status = self.answer(url, event_id)
        return Attempt(
            self._clock.now(), 1, status, "" if status < 300 else f"The receiver answered {status}."
        )


class Stage:
    """A dispatcher with all that it needs."""

    def __init__(self) -> None:
        self.store, self.roster, self.clock = FakeStore(), FakeRoster(), FakeClock()
        self.sender = FakeSender(self.clock)
        self.noted: list[Delivery] = []
        self.roster.grant("ag_1", "cr_1", SCOPE)
        self.roster.grant("ag_1", "cr_2", SCOPE)

    def run(self, until: Callable[[], bool] | None = None) -> None:
        """Lets it send until nothing is due or under way, or `until` holds."""
        asyncio.run(self._run(until or self._idle))

    async def _run(self, until: Callable[[], bool]) -> None:
        stopping = asyncio.Event()
        sender: Any = self.sender
        with ThreadPoolExecutor(4) as threads:
            standings = Leased(self.roster.standing, threads, self.clock)
            deliverer = Deliverer(self.store, standings, sender, self.clock, self.noted.append)
            running = asyncio.create_task(Dispatcher(self.store, deliverer, self.clock).run(stopping))
            async with asyncio.timeout(10):
                while not until():
                    await asyncio.sleep(0.01)
            stopping.set()
            if self.sender.held:
                self.sender.held.set()
            await running

    def _idle(self) -> bool:
        now = self.clock.now()
        return all(lane.due_at > now and lane.claimed_until <= now for lane in self.store.lanes.values())

    def states(self) -> list[str]:
        """What has become of the deliveries, in their order."""
        return [each.state.value for each in self.store.deliveries.values()]

    @property
    def events(self) -> list[str]:
        """The events that have left, in their order."""
        return [event for _, event in self.sender.sent]


@pytest.fixture
def stage() -> Stage:
    """A dispatcher with all that it needs."""
    return Stage()


def test_events_about_a_creator_arrive_in_their_order(stage: Stage) -> None:
    to = add_webhook(stage.store)
    for _ in range(5):
        put(stage.store, to)
    stage.run()
    assert stage.events == [f"ev_{number}" for number in range(1, 6)]
    assert stage.states() == ["delivered"] * 5
    assert [each.event_id for each in stage.noted] == stage.events
    assert stage.sender.secrets[0] == [SECRET]
    assert stage.store.lanes == {}


def test_a_failing_head_holds_up_its_lane_only(stage: Stage) -> None:
    to = add_webhook(stage.store)
    put(stage.store, to)
    put(stage.store, to)
    put(stage.store, to, creator_id="cr_2")
    stage.sender.answer = lambda _, event: 500 if event == "ev_1" else 204
    stage.run()
    assert sorted(stage.events) == ["ev_1", "ev_3"]
    assert stage.states() == ["pending", "pending", "delivered"]
    stage.sender.answer = lambda *_: 204
    stage.clock.advance(seconds=2 * PAUSES[0].total_seconds())
    stage.run()
    assert stage.events[2:] == ["ev_1", "ev_2"]
    assert stage.states() == ["delivered"] * 3


def test_the_next_attempt_waits_for_its_time(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    stage.sender.answer = lambda *_: 500
    stage.run()
    stage.run()
    assert stage.events == ["ev_1"]
    (failed,) = stage.store.deliveries.values()
    assert failed.next_attempt_at is not None
    assert 0.7 * PAUSES[0] < failed.next_attempt_at - START < 1.3 * PAUSES[0]


def test_what_waits_in_a_retry_is_silenced_by_a_revocation(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    stage.sender.answer = lambda *_: 500
    stage.run()
    stage.roster.grant("ag_1", "cr_1")
    stage.clock.advance(hours=1)
    stage.run()
    assert stage.events == ["ev_1"]
    (quiet,) = stage.store.deliveries.values()
    assert (quiet.state, quiet.body) == (DeliveryState.SILENCED, "")


def test_what_its_owner_may_not_hear_needs_no_connection(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    stage.roster.grant("ag_1", "cr_1")
    stage.run()
    assert (stage.sender.asked, stage.states()) == (0, ["silenced"])


def test_a_revocation_while_the_connection_is_made_silences(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    stage.sender.held = asyncio.Event()

    def revoked() -> bool:
        if stage.sender.waiting:
            stage.roster.grant("ag_1", "cr_1")
            stage.clock.advance(seconds=LEASE_SECONDS)
        return stage.sender.waiting > 0

    stage.run(until=revoked)
    assert (stage.events, stage.states(), stage.store.readings) == ([], ["silenced"], {})


def test_an_answer_that_comes_too_late_is_asked_for_again(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    stage.roster.late = lambda: stage.clock.advance(seconds=LEASE_SECONDS)
    stage.run(until=lambda: stage.roster.asked > 1)
    assert (stage.events, stage.states()) == ([], ["pending"])


def test_roster_is_asked_once_for_all_that_wait_for_the_same(stage: Stage) -> None:
    for number in range(5):
        put(stage.store, add_webhook(stage.store, f"wh_{number}"))
    stage.run()
    assert (len(stage.events), stage.roster.asked) == (5, 1)


def test_nothing_is_sent_while_nobody_can_say_who_may_hear_it(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    stage.roster.reachable = False
    stage.run(until=lambda: stage.roster.asked > 0)
    assert (stage.events, stage.states()) == ([], ["pending"])
    stage.roster.reachable = True
    stage.clock.advance(seconds=CLAIM.total_seconds())
    stage.run()
    assert stage.states() == ["delivered"]


def test_what_an_agency_is_told_is_written_before_it_is_sent(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    noted: list[int] = []
    stage.sender.answer = lambda *_: noted.append(len(stage.store.readings)) or 204  # type: ignore[func-returns-value]
    stage.run()
    assert noted == [1]


def test_what_the_creator_and_the_brand_are_told_is_no_reading(stage: Stage) -> None:
    for webhook_id, party_id in (("wh_1", "cr_1"), ("wh_2", "br_1")):
        put(stage.store, add_webhook(stage.store, webhook_id, party_id=party_id))
    stage.run()
    assert stage.states() == ["delivered"] * 2
    assert stage.store.readings == {}


def test_a_webhook_that_fails_for_three_days_is_paused_and_its_owner_told(stage: Stage) -> None:
    failing = add_webhook(stage.store, failing_since=START - GIVE_UP)
    add_webhook(stage.store, "wh_2")
    put(stage.store, failing)
    put(stage.store, failing)
    stage.sender.answer = lambda url, _: 500 if url == failing.url else 204
    stage.run()
    paused = stage.store.webhooks.get("wh_1")
    assert paused is not None
    assert paused.state is WebhookState.PAUSED
    (notice,) = [each for each in stage.store.deliveries.values() if each.type == "webhook.paused"]
    assert (notice.webhook_id, notice.state) == ("wh_2", DeliveryState.DELIVERED)
    stage.clock.advance(hours=1)
    count = len(stage.events)
    stage.run()
    assert len(stage.events) == count


def test_a_success_ends_the_failure(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store, failing_since=START - timedelta(days=1)))
    stage.run()
    fine = stage.store.webhooks.get("wh_1")
    assert fine is not None
    assert fine.failing_since is None


def test_a_slow_receiver_takes_only_so_many_lanes(stage: Stage) -> None:
    slow, quick = add_webhook(stage.store), add_webhook(stage.store, "wh_2", party_id="br_1")
    for number in range(LANES_OF_ONE + 4):
        stage.roster.grant("ag_1", f"cr_{number}", SCOPE)
        put(stage.store, slow, creator_id=f"cr_{number}")
    put(stage.store, quick)
    stage.sender.held = asyncio.Event()
    stage.run(until=lambda: stage.sender.waiting == LANES_OF_ONE + 1)
    begun = [url for url, _ in stage.sender.sent]
    assert (begun.count(slow.url), begun.count(quick.url)) == (LANES_OF_ONE, 1)


def test_the_lane_of_a_dead_worker_is_taken_over(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    assert stage.store.claim(["wh_1:cr_1"], START, START + CLAIM)
    stage.clock.advance(seconds=CLAIM.total_seconds() - 1)
    stage.run(until=lambda: True)
    assert stage.events == []
    stage.clock.advance(seconds=1)
    stage.run()
    assert stage.events == ["ev_1"]


def test_who_has_lost_a_lane_sends_nothing_more_of_it(stage: Stage) -> None:
    to = add_webhook(stage.store)
    put(stage.store, to)
    put(stage.store, to)

    def freeze(_url: str, _event: str) -> int:
        stage.clock.advance(seconds=CLAIM.total_seconds())
        assert stage.store.claim(["wh_1:cr_1"], stage.clock.now(), stage.clock.now() + CLAIM)
        return 204

    stage.sender.answer = freeze
    stage.run(until=lambda: stage.states() == ["delivered", "pending"])
    assert stage.events == ["ev_1"]


def test_what_waits_for_a_webhook_that_is_gone_is_forgotten(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    del stage.store.webhooks.rows["wh_1"]
    stage.run()
    assert (stage.events, stage.store.deliveries, stage.store.lanes) == ([], {}, {})


def test_an_event_that_is_no_longer_kept_is_not_sent(stage: Stage) -> None:
    put(stage.store, add_webhook(stage.store))
    stage.store.published.clear()
    stage.run()
    assert stage.states() == ["silenced"]
