"""What every store of campaigns promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.campaigns.domain import deals
from services.campaigns.domain.campaigns import DimensionWeights, Target, Weight
from services.campaigns.domain.deliverables import ReviewDecision
from services.campaigns.domain.guardrails import HeldBecause
from services.campaigns.domain.inbox import ReadableChange
from services.campaigns.domain.listing import Selection
from services.campaigns.domain.names import NamedCreator
from services.campaigns.domain.slots import Slot
from services.campaigns.domain.states import OfferState, states_of
from services.campaigns.domain.versions import broken_version
from services.shared.commands import Applied, Commit, Duplicate
from services.shared.money import Money
from tests.fakes.clock import START
from tests.pages import asked
from tests.unit.campaigns.build import (
    AGENCY,
    BRAND,
    LATER,
    accept,
    agency,
    campaign,
    deal,
    invitation,
    propose,
)
from tests.unit.campaigns.test_versions import FULL

ALL = states_of(None)
HOUR = timedelta(hours=1)
TARGET = Target(gender=(Weight("FEMALE", 0.7),), weights=DimensionWeights(age=0.5))


def put(store, offer, **changes):
    changed = replace(offer, **changes)
    store.offers.insert(changed, Commit())
    return changed


def fill(store):
    """Six offers, due by the hour, two at the same moment."""
    for number, hours in enumerate([3, 1, 2, 2, 5, 4]):
        put(
            store,
            invitation(),
            id=f"of_{number}",
            respond_by=START + hours * HOUR,
            creator_id=f"cr_{number % 2}",
            campaign_id="cp_2" if number > 3 else "cp_1",
            state=OfferState.ACTIVE if number == 0 else OfferState.IN_REVIEW,
        )


def selected(store, sort="respond_by", since=None, **wanted):
    given = {"states": ALL, **wanted}
    return [offer.id for offer in store.select_offers(Selection(**given), asked(sort, since=since))]


def full_offer():
    """An offer that uses everything that an offer can hold."""
    offer = deal(**FULL)
    offer = deals.submit_draft(offer, AGENCY, "dl_1", url="https://a/b", note="n", now=LATER)
    return deals.review_draft(
        offer, BRAND, "dl_1", decision=ReviewDecision.APPROVE, comment="¡Hola! ✓", now=LATER
    )


def test_an_offer_reads_back_as_it_was_written(store):
    held = accept(invitation(), agency(confirm_all_accepts=True))
    assert held.held_because == (HeldBecause.CONFIRM_ALL,)
    aimed = replace(invitation(), campaign_target=TARGET)
    offers = [invitation(), propose(invitation(), AGENCY), full_offer(), held, aimed]
    for number, offer in enumerate(offers):
        kept = put(store, offer, id=f"of_{number}")
        assert store.offers.get(kept.id) == kept
    assert store.offers.get("of_nobody") is None


def test_versions_are_kept_under_their_hash(store):
    first = invitation()
    second, lost = propose(first, AGENCY), propose(first, AGENCY, 1)
    for offer in (first, lost, second, second):
        store.keep_version(offer.id, offer.latest)
    store.keep_version("of_2", second.latest)
    read = store.versions("of_1", [link.hash for link in second.chain])
    assert read == [first.latest, second.latest]
    assert broken_version(read) == 0
    assert store.versions("of_1", [second.current_hash]) == [second.latest]


def test_a_creator_is_known_once_she_was_noted(store):
    assert store.takes_offers("cr_1") is None
    store.note_standing("cr_1", suspended=False, version=1)
    assert store.take_slot("cr_1", Slot("of_1", 1, START), 1)
    store.note_standing("cr_1", suspended=False, version=1)
    assert store.takes_offers("cr_1") is True
    assert store.takes_offers("cr_2") is None
    assert [slot.offer_id for slot in store.slots("cr_1")] == ["of_1"]


def test_the_latest_that_is_known_of_a_creators_suspension_counts(store):
    store.note_standing("cr_1", suspended=True, version=3)
    assert store.takes_offers("cr_1") is False
    for version in (1, 2, 3):
        store.note_standing("cr_1", suspended=False, version=version)  # It comes late.
    assert store.takes_offers("cr_1") is False
    store.note_standing("cr_1", suspended=False, version=4)
    assert store.takes_offers("cr_1") is True
    assert store.slots("cr_1") == []


def test_creators_are_called_as_the_newest_version_of_their_profile_says(store):
    assert store.creators_named(["cr_1"]) == {}
    assert store.take_slot("cr_2", Slot("of_1", 1, START), 1)
    for version, name in ((3, "Ana"), (5, "Ana Cooks"), (4, "Anna"), (5, "Anna")):
        store.note_creator(NamedCreator("cr_1", "ana", name), version)
    store.note_creator(NamedCreator("cr_2", "bea", "Bea"), 1)
    assert store.creators_named(["cr_1", "cr_2", "cr_9"]) == {
        "cr_1": NamedCreator("cr_1", "ana", "Ana Cooks"),
        "cr_2": NamedCreator("cr_2", "bea", "Bea"),
    }
    assert store.takes_offers("cr_2") is None
    assert [slot.offer_id for slot in store.slots("cr_2")] == ["of_1"]


def test_a_write_that_comes_too_late_does_not_happen(store):
    """Too late by the clock of the store, whatever the writer believes."""
    first = put(store, invitation())
    now = store.now()
    late = replace(first, version=2, reason="late")
    assert not store.offers.replace(late, 1, Commit(until=now - timedelta(seconds=1)))
    assert store.offers.get(first.id) == first
    assert store.offers.replace(late, 1, Commit(until=now + timedelta(hours=1)))


def test_a_campaign_reads_back_as_it_was_written(store):
    given: list[dict[str, Any]] = [{}, {"budget": Money(5, "USD"), "target": TARGET}]
    for number, changes in enumerate(given):
        kept = replace(campaign(), id=f"cp_{number}", **changes)
        store.campaigns.insert(kept, Commit())
        assert store.campaigns.get(kept.id) == kept


def test_an_id_is_taken_once(store):
    put(store, invitation())
    with pytest.raises(Duplicate):
        put(store, invitation())


def test_a_write_over_another_version_does_not_happen(store):
    first = put(store, invitation())
    assert store.offers.replace(replace(first, version=2, reason="one"), 1, Commit())
    assert not store.offers.replace(replace(first, version=2, reason="two"), 1, Commit())
    assert store.offers.get(first.id).reason == "one"


def test_an_applied_command_is_remembered(store):
    store.offers.insert(invitation(), Commit(applied=Applied("k1", "sha", b"\x00reply")))
    assert store.offers.recall("of_1", "k1") == (invitation(), Applied("k1", "sha", b"\x00reply"))
    assert store.offers.recall("of_1", "k2") == (invitation(), None)
    assert store.offers.recall("of_2", "k1") == (None, None)


def test_what_is_overdue_oldest_first(store):
    fill(store)
    assert store.overdue(START, None, 9) == []
    whole = store.overdue(START + 9 * HOUR, None, 9)
    assert [key for _, key in whole] == ["of_1", "of_2", "of_3", "of_5", "of_4"]
    assert store.overdue(START + 3 * HOUR, None, 9) == whole[:3]
    for index, position in enumerate(whole):
        assert store.overdue(START + 9 * HOUR, position, 2) == whole[index + 1 : index + 3]


def test_drafts_without_an_answer_oldest_first(store):
    put(store, deal(), id="of_0")
    put(store, deal(), id="of_1", under_review_since=LATER)
    put(store, deal(), id="of_2", under_review_since=LATER, state=OfferState.CANCELLED)
    put(store, deal(), id="of_3", under_review_since=START)
    assert store.unanswered_drafts(START - HOUR, None, 9) == []
    assert store.unanswered_drafts(LATER, None, 9) == [(START, "of_3"), (LATER, "of_1")]
    assert store.unanswered_drafts(LATER, (START, "of_3"), 9) == [(LATER, "of_1")]


def test_where_offers_stand(store):
    put(store, invitation(), id="of_1")
    put(store, deal(), id="of_2", version=3)
    standing = {"of_1": (OfferState.IN_REVIEW, 1), "of_2": (OfferState.ACTIVE, 3)}
    assert store.standing(["of_1", "of_2", "of_3"]) == standing


def inbox(store, agency_id):
    return selected(store, agency_id=agency_id)


def test_offers_carry_who_reads_them(store):
    fill(store)
    hers = ["of_2", "of_0", "of_4"]
    assert inbox(store, "ag_1") == []
    store.take_over("ag_1", [ReadableChange("cr_0", True, START), ReadableChange("cr_1", False, START)])
    store.take_over("ag_2", [ReadableChange("cr_0", True, START)])
    assert inbox(store, "ag_1") == inbox(store, "ag_2") == hers
    put(store, invitation(), id="of_9", creator_id="cr_0", respond_by=START + 9 * HOUR)
    assert inbox(store, "ag_1") == [*hers, "of_9"]
    store.take_over("ag_1", [ReadableChange("cr_0", False, START + HOUR)])
    assert inbox(store, "ag_1") == []
    assert inbox(store, "ag_2") == [*hers, "of_9"]


def test_a_change_of_who_reads_that_was_overtaken_changes_nothing(store):
    fill(store)
    newest = ReadableChange("cr_0", True, START + HOUR)
    store.take_over("ag_1", [newest])
    store.take_over("ag_1", [ReadableChange("cr_0", False, START), newest])
    assert inbox(store, "ag_1") == ["of_2", "of_0", "of_4"]


def test_markers(store):
    assert store.marker("ag_1") == ""
    store.put_marker("ag_1", "12:dg_1")
    store.put_marker("ag_2", "9:")
    store.put_marker("ag_1", "13:")
    assert (store.marker("ag_1"), store.marker("ag_2")) == ("13:", "9:")
