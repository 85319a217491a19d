"""The offer: what it holds, what follows from that, and who reaches it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from services.campaigns.domain.campaigns import Target
from services.campaigns.domain.deliverables import Deliverable
from services.campaigns.domain.guardrails import UNLIMITED, Guardrails, HeldBecause
from services.campaigns.domain.names import Named
from services.campaigns.domain.states import TABS, Awaiting, OfferState, Role, Side, Tab
from services.campaigns.domain.terms import Terms
from services.campaigns.domain.versions import Link, Version
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound
from services.shared.money import Money
from services.shared.parties import Actor, actor, actor_or_none

UNKNOWN = "There is no such offer."


@dataclass(frozen=True)
class Party:
    """Who acts: a creator or a brand on its own account, an agency for `on_behalf_of`, or the timer.

    `until` is when roster's decision ends that lets it act, `name` what it is called at that moment.
    """

    id: str
    role: Role
    on_behalf_of: str = ""
    guardrails: Guardrails = UNLIMITED
    until: datetime | None = field(default=None, compare=False)
    name: str = ""

    @property
    def actor(self) -> Actor:
        """It, as somebody who did something."""
        return actor(self.id, self.name)

    @property
    def side(self) -> Side:
        """The side it acts on."""
        return self.role.side


TIMER = Party("timer", Role.TIMER)


@dataclass(frozen=True)
class Offer:
    """An offer and what an agreed one owes; its former versions and its thread are kept apart.

    `chain` links all versions, the latest last; in lists it is left out. `respond_by` is that of the latest
    version; `under_review_since` the hand-in of the oldest draft that awaits an answer. `held_because` says
    why an accept was held back, until the creator confirms it.
    """

    id: str
    campaign_id: str
    campaign_name: str
    brand_id: str
    brand_name: str
    category: str
    creator_id: str
    state: OfferState
    latest: Version
    respond_by: datetime
    created_at: datetime
    updated_at: datetime
    version: int = 1
    chain: tuple[Link, ...] = ()
    accepted_by: str = ""
    agreed_at: datetime | None = None
    held_because: tuple[HeldBecause, ...] = ()
    reason: str = ""
    cancellation_requested_by: Side | None = None
    deliverables: tuple[Deliverable, ...] = ()
    under_review_since: datetime | None = None
    accepted_by_name: str = ""
    campaign_target: Target | None = None

    @property
    def campaign(self) -> Named:
        """The campaign by name."""
        return Named(self.campaign_id, self.campaign_name)

    @property
    def brand(self) -> Named:
        """The brand by name."""
        return Named(self.brand_id, self.brand_name)

    @property
    def accepted_by_actor(self) -> Actor | None:
        """Who accepted the latest version, by name."""
        return actor_or_none(self.accepted_by, self.accepted_by_name)

    @property
    def current_version(self) -> int:
        """The number of the latest version."""
        return self.latest.number

    @property
    def current_hash(self) -> str:
        """The hash of the latest version."""
        return self.latest.hash

    @property
    def terms(self) -> Terms:
        """The terms of the latest version."""
        return self.latest.terms

    @property
    def price(self) -> Money:
        """The price of the latest version."""
        return self.latest.price

    @property
    def tab(self) -> Tab:
        """The tab that shows it."""
        return TABS[self.state]

    @property
    def awaiting(self) -> Awaiting:
        """Whose move it is."""
        if self.state is OfferState.AWAITING_CONFIRMATION:
            return Awaiting.CREATOR
        return Awaiting(self.latest.author_side.other) if self.tab is Tab.PENDING else Awaiting.NONE

    @property
    def changes_proposed_by(self) -> Side | None:
        """The side that proposed the latest version; None on the invitation."""
        return self.latest.author_side if self.latest.base_version else None

    def overdue(self, now: datetime) -> bool:
        """Whether it was not answered in time, and so counts as expired."""
        return self.tab is Tab.PENDING and self.respond_by <= now

    def late(self, now: datetime) -> bool:
        """Whether the deal is active with a deliverable past its date."""
        return self.state is OfferState.ACTIVE and any(item.late(now) for item in self.deliverables)


@dataclass(frozen=True)
class Path:
    """How a request names an offer: under the creator, or under the campaign."""

    offer_id: str
    creator_id: str = ""
    campaign_id: str = ""


def require_access(offer: Offer | None, path: Path, party: Party) -> Offer:
    """The offer, where `path` is `party`'s way to it; NotFound for any other and for a missing one."""
    if offer is not None:
        own = offer.brand_id == party.id and offer.campaign_id == path.campaign_id
        hers = offer.creator_id == path.creator_id
        if own if party.role is Role.BRAND else hers:
            return offer
    raise NotFound(UNKNOWN, code=ErrorCode.OFFER_NOT_FOUND)
