"""What happens in an active deal: its deliverables. Each side has limits of its own for what it writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.campaigns.domain import deliverables
from services.campaigns.domain.deliverables import Comment, Deliverable, DeliverableState, ReviewDecision
from services.campaigns.domain.offers import TIMER, Offer, Party
from services.campaigns.domain.states import Act, OfferState, Side, step
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict, NotFound

MOST_WRITTEN = 2 << 20
"""Bytes that each side may write into drafts, reviews and comments of one offer, which is one document."""


def find_deliverable(offer: Offer, deliverable_id: str) -> Deliverable:
    """One of the offer's deliverables; raises NotFound."""
    for item in offer.deliverables:
        if item.id == deliverable_id:
            return item
    raise NotFound("There is no such deliverable.", code=ErrorCode.DELIVERABLE_NOT_FOUND)


def submit_draft(
    offer: Offer, by: Party, deliverable_id: str, *, url: str, note: str, now: datetime
) -> Offer:
    """With a draft under review; raises NotFound, Conflict and Invalid."""
    item = _due(offer, deliverable_id)
    return _with(offer, item, deliverables.submit(item, url, note, by.actor, now), now)


def review_draft(
    offer: Offer, by: Party, deliverable_id: str, *, decision: ReviewDecision, comment: str, now: datetime
) -> Offer:
    """With the draft approved, or changes requested; raises NotFound, Conflict and Invalid."""
    item = _due(offer, deliverable_id)
    return _with(offer, item, deliverables.review(item, decision, comment, by.actor, now), now)


def publish_deliverable(
    offer: Offer, by: Party, deliverable_id: str, *, video_id: str, url: str, now: datetime
) -> Offer:
    """With a publication; the last one completes the deal. Raises NotFound, Conflict and Invalid."""
    item = _due(offer, deliverable_id)
    changed = _with(offer, item, deliverables.publish(item, video_id, url, by.actor, now), now)
    if any(each.state is not DeliverableState.PUBLISHED for each in changed.deliverables):
        return changed
    return replace(changed, state=step(offer.state, Act.COMPLETE, by.role))


def comment_draft(offer: Offer, deliverable_id: str, comment: Comment) -> Offer:
    """With a comment on the latest draft; raises NotFound, Conflict and Invalid."""
    item = _due(offer, deliverable_id)
    return _with(offer, item, deliverables.comment(item, comment), comment.created_at)


def approve_unanswered(offer: Offer, submitted_until: datetime, now: datetime) -> Offer:
    """With every draft approved that was handed in until then and got no answer; itself without any."""
    waiting = [item for item in offer.deliverables if _waits(item, submitted_until)]
    if offer.state is not OfferState.ACTIVE or not waiting:
        return offer
    for item in waiting:
        approved = deliverables.review(item, ReviewDecision.APPROVE, "", TIMER.actor, now)
        offer = _with(offer, item, approved, now)
    return offer


def _due(offer: Offer, deliverable_id: str) -> Deliverable:
    """A deliverable that can be changed; raises NotFound, and Conflict where the deal is not active."""
    item = find_deliverable(offer, deliverable_id)
    if offer.state is not OfferState.ACTIVE:
        raise Conflict(
            f"The deal is {offer.state.value}; deliverables change only while it is active.",
            code=ErrorCode.DEAL_NOT_ACTIVE,
        )
    return item


def _with(offer: Offer, item: Deliverable, changed: Deliverable, now: datetime) -> Offer:
    """The offer with a deliverable changed; raises Conflict where a side has written too much."""
    items = tuple(changed if each is item else each for each in offer.deliverables)
    since = min((each.under_review_since for each in items if each.under_review_since), default=None)
    after = replace(offer, deliverables=items, under_review_since=since, updated_at=now)
    _check_room(offer, after)
    return after


def _waits(item: Deliverable, submitted_until: datetime) -> bool:
    return item.under_review_since is not None and item.under_review_since <= submitted_until


def _check_room(before: Offer, after: Offer) -> None:
    """Raises Conflict where a side has written more than its share: it locks out itself, never the other."""
    for side in Side:
        written = _written(after, side)
        if written > MOST_WRITTEN and written > _written(before, side):
            raise Conflict(
                "Your side has written as much on this deal as fits; write less, or use messages.",
                code=ErrorCode.LIMIT_REACHED,
            )


def _written(offer: Offer, side: Side) -> int:
    return sum(deliverables.written(item, side) for item in offer.deliverables)
