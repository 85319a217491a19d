"""The deadlines of an offer that are still to be met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.campaigns.domain.deliverables import Deliverable, DeliverableState
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import Awaiting, OfferState, Tab


class DeadlineKind(StrEnum):
    """What is due."""

    ANSWER = "answer"
    DRAFT = "draft"
    PUBLICATION = "publication"


@dataclass(frozen=True)
class Deadline:
    """By when something is due, and from whom. An answer is of no deliverable."""

    kind: DeadlineKind
    due_at: datetime
    awaiting: Awaiting
    deliverable_id: str = ""


def open_deadlines(offer: Offer) -> tuple[Deadline, ...]:
    """An open offer is to be answered; an active deal owes drafts and publications, where they have dates."""
    if offer.tab is Tab.PENDING:
        return (Deadline(DeadlineKind.ANSWER, offer.respond_by, offer.awaiting),)
    if offer.state is OfferState.ACTIVE:
        return tuple(each for item in offer.deliverables for each in _owed(item))
    return ()


def _owed(item: Deliverable) -> Iterator[Deadline]:
    if item.state is DeliverableState.PUBLISHED:
        return
    if item.draft_due and not item.drafts:
        yield Deadline(DeadlineKind.DRAFT, item.draft_due, Awaiting.CREATOR_SIDE, item.id)
    if item.publish_by:
        reviewed = item.state is DeliverableState.IN_REVIEW
        awaiting = Awaiting.BRAND if reviewed else Awaiting.CREATOR_SIDE
        yield Deadline(DeadlineKind.PUBLICATION, item.publish_by, awaiting, item.id)
