"""`create` and `execute` on both stores, above all when many call them at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.roster import produces
from services.roster.domain.commands import RegisterParty
from services.roster.domain.delegations import check_version
from services.roster.domain.parties import PartyKind
from services.roster.domain.roster import Labels
from services.roster.handlers import parties
from services.shared.commands import Commit, Replayed, create, execute, internal
from services.shared.errors import Conflict, Invalid, Stale
from tests.contracts.roster.concurrently import concurrently
from tests.fakes.clock import FakeClock
from tests.fakes.invocations import Called
from tests.unit.roster.build import party

LABELS = Labels("ag_1:cr_1")


def called(key: str, sha: str = "sha", path: str = "x.Y/Z") -> Called:
    return Called("ag_1", key, sha, path, lambda result: result.id.encode())


def noted(labels: Labels, word: str) -> Labels:
    return replace(labels, tags=(*labels.tags, word))


def test_concurrent_changes_of_one_aggregate_lose_nothing(store: Any, clock: FakeClock) -> None:
    store.labels.insert(LABELS, Commit())

    def change(number: int) -> None:
        for step in range(4):
            word = f"{number}-{step}"
            decide = lambda current: noted(current, word)  # noqa: E731, B023
            while True:
                try:
                    execute(store.labels, LABELS.id, decide, lambda _: [], internal("x"), clock)
                    break
                except Conflict:
                    continue

    assert concurrently(8, change) == [None] * 8
    kept = store.labels.get(LABELS.id)
    assert sorted(kept.tags) == sorted(f"{number}-{step}" for number in range(8) for step in range(4))
    assert kept.version == 32


def test_two_of_a_kind_cannot_both_win(store: Any, clock: FakeClock) -> None:
    store.labels.insert(LABELS, Commit())

    def change(number: int) -> Labels:
        def decide(current: Labels) -> Labels:
            check_version(current.version, 0)
            return noted(current, str(number))

        return execute(store.labels, LABELS.id, decide, lambda _: [], internal("x"), clock)

    results = concurrently(8, change)
    assert sum(isinstance(each, Labels) for each in results) == 1
    assert sum(isinstance(each, Stale) for each in results) == 7
    assert len(store.labels.get(LABELS.id).tags) == 1


def test_a_command_sent_many_times_at_once_is_applied_once(store: Any, clock: FakeClock) -> None:
    store.labels.insert(LABELS, Commit())

    def decide(current: Labels) -> Labels:
        check_version(current.version, 0)
        return noted(current, "once")

    def send(_: int) -> Any:
        return execute(store.labels, LABELS.id, decide, lambda _: [], called("key"), clock)

    results = concurrently(8, send)
    assert sum(isinstance(each, Labels) for each in results) == 1
    assert [each.reply for each in results if isinstance(each, Replayed)] == [LABELS.id.encode()] * 7
    assert store.labels.get(LABELS.id).tags == ("once",)


def test_one_key_for_two_requests_at_once_is_good_for_one(store: Any, clock: FakeClock) -> None:
    store.labels.insert(LABELS, Commit())

    def send(number: int) -> Any:
        decide = lambda current: noted(current, "x")  # noqa: E731
        return execute(store.labels, LABELS.id, decide, lambda _: [], called("key", sha=str(number)), clock)

    results = concurrently(4, send)
    assert sum(isinstance(each, Labels) for each in results) == 1
    assert sum(isinstance(each, Invalid) for each in results) == 3
    assert store.labels.get(LABELS.id).version == 1


def test_a_key_is_good_for_one_path(store: Any, clock: FakeClock) -> None:
    store.labels.insert(LABELS, Commit())
    for path in ("x.Y/Z&id=1", "x.Y/Z&id=2"):
        decide = lambda current: noted(current, path)  # noqa: B023, E731
        execute(store.labels, LABELS.id, decide, lambda _: [], called("key", path=path), clock)
    assert store.labels.get(LABELS.id).version == 2
    ids = {called("key", path=path).new_id("cr") for path in ("x.Y/Z&id=1", "x.Y/Z&id=2")}
    assert len(ids) == 2


def test_a_creation_sent_many_times_at_once_creates_one(store: Any, clock: FakeClock) -> None:
    def send(_: int) -> Any:
        fresh = party(called("key").new_id("cr"))
        return create(store.parties, fresh, produces.party_registered, called("key"), clock)

    results = concurrently(8, send)
    created = [each for each in results if not isinstance(each, Exception)]
    assert len(created) == 1
    assert {each.reply for each in results if isinstance(each, Replayed)} == {created[0].id.encode()}
    assert len(store.parties.waiting(99)) == 1


def test_one_handle_is_given_to_one_creator(store: Any, clock: FakeClock) -> None:
    def register(_: int) -> Any:
        command = RegisterParty(PartyKind.CREATOR, "Zoe", "US", handle="@Zoe")
        return parties.register_party(store, clock, command, internal("op_1"))

    results = concurrently(6, register)
    assert sum(isinstance(each, Conflict) for each in results) == 5
    assert len(store.creators_after("", 99)) == 1


def test_a_handle_that_was_claimed_before_a_crash_is_given_with_its_id(store: Any, clock: FakeClock) -> None:
    store.claim_handle("zoe", "cr_claimed")
    command = RegisterParty(PartyKind.CREATOR, "Zoe", "US", handle="@Zoe")
    again = Called("op_1", key="k")
    assert parties.register_party(store, clock, command, again).party.id == "cr_claimed"
    with pytest.raises(Replayed):
        parties.register_party(store, clock, command, again)
    with pytest.raises(Conflict):
        parties.register_party(store, clock, command, internal("op_1"))


def test_a_key_that_is_used_for_another_handle_claims_nothing(store: Any, clock: FakeClock) -> None:
    one = RegisterParty(PartyKind.CREATOR, "Zoe", "US", handle="zoe")
    parties.register_party(store, clock, one, Called("op_1", key="k", sha="1"))
    other = RegisterParty(PartyKind.CREATOR, "Ann", "US", handle="ann")
    with pytest.raises(Invalid):
        parties.register_party(store, clock, other, Called("op_1", key="k", sha="2"))
    assert parties.register_party(store, clock, other, internal("op_1")).party.handle == "ann"


@pytest.mark.parametrize("others", [0, 31, 32, 63, 64, 65, 200])
def test_a_day_later_a_repetition_gets_the_first_answer_whatever_followed(
    store: Any, clock: FakeClock, others: int
) -> None:
    create(store.labels, LABELS, produces.unannounced, called("made"), clock)

    def change(key: str) -> Labels:
        decide = lambda current: replace(current, notes=key)  # noqa: E731
        named = Called("ag_1", key, encode=lambda result: result.notes.encode())
        return execute(store.labels, LABELS.id, decide, produces.unannounced, named, clock)

    change("first")
    for number in range(others):
        change(str(number))
    clock.advance(hours=24)
    for key in ("first", *map(str, range(others))):
        with pytest.raises(Replayed) as again:
            change(key)
        assert again.value.reply == key.encode()
    with pytest.raises(Replayed) as made:
        create(store.labels, LABELS, produces.unannounced, called("made"), clock)
    assert made.value.reply == LABELS.id.encode()
    assert store.labels.get(LABELS.id).version == others + 1
