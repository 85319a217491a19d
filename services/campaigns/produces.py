"""The events that the campaigns service causes, each with the offer as it stands after the fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protos.campaigns.v1 import events_pb2
from services.campaigns.domain.deadlines import Deadline, open_deadlines
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import OfferState
from services.shared.events import Fact
from services.shared.joins import join
from services.shared.mapping import to_message

join(Offer, events_pb2.OfferRef, message_only=["offer_id", "at", "deadlines"], excerpt=True)
join(Deadline, events_pb2.OfferRef.Deadline)

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


def unannounced(_: object) -> list[Fact]:
    """A change that concerns nobody else."""
    return []
