"""The in-memory twins of the campaigns store and of the roster service that campaigns asks."""

from __future__ import annotations

from datetime import datetime

from services.campaigns.domain.campaigns import Campaign
from services.campaigns.domain.listing import Selection
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import OfferState
from services.campaigns.roster import Asking, KnownParty
from services.shared.errors import Unavailable
from tests.fakes.memory import MemoryRepository


class FakeStore:
    """Keeps the promises of `services.campaigns.store.Store`."""

    def __init__(self) -> None:
        self.campaigns: MemoryRepository[Campaign] = MemoryRepository()
        self.offers: MemoryRepository[Offer] = MemoryRepository()

    def ready(self) -> bool:
        """Always."""
        return True

    def campaigns_of(self, brand_id: str, before: str, limit: int) -> list[Campaign]:
        """A brand's campaigns, newest first."""
        own = [each for each in self.campaigns.all() if each.brand_id == brand_id]
        return [each for each in reversed(own) if not before or each.id < before][:limit]

    def select_offers(self, wanted: Selection, limit: int) -> list[Offer]:
        """Offers by respond_by, then id."""
        found = [offer for offer in self.offers.all() if _selects(wanted, offer)]
        found.sort(key=_position, reverse=wanted.descending)
        if wanted.after is not None:
            behind = (lambda at: at < wanted.after) if wanted.descending else (lambda at: at > wanted.after)
            found = [offer for offer in found if behind(_position(offer))]
        return found[:limit]

    def active_deals(self, creator_id: str) -> int:
        """How many deals of a creator are active."""
        hers = [offer for offer in self.offers.all() if offer.creator_id == creator_id]
        return sum(offer.state is OfferState.ACTIVE for offer in hers)

    def overdue(self, now: datetime, limit: int) -> list[str]:
        """Ids of offers that were not answered by `now`."""
        return [offer.id for offer in self.offers.all() if offer.overdue(now)][:limit]

    def unanswered_drafts(self, submitted_until: datetime, limit: int) -> list[str]:
        """Ids of active deals with a draft under review that was handed in until then."""
        active = [offer for offer in self.offers.all() if offer.state is OfferState.ACTIVE]
        waiting = [each for each in active if each.under_review_since is not None]
        return [each.id for each in waiting if each.under_review_since <= submitted_until][:limit]

    def offer_ids(self, after: str, limit: int) -> list[str]:
        """Ids of all offers in their order, after the named one."""
        return [offer.id for offer in self.offers.all() if offer.id > after][:limit]


def _position(offer: Offer) -> tuple[datetime, str]:
    return offer.respond_by, offer.id


def _selects(wanted: Selection, offer: Offer) -> bool:
    return (
        offer.state in wanted.states
        and (wanted.creator_ids is None or offer.creator_id in wanted.creator_ids)
        and wanted.campaign_id in {"", offer.campaign_id}
        and (wanted.due_by is None or offer.respond_by <= wanted.due_by)
    )


class FakeRoster:
    """Knows the parties and grants that a test puts in; `down` makes it unreachable."""

    def __init__(self) -> None:
        self.parties: dict[str, KnownParty] = {}
        self.grants: dict[str, set[str]] = {}
        self.asked: list[Asking] = []
        self.down = False

    def add(self, party_id: str, kind: str, name: str, category: str = "") -> None:
        """Makes a party known."""
        self.parties[party_id] = KnownParty(party_id, kind, name, category)

    def party(self, party_id: str, request_id: str) -> KnownParty | None:
        """The party with that id, or None."""
        self._answer()
        return self.parties.get(party_id)

    def creators_readable_by(self, asking: Asking) -> frozenset[str]:
        """The creators whose offers the asking agency may read."""
        self._answer()
        self.asked.append(asking)
        return frozenset(self.grants.get(asking.party_id, ()))

    def _answer(self) -> None:
        if self.down:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
