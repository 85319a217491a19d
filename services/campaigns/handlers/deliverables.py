"""Drafts, reviews, comments and publication in an active deal."""

from __future__ import annotations

from services.campaigns import produces
from services.campaigns.domain import deals
from services.campaigns.domain.deliverables import Comment, ReviewDecision
from services.campaigns.domain.offers import Offer, Party, Path
from services.campaigns.handlers.offers import act
from services.campaigns.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import Command


def submit_draft(
    store: Store,
    clock: Clock,
    *,
    by: Party,
    path: Path,
    deliverable_id: str,
    url: str,
    note: str,
    command: Command,
) -> Offer:
    """The creator's side hands a draft in for review."""

    def decide(offer: Offer) -> Offer:
        return deals.draft_submitted(offer, by, deliverable_id, url=url, note=note, now=clock.now())

    return act(store, clock, by, path, decide, produces.unannounced, command)


def review_draft(
    store: Store,
    clock: Clock,
    *,
    by: Party,
    path: Path,
    deliverable_id: str,
    decision: ReviewDecision,
    comment: str,
    command: Command,
) -> Offer:
    """The brand approves the draft under review, or asks for changes."""

    def decide(offer: Offer) -> Offer:
        return deals.draft_reviewed(
            offer, by, deliverable_id, decision=decision, comment=comment, now=clock.now()
        )

    return act(store, clock, by, path, decide, produces.unannounced, command)


def comment_draft(
    store: Store,
    clock: Clock,
    *,
    by: Party,
    path: Path,
    deliverable_id: str,
    text: str,
    at_second: float | None,
    command: Command,
) -> Offer:
    """Either side comments on the latest draft."""
    comment = Comment(ids.new_id("cm"), 0, by.id, by.side, text, at_second, clock.now())

    def decide(offer: Offer) -> Offer:
        return deals.deliverable_commented(offer, deliverable_id, comment)

    return act(store, clock, by, path, decide, produces.unannounced, command)


def publish_deliverable(
    store: Store,
    clock: Clock,
    *,
    by: Party,
    path: Path,
    deliverable_id: str,
    video_id: str,
    url: str,
    command: Command,
) -> Offer:
    """The creator's side records a publication; the last one completes the deal."""

    def decide(offer: Offer) -> Offer:
        return deals.deliverable_published(
            offer, by, deliverable_id, video_id=video_id, url=url, now=clock.now()
        )

    return act(store, clock, by, path, decide, produces.deal_completed, command)
