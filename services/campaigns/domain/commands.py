"""What can be asked of campaigns: one command a use case, its fields named as those of the message.

`by` is the party that asks and `path` the way by which it reaches the offer.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.campaigns.domain.campaigns import Content
from services.campaigns.domain.deliverables import ReviewDecision
from services.campaigns.domain.negotiation import Proposal
from services.campaigns.domain.offers import Party, Path
from services.shared.patches import Patch


@dataclass(frozen=True)
class CreateCampaign:
    """A brand opens a campaign."""

    brand_id: str
    content: Content


@dataclass(frozen=True)
class PutCampaign:
    """A brand replaces what its campaign says."""

    brand_id: str
    campaign_id: str
    content: Content
    expected_version: int | None = None


@dataclass(frozen=True)
class PatchCampaign:
    """A brand changes some of what its campaign says."""

    brand_id: str
    campaign_id: str
    changes: Patch[Content]
    expected_version: int | None = None


@dataclass(frozen=True)
class CreateOffer:
    """A brand sends a creator an offer."""

    by: Party
    campaign_id: str
    creator_id: str
    proposal: Proposal


@dataclass(frozen=True)
class ProposeTerms:
    """A side puts a new version on the table, on top of `base_version`."""

    by: Party
    path: Path
    base_version: int
    proposal: Proposal


@dataclass(frozen=True)
class AcceptOffer:
    """A side accepts the version that number and hash name."""

    by: Party
    path: Path
    version: int
    hash: str


@dataclass(frozen=True)
class ConfirmOffer:
    """The creator confirms an accept that was held back for her."""

    by: Party
    path: Path
    version: int


@dataclass(frozen=True)
class DeclineOffer:
    """The creator's side turns the offer down."""

    by: Party
    path: Path
    reason: str = ""


@dataclass(frozen=True)
class WithdrawOffer:
    """The brand takes the offer back."""

    by: Party
    path: Path
    reason: str = ""


@dataclass(frozen=True)
class CancelOffer:
    """A side asks to cancel an active deal, or agrees to the other's asking."""

    by: Party
    path: Path
    reason: str = ""


@dataclass(frozen=True)
class SendMessage:
    """A side writes into the thread of an offer."""

    by: Party
    path: Path
    text: str


@dataclass(frozen=True)
class SubmitDraft:
    """The creator's side hands a draft in for review."""

    by: Party
    path: Path
    deliverable_id: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class ReviewDraft:
    """The brand approves the draft under review, or asks for changes."""

    by: Party
    path: Path
    deliverable_id: str
    decision: ReviewDecision
    comment: str = ""


@dataclass(frozen=True)
class CommentDraft:
    """A side comments on the latest draft, at a second of the video or on the whole."""

    by: Party
    path: Path
    deliverable_id: str
    text: str
    at_second: float | None = None


@dataclass(frozen=True)
class PublishDeliverable:
    """The creator's side records a publication."""

    by: Party
    path: Path
    deliverable_id: str
    video_id: str
    url: str
