"""What an agreed deal owes: drafts, rounds of review, comments, publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from services.campaigns.domain.states import Side
from services.campaigns.domain.terms import Terms
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict
from services.shared.parties import Actor, actor, actor_or_none

ENTRY = 512
"""Bytes that a draft or a comment takes besides its texts and the name of its author."""


class DeliverableState(StrEnum):
    """Where a deliverable stands."""

    AWAITING_DRAFT = "awaiting_draft"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    PUBLISHED = "published"


class ReviewDecision(StrEnum):
    """A brand's answer to a draft."""

    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"


SUBMIT, PUBLISH = "submit", "publish"

TABLE: dict[tuple[DeliverableState, str], DeliverableState] = {
    (DeliverableState.AWAITING_DRAFT, SUBMIT): DeliverableState.IN_REVIEW,
    (DeliverableState.CHANGES_REQUESTED, SUBMIT): DeliverableState.IN_REVIEW,
    (DeliverableState.IN_REVIEW, ReviewDecision.APPROVE): DeliverableState.APPROVED,
    (DeliverableState.IN_REVIEW, ReviewDecision.REQUEST_CHANGES): DeliverableState.CHANGES_REQUESTED,
    (DeliverableState.APPROVED, PUBLISH): DeliverableState.PUBLISHED,
}
"""Every step of a deliverable there is."""


@dataclass(frozen=True)
class Draft:
    """A draft handed in, with the answer to it; `decision` is None while under review."""

    number: int
    url: str
    note: str
    submitted_by: str
    submitted_at: datetime
    decision: ReviewDecision | None = None
    review_comment: str = ""
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    submitted_by_name: str = ""
    reviewed_by_name: str = ""

    @property
    def submitted_by_actor(self) -> Actor:
        """Who handed it in, by the name at that time."""
        return actor(self.submitted_by, self.submitted_by_name)

    @property
    def reviewed_by_actor(self) -> Actor | None:
        """Who answered it, by the name at that time."""
        return actor_or_none(self.reviewed_by, self.reviewed_by_name)


@dataclass(frozen=True)
class Comment:
    """A remark on draft number `draft` (0 before the first), at a second of the video or on the whole."""

    id: str
    draft: int
    author_id: str
    author_side: Side
    text: str
    at_second: float | None
    created_at: datetime
    author_name: str = ""

    @property
    def author(self) -> Actor:
        """Who wrote it, by the name at that time."""
        return actor(self.author_id, self.author_name)


@dataclass(frozen=True)
class Publication:
    """The video that went out."""

    video_id: str
    url: str
    published_by: str
    published_at: datetime
    published_by_name: str = ""

    @property
    def published_by_actor(self) -> Actor:
        """Who recorded it, by the name at that time."""
        return actor(self.published_by, self.published_by_name)


@dataclass(frozen=True)
class Deliverable:
    """One piece that is owed. `revisions` counts the rounds of changes asked for."""

    id: str
    type: str
    draft_due: datetime | None
    publish_by: datetime | None
    max_revisions: int
    state: DeliverableState = DeliverableState.AWAITING_DRAFT
    revisions: int = 0
    drafts: tuple[Draft, ...] = ()
    comments: tuple[Comment, ...] = ()
    publication: Publication | None = None

    def late(self, now: datetime) -> bool:
        """Whether its draft, or its publication, is past its date."""
        if self.state is DeliverableState.PUBLISHED:
            return False
        no_draft = not self.drafts and self.draft_due is not None and self.draft_due < now
        return no_draft or (self.publish_by is not None and self.publish_by < now)

    @property
    def touched_at(self) -> datetime | None:
        """When it was drafted, reviewed, commented on or published last; None where it never was."""
        moments = [each.created_at for each in self.comments]
        moments += [each.reviewed_at or each.submitted_at for each in self.drafts]
        moments += [self.published_at] if self.published_at else []
        return max(moments, default=None)

    @property
    def published_at(self) -> datetime | None:
        """When it went out; None until then."""
        return self.publication.published_at if self.publication else None

    @property
    def under_review_since(self) -> datetime | None:
        """When the draft that awaits an answer was handed in."""
        return self.drafts[-1].submitted_at if self.state is DeliverableState.IN_REVIEW else None


def owed(terms: Terms, new_id: Callable[[], str]) -> tuple[Deliverable, ...]:
    """The deliverables that agreed terms make due: one for each of every count."""
    return tuple(
        Deliverable(
            id=new_id(),
            type=item.type,
            draft_due=item.draft_due,
            publish_by=item.publish_by,
            max_revisions=item.max_revisions,
        )
        for item in terms.deliverables
        for _ in range(item.count)
    )


def submit(item: Deliverable, url: str, note: str, author: Actor, now: datetime) -> Deliverable:
    """With a new draft under review; raises Conflict."""
    state = _step(item, SUBMIT)
    draft = Draft(len(item.drafts) + 1, url, note, author.id, now, submitted_by_name=author.name)
    return replace(item, state=state, drafts=(*item.drafts, draft))


def review(
    item: Deliverable, decision: ReviewDecision, comment: str, reviewer: Actor, now: datetime
) -> Deliverable:
    """With the latest draft approved or sent back; raises Conflict, also when all rounds are used."""
    state = _step(item, decision)
    again = decision is ReviewDecision.REQUEST_CHANGES
    if again and item.revisions >= item.max_revisions:
        used = f"All {item.max_revisions} rounds of changes are used"
        raise Conflict(f"{used}; approve the draft, or agree on new terms.", code=ErrorCode.REVISIONS_USED)
    answered = replace(
        item.drafts[-1],
        decision=decision,
        review_comment=comment,
        reviewed_by=reviewer.id,
        reviewed_by_name=reviewer.name,
        reviewed_at=now,
    )
    return replace(item, state=state, revisions=item.revisions + again, drafts=(*item.drafts[:-1], answered))


def publish(item: Deliverable, video_id: str, url: str, author: Actor, now: datetime) -> Deliverable:
    """With the publication of its approved draft; raises Conflict."""
    state = _step(item, PUBLISH)
    publication = Publication(video_id, url, author.id, now, author.name)
    return replace(item, state=state, publication=publication)


def comment(item: Deliverable, remark: Comment) -> Deliverable:
    """With a remark on the latest draft. `remark.draft` is filled in here."""
    return replace(item, comments=(*item.comments, replace(remark, draft=len(item.drafts))))


def written(item: Deliverable, side: Side) -> int:
    """Bytes that a side has written on it: drafts and comments, each with what it takes besides its texts.

    A review counts its comment alone, and a publication not at all: whoever has written too much still
    approves and publishes, and silence can still be deemed approval.
    """
    mine = (each for each in item.comments if each.author_side is side)
    total = sum(ENTRY + _bytes(each.text + each.author_name) for each in mine)
    if side is Side.BRAND:
        return total + sum(_bytes(draft.review_comment) for draft in item.drafts)
    return total + sum(
        ENTRY + _bytes(draft.url + draft.note + draft.submitted_by_name) for draft in item.drafts
    )


def _bytes(text: str) -> int:
    return len(text.encode())


def _step(item: Deliverable, act: str) -> DeliverableState:
    found = TABLE.get((item.state, act))
    if found is None:
        possible = [str(known) for state, known in TABLE if state is item.state]
        then = f"possible now: {', '.join(possible)}." if possible else "nothing is left to do."
        raise Conflict(
            f"The deliverable is {item.state.value.replace('_', ' ')}: {then}",
            code=ErrorCode.DELIVERABLE_STATE_NOT_ALLOWED,
        )
    return found
