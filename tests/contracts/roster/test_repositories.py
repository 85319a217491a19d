"""What every repository promises, whichever store it belongs to."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from protos.roster.v1 import events_pb2
from services.roster.domain.delegations import Act, Actor, record_change
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.pairs import Pair
from services.roster.domain.parties import (
    Credential,
    PartyKind,
    RevokedToken,
    Stats,
    Suspension,
    Visibility,
)
from services.roster.domain.rates import RateCard
from services.roster.domain.roster import Labels
from services.shared.commands import Applied, Commit, Duplicate
from services.shared.events import Fact, Staged, stage
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.roster.build import AGENCY, CREATOR, card, delegation, party, rate


def staged(count: int, creator_id: str = CREATOR) -> tuple[Staged, ...]:
    fact = Fact(creator_id, events_pb2.CreatorRegistered(creator_id=creator_id, handle="h"))
    return tuple(stage(fact, creator_id, number + 1, START, "op", "rq") for number in range(count))


FULL_DELEGATION = delegation(
    guardrails=Guardrails(True, Money(5, "USD"), Money(3, "EUR"), ("beauty/skincare",), 4),
    granted_at=START,
    granted_by="cl_2",
    granted_with="client_credentials",
    expires_at=START + timedelta(days=1, milliseconds=7),
    ended_at=START + timedelta(hours=1),
    ended_by=CREATOR,
    reason="because",
    agency_name="Acme",
    creator_handle="zoe",
    creator_name="Zoe",
    updated_at=START,
    version=7,
)
FULL_PARTY = party(
    category="a/b",
    languages=("en", "es"),
    categories=("a", "b/c"),
    bio="Cooks.",
    portfolio=("v_2", "v_1"),
    visibility=Visibility(True, False, True),
    suspension=Suspension(START, "late"),
    credentials=(Credential("cl_1", "hash", START, START + timedelta(hours=1)),),
    revoked_tokens=(RevokedToken("t_1", START), RevokedToken("t_2", START + timedelta(minutes=15))),
    stats=Stats(5, 1.5, 2.0, 0.25, START, 3),
    version=9,
)
FULL_PAIR = Pair(
    f"{AGENCY}:{CREATOR}",
    requested=replace(FULL_DELEGATION, id="dg_3"),
    active=FULL_DELEGATION,
    ended=replace(FULL_DELEGATION, id="dg_0"),
    changes=(record_change(Act.CHANGED, Actor(CREATOR, "cl_2", "x"), START, FULL_DELEGATION, "why"),),
    version=3,
)
FULL_CARD = card(
    rates=(rate("live", 7, "EUR", negotiable=True, note="n"),),
    version=2,
    updated_at=START,
    updated_by=CREATOR,
)
AGGREGATES: dict[str, list[Any]] = {
    "parties": [FULL_PARTY, party(AGENCY, PartyKind.AGENCY)],
    "pairs": [FULL_PAIR, Pair(f"{AGENCY}:cr_2")],
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
    for full in (FULL_PARTY, FULL_PAIR, FULL_DELEGATION, FULL_CARD):
        empty = [each.name for each in fields(full) if getattr(full, each.name) in (None, "", ())]
        assert empty == []


def kept(card_id: str = CREATOR, **fields: Any) -> RateCard:
    """An aggregate of the simplest kind."""
    return RateCard(card_id, **({"version": 1} | fields))


def test_what_does_not_exist_is_none(store: Any) -> None:
    assert store.rate_cards.get("cr_unknown") is None
    assert not store.rate_cards.replace(kept(version=2), 1, Commit())


def test_an_id_is_taken_once(store: Any) -> None:
    store.rate_cards.insert(kept(), Commit())
    with pytest.raises(Duplicate):
        store.rate_cards.insert(kept(updated_by="another"), Commit())
    assert store.rate_cards.get("cr_1").updated_by == ""


def test_a_handle_stands_for_the_id_that_claimed_it_first(store: Any) -> None:
    assert store.claim_handle("zoe", "cr_1") == "cr_1"
    assert store.claim_handle("zoe", "cr_2") == "cr_1"
    assert store.claim_handle("zoe", "cr_1") == "cr_1"
    assert store.claim_handle("another", "cr_2") == "cr_2"


def test_only_the_expected_version_is_replaced(store: Any) -> None:
    store.rate_cards.insert(kept(), Commit())
    second = kept(version=2, updated_by="cr_2")
    assert store.rate_cards.replace(second, 1, Commit(staged(1)))
    assert not store.rate_cards.replace(replace(second, updated_by="late"), 1, Commit(staged(1)))
    assert store.rate_cards.get("cr_1") == second
    assert sum(len(each.events) for each in store.rate_cards.waiting(9)) == 1


def test_an_applied_command_is_remembered_with_its_answer(store: Any) -> None:
    assert store.rate_cards.recall("cr_1", "one") == (None, None)
    store.rate_cards.insert(kept(), Commit(applied=Applied("one", "sha", b"\x00reply")))
    store.rate_cards.replace(kept(version=2), 1, Commit(applied=Applied("two", "sha2", b"reply2")))
    present = kept(version=2)
    assert store.rate_cards.recall("cr_1", "one") == (present, Applied("one", "sha", b"\x00reply"))
    assert store.rate_cards.recall("cr_1", "two") == (present, Applied("two", "sha2", b"reply2"))
    assert store.rate_cards.recall("cr_1", "three") == (present, None)


def test_each_aggregate_remembers_its_own_commands(store: Any) -> None:
    store.rate_cards.insert(kept(), Commit(applied=Applied("one", "sha", b"first")))
    store.rate_cards.insert(kept("cr_2"), Commit(applied=Applied("one", "sha", b"second")))
    assert store.rate_cards.recall("cr_1", "one")[1].reply == b"first"
    assert store.rate_cards.recall("cr_2", "one")[1].reply == b"second"


def test_events_wait_in_the_order_in_which_they_were_caused(store: Any) -> None:
    first, second, third, fourth = staged(4)
    store.rate_cards.insert(kept(), Commit((first, second)))
    store.rate_cards.insert(kept("cr_2"), Commit())
    store.rate_cards.replace(kept(version=2), 1, Commit((third,)))
    (waiting,) = store.rate_cards.waiting(9)
    assert (waiting.aggregate_id, waiting.events) == ("cr_1", (first, second, third))
    store.rate_cards.published("cr_1", [first.id, second.id])
    store.rate_cards.replace(kept(version=3), 2, Commit((fourth,)))
    (waiting,) = store.rate_cards.waiting(9)
    assert waiting.events == (third, fourth)
    store.rate_cards.published("cr_1", [third.id, fourth.id, "ev_unknown"])
    assert store.rate_cards.waiting(9) == []


def test_no_more_aggregates_wait_than_were_asked_for(store: Any) -> None:
    for number in range(5):
        store.rate_cards.insert(kept(f"cr_{number}"), Commit(staged(1)))
    assert len(store.rate_cards.waiting(3)) == 3
    assert len(store.rate_cards.waiting(99)) == 5


def test_reading_and_writing_keep_the_outbox(store: Any) -> None:
    store.rate_cards.insert(kept(), Commit(staged(1)))
    read: RateCard = store.rate_cards.get("cr_1")
    store.rate_cards.replace(replace(read, version=2, updated_by="cr_2"), 1, Commit())
    assert len(store.rate_cards.waiting(9)[0].events) == 1
