"""The events that the campaigns service causes, each with the offer as it stands after the fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protos.callboard.common.v1 import parties_pb2
from protos.campaigns.v1 import events_pb2
from services.campaigns.domain.deadlines import Deadline, open_deadlines
from services.campaigns.domain.deals import find_deliverable
from services.campaigns.domain.deliverables import Deliverable, ReviewDecision
from services.campaigns.domain.offers import TIMER, Offer
from services.campaigns.domain.states import OfferState
from services.campaigns.domain.thread import Message
from services.shared.events import Fact
from services.shared.joins import join
from services.shared.mapping import to_message
from services.shared.parties import Actor

join(Offer, events_pb2.OfferRef, message_only=["offer_id", "at", "deadlines"], excerpt=True)
join(Deadline, events_pb2.OfferRef.Deadline)
join(Deliverable, events_pb2.DeliverableRef, message_only=["deliverable_id", "draft"], excerpt=True)
join(Actor, parties_pb2.ActorRef)

Facts = Callable[[Offer], list[Fact]]


def _always(message: Any) -> Facts:
    return lambda offer: [Fact(offer.creator_id, message(offer=_ref(offer)))]


def _once(state: OfferState, message: Any) -> Facts:
    always = _always(message)
    return lambda offer: always(offer) if offer.state is state else []


def _ref(offer: Offer) -> events_pb2.OfferRef:
    reference = to_message(events_pb2.OfferRef, offer)
    reference.offer_id = offer.id
    reference.at.FromDatetime(offer.updated_at)
    reference.deadlines.extend(
        to_message(events_pb2.OfferRef.Deadline, each) for each in open_deadlines(offer)
    )
    return reference


offer_sent = _always(events_pb2.OfferSent)
offer_confirmed = _always(events_pb2.OfferConfirmed)
offer_declined = _always(events_pb2.OfferDeclined)
offer_withdrawn = _always(events_pb2.OfferWithdrawn)
offer_expired = _always(events_pb2.OfferExpired)
offer_announced = _always(events_pb2.OfferAnnounced)
deal_cancelled = _once(OfferState.CANCELLED, events_pb2.DealCancelled)
"""Nothing while only one side has asked."""
deal_completed = _once(OfferState.COMPLETED, events_pb2.DealCompleted)
"""Nothing while something is unpublished."""


def terms_proposed(offer: Offer) -> list[Fact]:
    """A side has proposed a new version."""
    side = f"SIDE_{offer.latest.author_side.value.upper()}"
    message = events_pb2.TermsProposed(offer=_ref(offer), number=offer.current_version, side=side)
    return [Fact(offer.creator_id, message)]


def offer_accepted(offer: Offer) -> list[Fact]:
    """The terms are agreed, or an accept awaits the creator's confirmation."""
    message = events_pb2.OfferAccepted(offer=_ref(offer), accepted_by=offer.accepted_by)
    return [Fact(offer.creator_id, message)]


def cancellation_requested(offer: Offer) -> list[Fact]:
    """A side has asked to cancel; nothing where that has cancelled the deal."""
    if offer.state is OfferState.CANCELLED or offer.cancellation_requested_by is None:
        return []
    side = f"SIDE_{offer.cancellation_requested_by.value.upper()}"
    message = events_pb2.CancellationRequested(offer=_ref(offer), side=side)
    return [Fact(offer.creator_id, message)]


def cancellation(offer: Offer) -> list[Fact]:
    """A side has asked to cancel, or has agreed to the other's asking."""
    return cancellation_requested(offer) + deal_cancelled(offer)


def draft_submitted(deliverable_id: str) -> Facts:
    """The deliverable has a draft under review."""
    return _about(deliverable_id, _submitted)


def draft_reviewed(deliverable_id: str) -> Facts:
    """The latest draft of the deliverable was approved, or another one asked for."""
    return _about(deliverable_id, _reviewed)


def drafts_deemed_approved(offer: Offer) -> list[Fact]:
    """The timer has just approved what the brand has not answered."""
    found = (item for item in offer.deliverables if item.drafts)
    return [_reviewed(offer, item) for item in found if _just_approved(offer, item)]


def comment_added(deliverable_id: str) -> Facts:
    """The deliverable has a new comment, its last."""
    return _about(deliverable_id, _commented)


def deliverable_published(deliverable_id: str) -> Facts:
    """The deliverable is published; and the deal completed, where nothing is left."""
    published = _about(deliverable_id, _published)
    return lambda offer: published(offer) + deal_completed(offer)


def message_sent(offer: Offer) -> Callable[[Message], list[Fact]]:
    """A message was written into the thread of the offer, which stays as it is."""

    def facts(message: Message) -> list[Fact]:
        said = events_pb2.MessageSent(offer=_ref(offer), message_id=message.id, author=_actor(message.author))
        return [Fact(offer.creator_id, said)]

    return facts


def unannounced(_: object) -> list[Fact]:
    """A change that concerns nobody else."""
    return []


def _about(deliverable_id: str, fact: Callable[[Offer, Deliverable], Fact]) -> Facts:
    return lambda offer: [fact(offer, find_deliverable(offer, deliverable_id))]


def _submitted(offer: Offer, item: Deliverable) -> Fact:
    return _done(events_pb2.DraftSubmitted, offer, item, item.drafts[-1].submitted_by_actor)


def _reviewed(offer: Offer, item: Deliverable) -> Fact:
    draft = item.drafts[-1]
    approved = draft.decision is ReviewDecision.APPROVE
    message = events_pb2.DraftApproved if approved else events_pb2.DraftChangesRequested
    return _done(message, offer, item, draft.reviewed_by_actor)


def _published(offer: Offer, item: Deliverable) -> Fact:
    by = item.publication.published_by_actor if item.publication else None
    return _done(events_pb2.DeliverablePublished, offer, item, by)


def _done(message: Any, offer: Offer, item: Deliverable, by: Actor | None) -> Fact:
    actor = _actor(by) if by else None
    return Fact(offer.creator_id, message(offer=_ref(offer), deliverable=_deliverable(item), actor=actor))


def _commented(offer: Offer, item: Deliverable) -> Fact:
    comment = item.comments[-1]
    message = events_pb2.CommentAdded(
        offer=_ref(offer),
        deliverable=_deliverable(item),
        author=_actor(comment.author),
        comment_id=comment.id,
    )
    return Fact(offer.creator_id, message)


def _just_approved(offer: Offer, item: Deliverable) -> bool:
    draft = item.drafts[-1]
    return draft.reviewed_by == TIMER.id and draft.reviewed_at == offer.updated_at


def _deliverable(item: Deliverable) -> events_pb2.DeliverableRef:
    reference = to_message(events_pb2.DeliverableRef, item)
    reference.deliverable_id, reference.draft = item.id, len(item.drafts)
    return reference


def _actor(by: Actor) -> parties_pb2.ActorRef:
    return to_message(parties_pb2.ActorRef, by)
