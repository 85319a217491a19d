"""Which deadlines of an offer are still to be met, and that every fact about it carries them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.campaigns import produces
from services.campaigns.domain import deals
from services.campaigns.domain.deadlines import Deadline, DeadlineKind, open_deadlines
from services.campaigns.domain.deliverables import ReviewDecision
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import Awaiting, OfferState
from services.shared.mapping import from_message
from tests.fakes.clock import START
from tests.unit.campaigns.build import BRAND, CREATOR, LATER, deal, in_state, invitation, propose

K = DeadlineKind
DRAFT = Deadline(K.DRAFT, START + timedelta(days=10), Awaiting.CREATOR_SIDE, "dl_1")
PUBLICATION = Deadline(K.PUBLICATION, START + timedelta(days=20), Awaiting.CREATOR_SIDE, "dl_1")
URL = "https://video.example/1"


def drafted() -> Offer:
    """A deal of which a draft is under review."""
    return deals.submit_draft(deal(), CREATOR, "dl_1", url=URL, note="", now=LATER)


def reviewed(decision: ReviewDecision) -> Offer:
    """A deal of which the draft was answered."""
    return deals.review_draft(drafted(), BRAND, "dl_1", decision=decision, comment="Brighter", now=LATER)


def test_an_open_offer_is_to_be_answered_by_whose_move_it_is() -> None:
    sent, proposed = invitation(), propose(invitation(), CREATOR)
    assert open_deadlines(sent) == (Deadline(K.ANSWER, sent.respond_by, Awaiting.CREATOR_SIDE),)
    assert open_deadlines(proposed) == (Deadline(K.ANSWER, proposed.respond_by, Awaiting.BRAND),)


def test_an_active_deal_owes_a_draft_until_there_is_one_and_the_publication() -> None:
    assert open_deadlines(deal()) == (DRAFT, PUBLICATION)
    assert open_deadlines(drafted()) == (replace(PUBLICATION, awaiting=Awaiting.BRAND),)
    for decision in ReviewDecision:
        assert open_deadlines(reviewed(decision)) == (PUBLICATION,)
    done = deals.publish_deliverable(
        reviewed(ReviewDecision.APPROVE), CREATOR, "dl_1", video_id="v1", url=URL, now=LATER
    )
    assert open_deadlines(done) == ()


def test_what_has_no_date_has_no_deadline() -> None:
    (item,) = deal().deliverables
    assert open_deadlines(replace(deal(), deliverables=(replace(item, draft_due=None),))) == (PUBLICATION,)
    undated = replace(item, draft_due=None, publish_by=None)
    assert open_deadlines(replace(deal(), deliverables=(undated,))) == ()


@pytest.mark.parametrize(
    "state", [each for each in OfferState if each not in {"in_review", "negotiating", "active"}]
)
def test_a_closed_offer_has_none(state: OfferState) -> None:
    assert bool(open_deadlines(in_state(state))) == (state is OfferState.AWAITING_CONFIRMATION)


@pytest.mark.parametrize("facts", [produces.offer_announced, produces.offer_confirmed])
def test_a_fact_carries_them(facts: produces.Facts) -> None:
    (fact,) = facts(deal())
    message: Any = fact.message
    carried = tuple(from_message(Deadline, each) for each in message.offer.deadlines)
    assert carried == (DRAFT, PUBLICATION)
