"""The named queries, on both stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pymongo.errors import DuplicateKeyError

from services.roster.domain.delegations import Act, Actor, Change, Delegation, DelegationState
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import PartyKind
from services.roster.domain.roster import Labels
from services.shared.commands import Commit, Duplicate
from services.shared.money import Money
from tests.contracts.roster.concurrently import concurrently
from tests.fakes.clock import START
from tests.pages import asked
from tests.unit.roster.build import delegation, pair, party

ACTIVE, REQUESTED, REVOKED = DelegationState.ACTIVE, DelegationState.REQUESTED, DelegationState.REVOKED
EXPIRED = DelegationState.EXPIRED
AGENCY, CREATOR = (PartyKind.AGENCY, "ag_1"), (PartyKind.CREATOR, "cr_1")
EPOCH = START - timedelta(days=1000)
LIMITS = Guardrails(True, Money(5, "USD"), None, ("beauty",), 3)


def keep(repository: Any, *aggregates: Any) -> None:
    for aggregate in aggregates:
        repository.insert(aggregate, Commit())


def ids(found: Any) -> list[str]:
    return [each.id for each in found]


def test_the_store_is_ready(store: Any) -> None:
    assert store.ready()


def test_a_party_by_its_client(store: Any) -> None:
    keep(store.parties, party(), party("ag_1", PartyKind.AGENCY))
    assert store.party_of_client("cl_ag_1").id == "ag_1"
    assert store.party_of_client("cl_unknown") is None
    assert store.party_of_client("") is None


def test_where_a_client_stands_with_a_creator(store: Any) -> None:
    agency = party("ag_1", PartyKind.AGENCY)
    keep(store.parties, agency, party("ag_2", PartyKind.AGENCY), party())
    held = pair(delegation(expires_at=START + timedelta(days=1)), delegation("dg_2", state=REQUESTED))
    keep(store.pairs, held, replace(held, id="ag_2:cr_1"), replace(held, id="ag_1:cr_2", requested=None))
    assert store.standing("cl_ag_1", "cr_1") == (agency, held, False)
    for creator_id in ("cr_9", "", "$_id", "cr_1:cr_1"):
        assert store.standing("cl_ag_1", creator_id) == (agency, None, False)
    for unknown in ("cl_unknown", ""):
        for creator_id in ("", "cr_1"):
            assert store.standing(unknown, creator_id) == (None, None, False)
            assert store.standing(unknown, creator_id, party_id="ag_9") == (None, None, False)
    assert store.standing("portal", "cr_1", party_id="ag_1") == (agency, held, False)
    assert store.standing("cl_ag_2", "", party_id="ag_1") == (agency, None, False)


def test_parties_by_id_and_handle(store: Any) -> None:
    keep(store.parties, party(), party("cr_2"), party("ag_1", PartyKind.AGENCY))
    assert sorted(ids(store.parties_by(["cr_1", "ag_1", "cr_9"]))) == ["ag_1", "cr_1"]
    assert sorted(ids(store.parties_by(["cr_1"], ["cr2", "cr1", "none"]))) == ["cr_1", "cr_2"]
    assert store.parties_by([], []) == []


def change(of: Delegation, act: Act = Act.REQUESTED) -> Change:
    return Change(f"{of.id}:{of.version:06d}", act, START, Actor("cr_1", "cl_1", "x"), "why", of)


def record(store: Any, *delegations: Delegation) -> None:
    for each in delegations:
        store.record(Pair(pair_id(each.agency_id, each.creator_id), changes=(change(each),)))


def test_grants_for_an_import(store: Any) -> None:
    later, past = START + timedelta(seconds=1), START
    record(
        store,
        delegation("dg_1", scopes=("a", "b"), version=3),
        delegation("dg_2", creator_id="cr_2", scopes=("b",), expires_at=later),
        delegation("dg_3", creator_id="cr_3", scopes=("b",), expires_at=past),
        delegation("dg_4", creator_id="cr_4", scopes=("b",), state=REVOKED),
        delegation("dg_5", creator_id="cr_5", scopes=("b",), agency_id="ag_2"),
    )
    everybody = [f"cr_{number}" for number in range(1, 7)]
    found = store.grants_for("ag_1", everybody, "b", START)
    assert found == {"cr_1": ("dg_1", 3), "cr_2": ("dg_2", 1)}
    assert store.grants_for("ag_1", ["cr_2"], "b", later) == {}
    assert store.grants_for("ag_1", everybody, "a", START) == {"cr_1": ("dg_1", 3)}
    assert [store.is_let("ag_1", scope, START) for scope in ("a", "b", "c")] == [True, True, False]
    assert store.is_let("ag_2", "b", START)
    assert not store.is_let("ag_3", "b", START)
    assert sorted(store.letting("ag_1", "b", START)) == ["cr_1", "cr_2"]
    assert (store.letting("ag_1", "b", later), store.letting("ag_3", "b", START)) == (["cr_1"], [])


def test_changes_have_records_of_their_own_and_stay_as_they_were(store: Any) -> None:
    first, second = delegation(state=REQUESTED), delegation(version=2, guardrails=LIMITS)
    record(store, first, second)
    record(store, first)
    assert store.changes_of("dg_1") == [change(first), change(second)]
    assert store.changes_of("dg_") == store.changes_of("dg_10") == []
    assert store.delegation("dg_1") == second


def test_changed_delegations_come_in_the_order_of_their_changes(store: Any) -> None:
    granted = {"granted_at": START}
    record(store, delegation("dg_2", **granted), delegation("dg_1", creator_id="cr_2", **granted))
    record(store, delegation("dg_3", agency_id="ag_2", **granted))
    record(store, delegation("dg_2", version=2, **granted), delegation("dg_4", state=REQUESTED))
    whole = store.changed_delegations("ag_1", (EPOCH, ""), 9)
    assert sorted((each.delegation_id, each.creator_id) for each in whole) == [
        ("dg_1", "cr_2"),
        ("dg_2", "cr_1"),
    ]
    first = (whole[0].at, whole[0].delegation_id)
    assert store.changed_delegations("ag_1", first, 9) == whole[1:]
    assert store.changed_delegations("ag_1", (EPOCH, ""), 1) == whole[:1]
    assert ids(store.active_delegations_with("ag_1", ["cr_2", "cr_9"])) == ["dg_1"]


@pytest.mark.parametrize("state", [ACTIVE, REQUESTED])
def test_the_records_have_room_for_one_of_a_kind(store: Any, state: DelegationState) -> None:
    record(store, delegation("dg_1", state=state))
    with pytest.raises((Duplicate, DuplicateKeyError)):
        record(store, delegation("dg_2", state=state))
    record(store, delegation("dg_1", state=REVOKED, version=2), delegation("dg_2", state=state))
    assert ids(store.delegations_of(AGENCY, state, asked("-requested_at"))) == ["dg_2"]


def test_a_pair_forgets_its_changes_when_they_are_recorded_unless_it_has_changed(store: Any) -> None:
    earlier = pair(delegation(state=REQUESTED), changes=(change(delegation(state=REQUESTED)),))
    keep(store.pairs, earlier)
    assert ids(store.unrecorded_pairs()) == ["ag_1:cr_1"]
    later = replace(earlier, version=2, changes=(change(delegation(version=2), Act.ACCEPTED),))
    assert store.pairs.replace(later, 1, Commit())
    store.record(earlier)
    assert store.pairs.get(later.id).changes == later.changes
    store.record(later)
    store.record(later)
    assert store.pairs.get(later.id) == replace(later, changes=())
    assert ids(store.unrecorded_pairs()) == []
    assert store.delegation("dg_1").version == 2


def test_records_written_by_many_at_once_are_written_once(store: Any) -> None:
    ended = change(delegation(state=DelegationState.SUPERSEDED, version=3), Act.SUPERSEDED)
    begun = change(delegation("dg_2", version=2), Act.ACCEPTED)
    record(store, delegation(version=2))
    moved = pair(delegation("dg_2", version=2), changes=(ended, begun))
    keep(store.pairs, moved)
    assert concurrently(8, lambda _: store.record(moved)) == [None] * 8
    assert (store.delegation("dg_1").state, store.delegation("dg_2").state) == ("superseded", "active")
    assert (store.changes_of("dg_1")[-1:], store.changes_of("dg_2")) == ([ended], [begun])


def test_overdue_pairs_hold_something_with_a_passed_end(store: Any) -> None:
    def held(number: int, **fields: Any) -> Pair:
        one = delegation(f"dg_{number}", creator_id=f"cr_{number}", **fields)
        return replace(pair(one), id=f"ag_1:cr_{number}")

    keep(
        store.pairs,
        held(0, expires_at=START),
        held(1, expires_at=START - timedelta(days=1)),
        held(2, expires_at=START - timedelta(days=2), state=REQUESTED),
        held(3, expires_at=START + timedelta(milliseconds=1)),
        held(4, expires_at=START - timedelta(days=1), state=REVOKED),
        held(5),
    )
    whole = store.overdue_pairs(START, None, 9)
    assert [key for _, key in whole] == ["ag_1:cr_2", "ag_1:cr_1", "ag_1:cr_0"]
    assert store.overdue_pairs(START, None, 2) == whole[:2]
    assert store.overdue_pairs(START, whole[0], 9) == whole[1:]


def test_labels_of_one_agency_by_creator(store: Any) -> None:
    keep(
        store.labels,
        Labels("ag_1:cr_1", ("x",)),
        Labels("ag_1:cr_2"),
        Labels("ag_10:cr_1"),
        Labels("ag_0:cr_1"),
    )
    assert set(store.labels_of("ag_1")) == {"cr_1", "cr_2"}
    assert store.labels_of("ag_1")["cr_1"].tags == ("x",)


def test_open_offers_are_counted_by_creator(store: Any) -> None:
    store.put_offer("of_1", "cr_1", True, 1)
    store.put_offer("of_2", "cr_1", True, 1)
    store.put_offer("of_3", "cr_2", False, 1)
    assert store.open_offers(["cr_1", "cr_2", "cr_9"]) == {"cr_1": 2}
    store.drop_offers()
    assert store.open_offers(["cr_1"]) == {}


def test_an_older_fact_about_an_offer_changes_nothing(store: Any) -> None:
    store.put_offer("of_1", "cr_1", False, 3)
    store.put_offer("of_1", "cr_1", True, 2)
    store.put_offer("of_1", "cr_1", True, 3)
    assert store.open_offers(["cr_1"]) == {}
    store.put_offer("of_1", "cr_1", True, 4)
    assert store.open_offers(["cr_1"]) == {"cr_1": 1}


def test_creators_in_the_order_of_their_ids(store: Any) -> None:
    keep(store.parties, *(party(f"cr_{number}") for number in (3, 1, 2)), party("cq_1", PartyKind.BRAND))
    assert store.creators_after("", 9) == ["cr_1", "cr_2", "cr_3"]
    assert store.creators_after("cr_1", 1) == ["cr_2"]
