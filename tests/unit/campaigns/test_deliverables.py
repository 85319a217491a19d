"""Deliverables: every state and act, rounds of review, comments, lateness, completion."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from services.campaigns.domain import deals, deliverables, negotiation
from services.campaigns.domain.deliverables import (
    Comment,
    Deliverable,
    DeliverableState,
    Draft,
    ReviewDecision,
)
from services.campaigns.domain.states import OfferState, Side
from services.shared.errors import Conflict, NotFound
from tests.fakes.clock import START
from tests.unit.campaigns.build import AGENCY, BRAND, CREATOR, LATER, deal, in_state, terms

S, D = DeliverableState, ReviewDecision
DAY = timedelta(days=1)
URL = "https://video.example/1"
HER, THEM = CREATOR.actor, BRAND.actor

ACTS = {
    "submit": lambda item: deliverables.submit(item, URL, "", HER, LATER),
    "approve": lambda item: deliverables.review(item, D.APPROVE, "", THEM, LATER),
    "request_changes": lambda item: deliverables.review(item, D.REQUEST_CHANGES, "", THEM, LATER),
    "publish": lambda item: deliverables.publish(item, "v1", URL, HER, LATER),
}
EXPECTED = {
    (S.AWAITING_DRAFT, "submit"): S.IN_REVIEW,
    (S.CHANGES_REQUESTED, "submit"): S.IN_REVIEW,
    (S.IN_REVIEW, "approve"): S.APPROVED,
    (S.IN_REVIEW, "request_changes"): S.CHANGES_REQUESTED,
    (S.APPROVED, "publish"): S.PUBLISHED,
}


def test_every_state_and_act(subtests):
    for state, act in product(S, ACTS):
        drafts = () if state is S.AWAITING_DRAFT else (Draft(1, URL, "", "cr_1", START),)
        item = Deliverable("dl_1", "video", None, None, 2, state, drafts=drafts)
        with subtests.test(state=state, act=act):
            if (state, act) in EXPECTED:
                assert ACTS[act](item).state is EXPECTED[state, act]
                continue
            with pytest.raises(Conflict, match=state.value.replace("_", " ")):
                ACTS[act](item)


def submit(offer, by=CREATOR, at=LATER, item="dl_1"):
    return deals.submit_draft(offer, by, item, url=URL, note="First cut", now=at)


def review(offer, decision, comment="", at=LATER, item="dl_1"):
    return deals.review_draft(offer, BRAND, item, decision=decision, comment=comment, now=at)


def publish(offer, item="dl_1", video_id="v1", url=URL):
    return deals.publish_deliverable(offer, AGENCY, item, video_id=video_id, url=url, now=LATER)


def finish(offer, item="dl_1"):
    return publish(review(submit(offer, item=item), D.APPROVE, item=item), item)


def test_the_way_to_completion():
    offer = submit(deal(), AGENCY)
    assert offer.under_review_since == LATER
    offer = review(offer, D.REQUEST_CHANGES, "Brighter.")
    assert offer.under_review_since is None
    item = offer.deliverables[0]
    assert (item.state, item.revisions) == (S.CHANGES_REQUESTED, 1)
    answered = item.drafts[0]
    assert (answered.decision, answered.review_comment) == (D.REQUEST_CHANGES, "Brighter.")
    assert (answered.reviewed_by, answered.reviewed_at, answered.submitted_by) == ("br_1", LATER, "ag_1")
    offer = review(submit(offer), D.APPROVE)
    assert [draft.number for draft in offer.deliverables[0].drafts] == [1, 2]
    offer = publish(offer)
    assert offer.state is OfferState.COMPLETED
    assert offer.deliverables[0].publication.published_by == "ag_1"


def test_only_the_last_publication_completes():
    video = terms().deliverables[0]
    offer = finish(deal(deliverables=(replace(video, count=2),)))
    assert offer.state is OfferState.ACTIVE
    assert finish(offer, "dl_2").state is OfferState.COMPLETED


def test_rounds_are_counted():
    offer = deal(deliverables=(replace(terms().deliverables[0], max_revisions=1),))
    offer = submit(review(submit(offer), D.REQUEST_CHANGES))
    with pytest.raises(Conflict, match="All 1 rounds"):
        review(offer, D.REQUEST_CHANGES)
    assert review(offer, D.APPROVE).deliverables[0].state is S.APPROVED
    none = submit(deal(deliverables=(replace(terms().deliverables[0], max_revisions=0),)))
    with pytest.raises(Conflict):
        review(none, D.REQUEST_CHANGES)


@pytest.mark.parametrize("state", [state for state in OfferState if state is not OfferState.ACTIVE])
def test_only_while_the_deal_is_active(state):
    offer = replace(in_state(state), deliverables=deal().deliverables)
    comment = Comment("cm_1", 0, "br_1", Side.BRAND, "Hi", None, LATER)
    for act in (submit, publish, lambda each: review(each, D.APPROVE)):
        with pytest.raises(Conflict, match="only while it is active"):
            act(offer)
    with pytest.raises(Conflict):
        deals.comment_draft(offer, "dl_1", comment)


def test_an_unknown_deliverable():
    with pytest.raises(NotFound):
        submit(deal(), item="dl_9")


def test_comments():
    offer = deal()
    comment = Comment("cm_1", 7, "br_1", Side.BRAND, "Music?", None, LATER)
    offer = deals.comment_draft(offer, "dl_1", comment)
    offer = deals.comment_draft(submit(offer), "dl_1", replace(comment, at_second=12.5))
    assert [(each.draft, each.at_second) for each in offer.deliverables[0].comments] == [
        (0, None),
        (1, 12.5),
    ]


def test_lateness():
    offer = deal()  # draft due on day 10, publication on day 20
    assert not offer.late(START + 10 * DAY)
    assert offer.late(START + 10 * DAY + timedelta(seconds=1))
    drafted = submit(offer, at=START + 11 * DAY)
    assert not drafted.late(START + 12 * DAY)
    assert drafted.late(START + 21 * DAY)
    assert not finish(offer).late(START + 21 * DAY)
    cancelled = negotiation.cancel(negotiation.cancel(offer, BRAND, "", LATER), CREATOR, "", LATER)
    assert not cancelled.late(START + 30 * DAY)


def test_without_dates_nothing_is_late():
    video = replace(terms().deliverables[0], draft_due=None, publish_by=None)
    assert not deal(deliverables=(video,)).late(START + 999 * DAY)


def test_silence_is_deemed_approval():
    two = deal(deliverables=(replace(terms().deliverables[0], count=3),))
    offer = submit(submit(two, at=START + DAY), at=START + 2 * DAY, item="dl_2")
    assert deals.approve_unanswered(offer, START, START + 15 * DAY) is offer
    now = START + 15 * DAY
    approved = deals.approve_unanswered(offer, START + DAY, now)
    assert [item.state for item in approved.deliverables] == [S.APPROVED, S.IN_REVIEW, S.AWAITING_DRAFT]
    assert approved.deliverables[0].drafts[0].reviewed_by == "timer"
    assert approved.under_review_since == START + 2 * DAY
    assert deals.approve_unanswered(approved, START + DAY, now) is approved
    ended = replace(offer, state=OfferState.CANCELLED)
    assert deals.approve_unanswered(ended, now, now) is ended
