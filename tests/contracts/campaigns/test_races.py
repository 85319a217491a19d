"""Two at once: one wins, the other learns why not; nothing is agreed twice.

On MongoDB only: what races against the lock of the fake proves the lock.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from services.campaigns.domain.commands import AcceptOffer, ProposeTerms, SendMessage, WithdrawOffer
from services.campaigns.domain.offers import Path
from services.campaigns.domain.states import OfferState
from services.campaigns.handlers import offers, thread, timers
from services.campaigns.store import DOCUMENTS
from services.shared.commands import Commit, internal
from services.shared.errors import Conflict
from tests.contracts.emptied import empty
from tests.fakes.campaigns import FakeRoster
from tests.fakes.clock import FakeClock
from tests.fakes.invocations import Called
from tests.pages import asked
from tests.unit.campaigns.build import AGENCY, BRAND, CREATOR, invitation, proposal

pytestmark = pytest.mark.real
ROUNDS = 15
HERS, BRANDS = Path("of_1", creator_id="cr_1"), Path("of_1", campaign_id="cp_1")


def many_times(race: Callable[[Any], None]) -> Callable[[Any], None]:
    """Runs the same race again and again, each time with a store that holds one offer, and a clock."""

    def test(real_store: Any) -> None:
        for _ in range(ROUNDS):
            empty(DOCUMENTS)
            real_store.offers.insert(invitation(), Commit())
            race((real_store, FakeClock()))

    return test


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
    command = AcceptOffer(by, HERS, 1, sha)
    return lambda: offers.accept_offer(world[0], world[1], FakeRoster(), command, internal(by.id))


def withdraw(world):
    return lambda: offers.withdraw_offer(world[0], world[1], WithdrawOffer(BRAND, BRANDS), internal("br_1"))


def named(world):
    return [event.subject.split(".")[2] for event in events_of(world[0])]


def events_of(store):
    return [event for waiting in store.offers.waiting(9) for event in waiting.events]


@many_times
def test_two_accepts(world):
    outcomes = at_once(accept(world, CREATOR), accept(world, AGENCY))
    assert sum(isinstance(each, Conflict) for each in outcomes) == 1
    agreed = world[0].offers.get("of_1")
    assert (agreed.state, agreed.version, len(agreed.deliverables)) == (OfferState.ACTIVE, 2, 1)
    assert named(world) == ["OfferAccepted"]


@many_times
def test_accept_and_withdraw(world):
    accepted, withdrawn = at_once(accept(world, CREATOR), withdraw(world))
    assert isinstance(accepted, Conflict) is not isinstance(withdrawn, Conflict)
    ended = world[0].offers.get("of_1")
    assert ended.state is (OfferState.WITHDRAWN if isinstance(accepted, Conflict) else OfferState.ACTIVE)
    assert len(named(world)) == 1


@many_times
def test_two_proposals(world):
    def propose(by, path, amount):
        command = ProposeTerms(by, path, 1, proposal(amount))
        return lambda: offers.propose_terms(world[0], world[1], command, internal(by.id))

    outcomes = at_once(propose(CREATOR, HERS, 1), propose(BRAND, BRANDS, 2))
    assert sum(isinstance(each, Conflict) for each in outcomes) == 1
    assert world[0].offers.get("of_1").current_version == 2


@many_times
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


@many_times
def test_messages_at_once_are_all_kept_and_do_not_touch_the_offer(world):
    def send(text):
        return lambda: thread.send_message(
            world[0], world[1], SendMessage(CREATOR, HERS, text), internal("cr_1")
        )

    at_once(*(send(str(number)) for number in range(6)))
    kept = {message.text for message in world[0].messages_of("of_1", asked("created_at"))}
    assert kept == {str(number) for number in range(6)}
    assert world[0].offers.get("of_1").version == 1


@many_times
def test_a_command_that_is_sent_twice_at_once_is_applied_once(world):
    sha = invitation().current_hash

    def send():
        command = AcceptOffer(CREATOR, HERS, 1, sha)
        try:
            return offers.accept_offer(world[0], world[1], FakeRoster(), command, Called("cr_1", key="k"))
        except Exception as outcome:
            return outcome

    outcomes = sorted(type(each).__name__ for each in at_once(send, send))
    assert outcomes == ["Offer", "Replayed"]
    assert world[0].offers.get("of_1").version == 2
