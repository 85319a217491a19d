"""The named queries, on both stores."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.roster.domain.delegations import DelegationState
from services.roster.domain.parties import PartyKind
from services.roster.domain.rates import CardVersion
from services.roster.domain.roster import Labels
from services.shared.commands import Commit
from tests.fakes.clock import START
from tests.unit.roster.build import card, delegation, party, rate

ACTIVE, REQUESTED, REVOKED = DelegationState.ACTIVE, DelegationState.REQUESTED, DelegationState.REVOKED


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
    pair = [delegation(f"dg_{number}", expires_at=START + timedelta(days=1)) for number in (2, 1, 3)]
    keep(
        store.delegations, *pair, delegation("dg_4", agency_id="ag_2"), delegation("dg_5", creator_id="cr_2")
    )
    holder, delegations = store.standing("cl_ag_1", "cr_1")
    assert holder == agency
    assert delegations == [pair[2], pair[0], pair[1]]
    assert store.standing("cl_ag_1", "cr_9") == (agency, [])
    assert store.standing("cl_ag_1", "") == (agency, [])
    for unknown in ("cl_unknown", ""):
        for creator_id in ("", "cr_1"):
            assert store.standing(unknown, creator_id) == (None, [])


def test_parties_by_id_and_handle(store: Any) -> None:
    keep(store.parties, party(), party("cr_2"), party("ag_1", PartyKind.AGENCY))
    assert sorted(ids(store.parties_by(["cr_1", "ag_1", "cr_9"]))) == ["ag_1", "cr_1"]
    assert sorted(ids(store.parties_by(["cr_1"], ["cr2", "cr1", "none"]))) == ["cr_1", "cr_2"]
    assert store.parties_by([], []) == []


def test_delegations_of_a_pair_newest_first(store: Any) -> None:
    keep(store.delegations, *(delegation(f"dg_{number}") for number in (2, 1, 3)))
    keep(store.delegations, delegation("dg_4", agency_id="ag_2"), delegation("dg_5", creator_id="cr_2"))
    assert ids(store.delegations_between("ag_1", "cr_1")) == ["dg_3", "dg_2", "dg_1"]
    assert store.delegations_between("ag_1", "cr_9") == []


def test_grants_for_an_import(store: Any) -> None:
    later, past = START + timedelta(seconds=1), START
    keep(
        store.delegations,
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


def test_delegations_of_one_party_in_pages(store: Any) -> None:
    keep(store.delegations, *(delegation(f"dg_{number}") for number in range(4)))
    keep(store.delegations, delegation("dg_4", agency_id="ag_2", state=REVOKED))
    assert ids(store.delegations_of("ag_1", None, "", 9)) == ["dg_3", "dg_2", "dg_1", "dg_0"]
    assert ids(store.delegations_of("cr_1", None, "", 2)) == ["dg_4", "dg_3"]
    assert ids(store.delegations_of("cr_1", None, "dg_3", 2)) == ["dg_2", "dg_1"]
    assert ids(store.delegations_of("cr_1", REVOKED, "", 9)) == ["dg_4"]
    assert store.delegations_of("ag_9", None, "", 9) == []


def test_active_delegations_include_those_past_their_end(store: Any) -> None:
    past = delegation("dg_3", expires_at=START - timedelta(days=1))
    keep(store.delegations, delegation(), delegation("dg_2", state=REQUESTED), past)
    keep(store.delegations, delegation("dg_4", agency_id="ag_2"))
    assert ids(store.active_delegations("ag_1")) == ["dg_3", "dg_1"]


def test_expired_delegations_are_open_ones_with_a_passed_end(store: Any) -> None:
    keep(
        store.delegations,
        delegation("dg_0", expires_at=START),
        delegation("dg_1", expires_at=START - timedelta(days=1), state=REQUESTED),
        delegation("dg_2", expires_at=START + timedelta(milliseconds=1)),
        delegation("dg_3", expires_at=START - timedelta(days=1), state=REVOKED),
        delegation("dg_4"),
    )
    whole = store.expired_delegations(START, None, 9)
    assert sorted(key for _, key in whole) == ["dg_0", "dg_1"]
    assert store.expired_delegations(START, None, 1) == whole[:1]
    assert store.expired_delegations(START, whole[0], 9) == whole[1:]


def test_rate_cards_come_without_their_history(store: Any) -> None:
    former = CardVersion("cr_1", (rate(),), 1, START, "cr_1")
    keep(store.rate_cards, card(rates=(rate(),), version=2, former=(former,)), card("cr_2"))
    found = store.rate_cards_of(["cr_1", "cr_9"])
    assert set(found) == {"cr_1"}
    assert (found["cr_1"].version, found["cr_1"].former) == (2, ())
    assert store.rate_cards.get("cr_1").former == (former,)


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
