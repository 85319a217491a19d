"""What happens on an offer beside the negotiation: its thread, and the deliverables of an active deal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from services.campaigns.domain import deliverables
from services.campaigns.domain.deliverables import Comment, Deliverable, DeliverableState, ReviewDecision
from services.campaigns.domain.offers import Message, Offer, Party
from services.campaigns.domain.states import Act, OfferState, step
from services.shared.errors import Conflict, NotFound, Problems

LONGEST_MESSAGE = 5000
MOST_DISCUSSION = 1 << 20
"""Bytes of messages and comments in one offer, which is one document."""


def find_deliverable(offer: Offer, deliverable_id: str) -> Deliverable:
    """One of the offer's deliverables; raises NotFound."""
    for item in offer.deliverables:
        if item.id == deliverable_id:
            return item
    raise NotFound("There is no such deliverable.")


def draft_submitted(
    offer: Offer, by: Party, deliverable_id: str, *, url: str, note: str, now: datetime
) -> Offer:
    """With a draft under review; raises NotFound, Conflict and Invalid."""
    return _changed(
        offer, deliverable_id, lambda item: deliverables.submitted(item, url, note, by.id, now), now
    )


def draft_reviewed(
    offer: Offer, by: Party, deliverable_id: str, *, decision: ReviewDecision, comment: str, now: datetime
) -> Offer:
    """With the draft approved, or changes requested; raises NotFound, Conflict and Invalid."""
    return _changed(
        offer, deliverable_id, lambda item: deliverables.reviewed(item, decision, comment, by.id, now), now
    )


def deliverable_published(
    offer: Offer, by: Party, deliverable_id: str, *, video_id: str, url: str, now: datetime
) -> Offer:
    """With a publication; the last one completes the deal. Raises NotFound, Conflict and Invalid."""
    changed = _changed(
        offer, deliverable_id, lambda item: deliverables.published(item, video_id, url, by.id, now), now
    )
    if any(item.state is not DeliverableState.PUBLISHED for item in changed.deliverables):
        return changed
    return replace(changed, state=step(offer.state, Act.COMPLETE, by.role))


def deliverable_commented(offer: Offer, deliverable_id: str, comment: Comment) -> Offer:
    """With a comment on the latest draft; raises NotFound, Conflict and Invalid."""
    changed = _changed(
        offer, deliverable_id, lambda item: deliverables.commented(item, comment), comment.created_at
    )
    _check_discussion(changed)
    return changed


def silence_approved(offer: Offer, submitted_until: datetime, now: datetime) -> Offer:
    """With every draft approved that was handed in until then and got no answer; itself without any."""
    waiting = [item for item in offer.deliverables if _waits(item, submitted_until)]
    if offer.state is not OfferState.ACTIVE or not waiting:
        return offer
    for item in waiting:
        offer = _changed(offer, item.id, lambda each: _deemed_approved(each, now), now)
    return offer


def discussed(offer: Offer, message: Message) -> Offer:
    """With a message in its thread, whatever its state; raises Invalid, and Conflict when it is full."""
    problems = Problems()
    problems.text(message.text, "text", most=LONGEST_MESSAGE)
    problems.check()
    changed = replace(offer, messages=(*offer.messages, message), updated_at=message.created_at)
    _check_discussion(changed)
    return changed


def _changed(
    offer: Offer, deliverable_id: str, change: Callable[[Deliverable], Deliverable], now: datetime
) -> Offer:
    item = find_deliverable(offer, deliverable_id)
    if offer.state is not OfferState.ACTIVE:
        raise Conflict(f"The deal is {offer.state.value}; deliverables change only while it is active.")
    changed = change(item)
    items = tuple(changed if each is item else each for each in offer.deliverables)
    since = min((each.under_review_since for each in items if each.under_review_since), default=None)
    return replace(offer, deliverables=items, under_review_since=since, updated_at=now)


def _waits(item: Deliverable, submitted_until: datetime) -> bool:
    return item.under_review_since is not None and item.under_review_since <= submitted_until


def _deemed_approved(item: Deliverable, now: datetime) -> Deliverable:
    return deliverables.reviewed(item, ReviewDecision.APPROVE, "", deliverables.TIMER, now)


def _check_discussion(offer: Offer) -> None:
    texts = [message.text for message in offer.messages]
    texts += [comment.text for item in offer.deliverables for comment in item.comments]
    if sum(len(text.encode()) for text in texts) > MOST_DISCUSSION:
        raise Conflict("The thread of this offer is full.")
