"""Negotiation: what the table of states does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.campaigns.domain import negotiation
from services.campaigns.domain.guardrails import HER_OWN
from services.campaigns.domain.negotiation import MOST_VERSIONS, Proposal
from services.campaigns.domain.offers import Path, require_access
from services.campaigns.domain.states import Awaiting, OfferState, Side, Tab
from services.campaigns.domain.thread import MOST_MESSAGES, check_room
from services.shared.errors import Conflict, Invalid, NotFound
from tests.fakes.clock import START
from tests.unit.campaigns.build import (
    AGENCY,
    BRAND,
    CREATOR,
    LATER,
    Places,
    accept,
    deal,
    ids,
    invitation,
    proposal,
    propose,
    terms,
)

DAY = timedelta(days=1)


def test_an_invitation():
    offer = invitation()
    assert (offer.state, offer.tab, offer.awaiting) == (
        OfferState.IN_REVIEW,
        Tab.PENDING,
        Awaiting.CREATOR_SIDE,
    )
    assert (offer.campaign_name, offer.brand_name, offer.category) == ("Spring", "Glow", "beauty/skincare")
    assert offer.changes_proposed_by is None
    assert offer.respond_by == START + 7 * DAY
    assert (offer.current_version, offer.price.amount_minor) == (1, 250_000)


def test_a_proposal_turns_the_waiting_around():
    offer = propose(invitation(), AGENCY)
    assert (offer.awaiting, offer.changes_proposed_by) == (Awaiting.BRAND, Side.CREATOR_SIDE)
    assert (offer.current_version, offer.price.amount_minor) == (2, 300_000)
    assert offer.respond_by == LATER + 7 * DAY
    back = propose(offer, BRAND, 275_000)
    assert (back.awaiting, back.changes_proposed_by) == (Awaiting.CREATOR_SIDE, Side.BRAND)
    assert accept(back, AGENCY).awaiting is Awaiting.NONE


def test_a_proposal_names_the_latest_version_and_changes_something():
    offer = propose(invitation(), CREATOR)
    with pytest.raises(Conflict, match="Version 2 is the latest"):
        negotiation.propose(offer, BRAND, 1, proposal(), LATER)
    with pytest.raises(Invalid) as refused:
        negotiation.propose(offer, BRAND, 2, proposal(300_000), LATER)
    assert [fault.field for fault in refused.value.errors] == ["terms"]


@pytest.mark.parametrize(("flooding", "other"), [(CREATOR, BRAND), (BRAND, CREATOR)])
def test_the_versions_of_one_side_have_an_end_and_leave_the_other_its_own(flooding, other):
    offer = invitation()
    while sum(link.author_side is flooding.side for link in offer.chain) < MOST_VERSIONS:
        offer = propose(offer, flooding, offer.current_version)
    with pytest.raises(Conflict, match="30 versions, which is the most; await the answer"):
        propose(offer, flooding)
    assert accept(offer, other).state is OfferState.ACTIVE
    answered = propose(offer, other, 777)
    with pytest.raises(Conflict, match="answer the latest one"):
        propose(answered, flooding)
    assert accept(answered, flooding).state is OfferState.ACTIVE


@pytest.mark.parametrize(
    "respond_by", [START, START - DAY, START + timedelta(days=90, milliseconds=1), START + 9999 * DAY]
)
def test_respond_by_out_of_range(respond_by):
    with pytest.raises(Invalid) as refused:
        invitation(Proposal(terms(), "", respond_by))
    assert [fault.field for fault in refused.value.errors] == ["respond_by"]


def test_respond_by_within_range():
    assert invitation(Proposal(terms(), "", START + 90 * DAY)).respond_by == START + 90 * DAY


@pytest.mark.parametrize(("number", "sha"), [(1, "0" * 64), (1, ""), (2, None), (0, None)])
def test_an_accept_names_number_and_hash(number, sha):
    offer = invitation()
    with pytest.raises(Conflict, match="Version 1 is the latest"):
        negotiation.accept(
            offer,
            CREATOR,
            number=number,
            sha=offer.current_hash if sha is None else sha,
            mandate=HER_OWN,
            slots=Places(),
            now=LATER,
            new_id=ids(),
        )


def test_nobody_accepts_what_their_side_wrote():
    with pytest.raises(Conflict, match="Your side wrote"):
        accept(invitation(), BRAND)
    with pytest.raises(Conflict, match="Your side wrote"):
        accept(propose(invitation(), AGENCY), CREATOR)


def test_a_former_version_cannot_be_accepted():
    first = invitation()
    offer = propose(propose(first, CREATOR), BRAND, 275_000)
    with pytest.raises(Conflict, match="Version 3 is the latest"):
        negotiation.accept(
            offer,
            CREATOR,
            number=1,
            sha=first.current_hash,
            mandate=HER_OWN,
            slots=Places(),
            now=LATER,
            new_id=ids(),
        )


def test_agreement_makes_one_deliverable_of_each_count():
    video = terms().deliverables[0]
    story = replace(video, type="story", count=3, draft_due=None)
    agreed = deal(deliverables=(video, story))
    assert [item.type for item in agreed.deliverables] == ["video", "story", "story", "story"]
    assert len({item.id for item in agreed.deliverables}) == 4
    assert agreed.agreed_at == LATER


def test_confirming_another_version():
    held = replace(accept(invitation(), CREATOR), state=OfferState.AWAITING_CONFIRMATION)
    with pytest.raises(Conflict, match="confirm that one"):
        negotiation.confirm(held, CREATOR, 2, Places(), LATER, ids())


def test_expiry():
    offer = invitation()
    before = offer.respond_by - timedelta(milliseconds=1)
    assert negotiation.expire(offer, before) is offer
    assert negotiation.expire(offer, offer.respond_by).state is OfferState.EXPIRED
    agreed = accept(offer, CREATOR)
    assert negotiation.expire(agreed, START + 99 * DAY) is agreed


@pytest.mark.parametrize(("first", "second"), [(BRAND, CREATOR), (CREATOR, BRAND)])
def test_a_deal_is_cancelled_by_both_sides(first, second):
    asked = negotiation.cancel(deal(), first, "Plans changed.", LATER)
    assert (asked.state, asked.cancellation_requested_by) == (OfferState.ACTIVE, first.side)
    with pytest.raises(Conflict, match="other side must agree"):
        negotiation.cancel(asked, first, "", LATER)
    agreed = negotiation.cancel(asked, second, "", LATER)
    assert (agreed.state, agreed.reason) == (OfferState.CANCELLED, "Plans changed.")
    with pytest.raises(Conflict, match="The offer is cancelled"):
        negotiation.cancel(agreed, second, "", LATER)


def test_an_agency_cannot_cancel():
    with pytest.raises(Conflict):
        negotiation.cancel(deal(), AGENCY, "", LATER)
    asked = negotiation.cancel(deal(), BRAND, "", LATER)
    with pytest.raises(Conflict):
        negotiation.cancel(asked, AGENCY, "", LATER)


def test_reasons_are_kept():
    assert negotiation.decline(invitation(), AGENCY, "Too soon.", LATER).reason == "Too soon."


def test_a_thread_has_room_for_so_many_messages_of_a_side():
    check_room(MOST_MESSAGES - 1)
    with pytest.raises(Conflict, match="1000 messages"):
        check_room(MOST_MESSAGES)


@pytest.mark.parametrize(
    ("party", "path", "found"),
    [
        (BRAND, Path("of_1", campaign_id="cp_1"), True),
        (BRAND, Path("of_1", campaign_id="cp_2"), False),
        (BRAND, Path("of_1", creator_id="cr_1"), False),
        (replace(BRAND, id="br_2"), Path("of_1", campaign_id="cp_1"), False),
        (CREATOR, Path("of_1", creator_id="cr_1"), True),
        (AGENCY, Path("of_1", creator_id="cr_1"), True),
        (AGENCY, Path("of_1", creator_id="cr_2"), False),
        (CREATOR, Path("of_1", campaign_id="cp_1"), False),
    ],
)
def test_who_reaches_an_offer(party, path, found):
    offer = invitation()
    if found:
        assert require_access(offer, path, party) is offer
        return
    with pytest.raises(NotFound, match="no such offer"):
        require_access(offer, path, party)


def test_a_missing_offer_is_answered_alike():
    with pytest.raises(NotFound, match="no such offer"):
        require_access(None, Path("of_2", creator_id="cr_1"), CREATOR)
