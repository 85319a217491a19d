"""What every store of campaigns promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.campaigns.domain import deals
from services.campaigns.domain.campaigns import Target, Weight
from services.campaigns.domain.deliverables import ReviewDecision
from services.campaigns.domain.listing import Selection
from services.campaigns.domain.offers import Message
from services.campaigns.domain.states import OfferState, Side, Tab, states_of
from services.campaigns.domain.versions import broken_version
from services.shared.commands import Applied, Commit, Duplicate
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.campaigns.build import AGENCY, BRAND, LATER, campaign, deal, invitation, propose
from tests.unit.campaigns.test_versions import FULL

ALL = states_of(None)
HOUR = timedelta(hours=1)


def put(store, offer, **changes):
    changed = replace(offer, **changes)
    store.offers.insert(changed, Commit())
    return changed


def full_offer():
    """An offer that uses everything that an offer can hold."""
    offer = deal(**FULL)
    offer = deals.draft_submitted(offer, AGENCY, "dl_1", url="https://a/b", note="n", now=LATER)
    offer = deals.draft_reviewed(
        offer, BRAND, "dl_1", decision=ReviewDecision.APPROVE, comment="ok", now=LATER
    )
    return deals.discussed(offer, Message("ms_1", "br_1", Side.BRAND, "¡Hola! ✓", LATER))


def test_an_offer_reads_back_as_it_was_written(store):
    for number, offer in enumerate([invitation(), propose(invitation(), AGENCY), full_offer()]):
        kept = put(store, offer, id=f"of_{number}")
        read = store.offers.get(kept.id)
        assert read == kept
        assert broken_version(read.versions) == 0
    assert store.offers.get("of_nobody") is None


def test_a_campaign_reads_back_as_it_was_written(store):
    target = Target(gender=(Weight("FEMALE", 0.7),))
    for number, changes in enumerate([{}, {"budget": Money(5, "USD"), "target": target}]):
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
    assert store.offers.applied("k1") == Applied("k1", "sha", b"\x00reply")
    assert store.offers.applied("k2") is None
    other = replace(invitation(), id="of_2")
    with pytest.raises(Duplicate):
        store.offers.insert(other, Commit(applied=Applied("k1", "sha", b"")))


def test_campaigns_of_a_brand_newest_first(store):
    for number in (2, 0, 1):
        store.campaigns.insert(replace(campaign(), id=f"cp_{number}"), Commit())
    store.campaigns.insert(replace(campaign(), id="cp_9", brand_id="br_2"), Commit())
    assert [each.id for each in store.campaigns_of("br_1", "", 9)] == ["cp_2", "cp_1", "cp_0"]
    assert [each.id for each in store.campaigns_of("br_1", "cp_2", 1)] == ["cp_1"]


def shelf(store):
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


def selected(store, **wanted):
    given = {"states": ALL, **wanted}
    return [offer.id for offer in store.select_offers(Selection(**given), 9)]


def test_offers_come_by_due_date(store):
    shelf(store)
    order = ["of_1", "of_2", "of_3", "of_0", "of_5", "of_4"]
    assert selected(store) == order
    assert selected(store, descending=True) == order[::-1]
    assert len(store.select_offers(Selection(ALL), 2)) == 2


def test_offers_are_selected(store):
    shelf(store)
    assert selected(store, states=states_of(Tab.ACTIVE)) == ["of_0"]
    assert selected(store, creator_ids=frozenset({"cr_0"})) == ["of_2", "of_0", "of_4"]
    assert selected(store, creator_ids=frozenset()) == []
    assert selected(store, campaign_id="cp_2") == ["of_5", "of_4"]
    assert selected(store, due_by=START + 2 * HOUR) == ["of_1", "of_2", "of_3"]


@pytest.mark.parametrize("descending", [False, True])
def test_a_list_goes_on_behind_any_position(store, descending):
    shelf(store)
    whole = store.select_offers(Selection(ALL, descending=descending), 9)
    for index, offer in enumerate(whole):
        wanted = Selection(ALL, descending=descending, after=(offer.respond_by, offer.id))
        assert store.select_offers(wanted, 9) == whole[index + 1 :]
        dated = replace(wanted, due_by=START + 3 * HOUR)
        rest = [each for each in whole[index + 1 :] if each.respond_by <= START + 3 * HOUR]
        assert store.select_offers(dated, 9) == rest


def test_lists_show_the_latest_version(store):
    put(store, propose(invitation(), AGENCY))
    (offer,) = store.select_offers(Selection(ALL), 9)
    assert (offer.current_version, offer.price.amount_minor) == (2, 300_000)
    assert offer.changes_proposed_by is Side.CREATOR_SIDE


def test_active_deals_are_counted_by_creator(store):
    shelf(store)
    assert store.active_deals("cr_0") == 1
    assert store.active_deals("cr_1") == 0


def test_what_is_overdue(store):
    shelf(store)
    assert store.overdue(START, 9) == []
    assert sorted(store.overdue(START + 3 * HOUR, 9)) == ["of_1", "of_2", "of_3"]
    assert len(store.overdue(START + 9 * HOUR, 2)) == 2


def test_drafts_without_an_answer(store):
    put(store, deal(), id="of_0")
    put(store, deal(), id="of_1", under_review_since=LATER)
    put(store, deal(), id="of_2", under_review_since=LATER, state=OfferState.CANCELLED)
    assert store.unanswered_drafts(START, 9) == []
    assert store.unanswered_drafts(LATER, 9) == ["of_1"]


def test_ids_in_their_order(store):
    shelf(store)
    assert store.offer_ids("", 2) == ["of_0", "of_1"]
    assert store.offer_ids("of_4", 9) == ["of_5"]
