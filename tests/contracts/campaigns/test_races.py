"""Two at once: one wins, the other learns why not; nothing is agreed twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from services.campaigns.domain.offers import Path
from services.campaigns.domain.states import OfferState
from services.campaigns.handlers import offers, thread, timers
from services.shared.commands import Command, Commit, internal
from services.shared.errors import Conflict
from tests.fakes.campaigns import FakeRoster
from tests.fakes.clock import FakeClock
from tests.unit.campaigns.build import AGENCY, BRAND, CREATOR, invitation, proposal

ROUNDS = 15
HERS, BRANDS = Path("of_1", creator_id="cr_1"), Path("of_1", campaign_id="cp_1")


@pytest.fixture(params=range(ROUNDS))
def world(request, store):
    """A store with one offer, and a clock; the same race many times over."""
    store.offers.insert(invitation(), Commit())
    return store, FakeClock()


def at_once(*acts):
    """The outcome of each act, all begun at the same moment: a changed offer, or the refusal."""
    barrier = Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except Conflict as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def accept(world, by):
    sha = invitation().current_hash
    command = Command(actor=by.id)
    return lambda: offers.accept_offer(
        world[0], world[1], FakeRoster(), by=by, path=HERS, number=1, sha=sha, command=command
    )


def withdraw(world):
    return lambda: offers.withdraw_offer(*world, by=BRAND, path=BRANDS, reason="", command=internal("br_1"))


def named(world):
    return [event.subject.split(".")[2] for event in events_of(world[0])]


def events_of(store):
    return [event for waiting in store.offers.waiting(9) for event in waiting.events]


def test_two_accepts(world):
    outcomes = at_once(accept(world, CREATOR), accept(world, AGENCY))
    assert sum(isinstance(each, Conflict) for each in outcomes) == 1
    agreed = world[0].offers.get("of_1")
    assert (agreed.state, agreed.version, len(agreed.deliverables)) == (OfferState.ACTIVE, 2, 1)
    assert named(world) == ["OfferAccepted"]


def test_accept_and_withdraw(world):
    accepted, withdrawn = at_once(accept(world, CREATOR), withdraw(world))
    assert isinstance(accepted, Conflict) is not isinstance(withdrawn, Conflict)
    ended = world[0].offers.get("of_1")
    assert ended.state is (OfferState.WITHDRAWN if isinstance(accepted, Conflict) else OfferState.ACTIVE)
    assert len(named(world)) == 1


def test_two_proposals(world):
    def propose(by, path, amount):
        return lambda: offers.propose_terms(
            *world,
            by=by,
            path=path,
            base_version=1,
            proposal=proposal(amount),
            command=internal(by.id),
        )

    outcomes = at_once(propose(CREATOR, HERS, 1), propose(BRAND, BRANDS, 2))
    assert sum(isinstance(each, Conflict) for each in outcomes) == 1
    assert world[0].offers.get("of_1").current_version == 2


def test_accept_and_expiry(world):
    store, clock = world
    clock.advance(days=7, seconds=-1)
    accepting = accept(world, CREATOR)

    def expire():
        clock.advance(seconds=1)
        return timers.expiry(store, clock).run()

    accepted, _ = at_once(accepting, expire)
    state = store.offers.get("of_1").state
    assert state is (OfferState.EXPIRED if isinstance(accepted, Conflict) else OfferState.ACTIVE)
    assert len(named(world)) == 1


def test_messages_at_once_are_all_kept_and_do_not_touch_the_offer(world):
    def send(text):
        return lambda: thread.send_message(*world, by=CREATOR, path=HERS, text=text, command=internal("cr_1"))

    at_once(*(send(str(number)) for number in range(6)))
    kept = {message.text for message in world[0].messages_of("of_1", "", 9)}
    assert kept == {str(number) for number in range(6)}
    assert world[0].offers.get("of_1").version == 1


def test_a_command_that_is_sent_twice_at_once_is_applied_once(world):
    sha = invitation().current_hash

    def send():
        command = Command("cr_1", action="a", key="k", request_sha="r", encode=lambda _: b"first")
        try:
            return offers.accept_offer(
                world[0], world[1], FakeRoster(), by=CREATOR, path=HERS, number=1, sha=sha, command=command
            )
        except Exception as outcome:
            return outcome

    outcomes = sorted(type(each).__name__ for each in at_once(send, send))
    assert outcomes == ["Offer", "Replayed"]
    assert world[0].offers.get("of_1").version == 2
