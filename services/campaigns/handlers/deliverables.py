"""Drafts, reviews, comments and publication in an active deal."""

from __future__ import annotations

from services.campaigns import produces
from services.campaigns.domain import deals
from services.campaigns.domain.commands import CommentDraft, PublishDeliverable, ReviewDraft, SubmitDraft
from services.campaigns.domain.deliverables import Comment
from services.campaigns.domain.offers import Offer
from services.campaigns.handlers.offers import change
from services.campaigns.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import Invocation


def submit_draft(store: Store, clock: Clock, command: SubmitDraft, invocation: Invocation) -> Offer:
    """The creator's side hands a draft in for review."""

    def decide(offer: Offer) -> Offer:
        return deals.submit_draft(
            offer, command.by, command.deliverable_id, url=command.url, note=command.note, now=clock.now()
        )

    return change(store, clock, command, decide, produces.draft_submitted(command.deliverable_id), invocation)


def review_draft(store: Store, clock: Clock, command: ReviewDraft, invocation: Invocation) -> Offer:
    """The brand approves the draft under review, or asks for changes."""

    def decide(offer: Offer) -> Offer:
        return deals.review_draft(
            offer,
            command.by,
            command.deliverable_id,
            decision=command.decision,
            comment=command.comment,
            now=clock.now(),
        )

    return change(store, clock, command, decide, produces.draft_reviewed(command.deliverable_id), invocation)


def comment_draft(store: Store, clock: Clock, command: CommentDraft, invocation: Invocation) -> Offer:
    """Either side comments on the latest draft."""
    by, comment_id = command.by, ids.new_id("cm")
    comment = Comment(comment_id, 0, by.id, by.side, command.text, command.at_second, clock.now(), by.name)

    def decide(offer: Offer) -> Offer:
        return deals.comment_draft(offer, command.deliverable_id, comment)

    return change(store, clock, command, decide, produces.comment_added(command.deliverable_id), invocation)


def publish_deliverable(
    store: Store, clock: Clock, command: PublishDeliverable, invocation: Invocation
) -> Offer:
    """The creator's side records a publication; the last one completes the deal."""

    def decide(offer: Offer) -> Offer:
        return deals.publish_deliverable(
            offer,
            command.by,
            command.deliverable_id,
            video_id=command.video_id,
            url=command.url,
            now=clock.now(),
        )

    return change(
        store, clock, command, decide, produces.deliverable_published(command.deliverable_id), invocation
    )
