"""What every repository promises, whichever store it belongs to."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from protos.roster.v1 import events_pb2
from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.parties import Credential, PartyKind, Stats
from services.roster.domain.rates import put
from services.roster.domain.roster import Labels
from services.roster.store import Store
from services.shared.commands import Applied, Commit, Duplicate
from services.shared.events import Fact, Staged, stage
from services.shared.money import Money
from tests.fakes.clock import START
from tests.fakes.roster import FakeStore
from tests.unit.roster.build import AGENCY, CREATOR, SCOPES, card, delegation, party, rate


def staged(count: int, creator_id: str = CREATOR) -> tuple[Staged, ...]:
    fact = Fact(creator_id, events_pb2.CreatorRegistered(creator_id=creator_id, handle="h"))
    return tuple(stage(fact, creator_id, number + 1, START, "op", "rq") for number in range(count))


def public(of: type) -> set[str]:
    return {name for name in dir(of) if not name.startswith("_")}


def test_the_fake_offers_what_the_real_store_offers() -> None:
    assert public(Store) == public(FakeStore)


FULL_DELEGATION = delegation(
    guardrails=Guardrails(True, Money(5, "USD"), Money(3, "EUR"), ("beauty/skincare",), 4),
    granted_at=START,
    granted_by="cl_2",
    granted_with="client_credentials",
    expires_at=START + timedelta(days=1, milliseconds=7),
    ended_at=START + timedelta(hours=1),
    ended_by=CREATOR,
    reason="because",
    version=7,
)
FULL_PARTY = party(
    category="a/b",
    languages=("en", "es"),
    categories=("a", "b/c"),
    stats=Stats(5, 1.5, 2.0, 0.25, START, 3),
    version=9,
)
FULL_CARD = replace(
    put(
        replace(card(), rates=(rate("live", 7, "EUR", negotiable=True, note="n"),), version=1),
        (rate(),),
        by=CREATOR,
        expected_version=1,
        now=START,
    ),
    version=2,
)
AGGREGATES: dict[str, list[Any]] = {
    "parties": [FULL_PARTY, party(AGENCY, PartyKind.AGENCY)],
    "delegations": [FULL_DELEGATION, delegation()],
    "rate_cards": [FULL_CARD, card()],
    "labels": [Labels(f"{AGENCY}:{CREATOR}", ("a", "b"), "note", 4), Labels(f"{AGENCY}:cr_2")],
}
CASES = [(name, aggregate) for name, aggregates in AGGREGATES.items() for aggregate in aggregates]


@pytest.mark.parametrize(("name", "aggregate"), CASES)
def test_what_is_written_reads_back_equal(store: Any, name: str, aggregate: Any) -> None:
    repository = getattr(store, name)
    repository.insert(aggregate, Commit())
    assert repository.get(aggregate.id) == aggregate
    assert repository.replace(replace(aggregate, version=aggregate.version + 1), aggregate.version, Commit())
    assert repository.get(aggregate.id) == replace(aggregate, version=aggregate.version + 1)


def test_every_field_of_a_full_aggregate_is_tried() -> None:
    for full in (FULL_PARTY, FULL_DELEGATION, FULL_CARD):
        empty = [each.name for each in fields(full) if getattr(full, each.name) in (None, "", ())]
        assert empty == []


def test_what_does_not_exist_is_none(store: Any) -> None:
    assert store.delegations.get("dg_unknown") is None
    assert not store.delegations.replace(delegation(version=2), 1, Commit())


def test_an_id_is_taken_once(store: Any) -> None:
    store.delegations.insert(delegation(), Commit())
    with pytest.raises(Duplicate):
        store.delegations.insert(delegation(purpose="another"), Commit())
    assert store.delegations.get("dg_1").purpose == "All of it"


def test_a_handle_and_a_client_are_taken_once_and_none_counts_as_no_handle(store: Any) -> None:
    store.parties.insert(party(), Commit())
    with pytest.raises(Duplicate):
        store.parties.insert(party("cr_2", handle="cr1"), Commit())
    with pytest.raises(Duplicate):
        store.parties.insert(party("cr_2", credentials=(Credential("cl_cr_1", "x"),)), Commit())
    for number in range(2):
        store.parties.insert(party(f"ag_{number}", PartyKind.AGENCY), Commit())


def test_replacing_cannot_take_another_ones_value(store: Any) -> None:
    store.parties.insert(party(), Commit())
    store.parties.insert(party("cr_2"), Commit())
    with pytest.raises(Duplicate):
        store.parties.replace(party("cr_2", handle="cr1", version=2), 1, Commit())


def test_only_the_expected_version_is_replaced(store: Any) -> None:
    store.delegations.insert(delegation(), Commit())
    second = delegation(version=2, state=DelegationState.REVOKED)
    assert store.delegations.replace(second, 1, Commit(staged(1)))
    assert not store.delegations.replace(replace(second, reason="late"), 1, Commit(staged(1)))
    assert store.delegations.get("dg_1") == second
    assert sum(len(each.events) for each in store.delegations.waiting(9)) == 1


def test_an_applied_command_is_remembered_with_its_answer(store: Any) -> None:
    assert store.delegations.applied("one") is None
    store.delegations.insert(delegation(), Commit(applied=Applied("one", "sha", b"\x00reply")))
    store.delegations.replace(delegation(version=2), 1, Commit(applied=Applied("two", "sha2", b"reply2")))
    assert store.delegations.applied("one") == Applied("one", "sha", b"\x00reply")
    assert store.delegations.applied("two") == Applied("two", "sha2", b"reply2")


def test_a_command_is_applied_by_one_aggregate_only(store: Any) -> None:
    applied = Commit(applied=Applied("one", "sha", b""))
    store.delegations.insert(delegation(), applied)
    store.delegations.insert(delegation("dg_3"), Commit())
    with pytest.raises(Duplicate):
        store.delegations.insert(delegation("dg_2"), applied)
    with pytest.raises(Duplicate):
        store.delegations.replace(delegation("dg_3", version=2), 1, applied)
    assert store.delegations.get("dg_3").version == 1


def test_events_wait_in_the_order_in_which_they_were_caused(store: Any) -> None:
    first, second, third, fourth = staged(4)
    store.delegations.insert(delegation(), Commit((first, second)))
    store.delegations.insert(delegation("dg_2"), Commit())
    store.delegations.replace(delegation(version=2), 1, Commit((third,)))
    (waiting,) = store.delegations.waiting(9)
    assert (waiting.aggregate_id, waiting.events) == ("dg_1", (first, second, third))
    store.delegations.published("dg_1", [first.id, second.id])
    store.delegations.replace(delegation(version=3), 2, Commit((fourth,)))
    (waiting,) = store.delegations.waiting(9)
    assert waiting.events == (third, fourth)
    store.delegations.published("dg_1", [third.id, fourth.id, "ev_unknown"])
    assert store.delegations.waiting(9) == []


def test_no_more_aggregates_wait_than_were_asked_for(store: Any) -> None:
    for number in range(5):
        store.delegations.insert(delegation(f"dg_{number}"), Commit(staged(1)))
    assert len(store.delegations.waiting(3)) == 3
    assert len(store.delegations.waiting(99)) == 5


def test_reading_and_writing_keep_the_outbox(store: Any) -> None:
    store.delegations.insert(delegation(), Commit(staged(1)))
    read: Delegation = store.delegations.get("dg_1")
    store.delegations.replace(replace(read, version=2, scopes=SCOPES[:1]), 1, Commit())
    assert len(store.delegations.waiting(9)[0].events) == 1
