"""What use cases ask of the store; the one on MongoDB and the fake of the tests are checked against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from services.campaigns.domain.campaigns import Campaign
from services.campaigns.domain.inbox import ReadableChange
from services.campaigns.domain.listing import Selection
from services.campaigns.domain.names import NamedCreator
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.slots import Slot
from services.campaigns.domain.states import OfferState, Side
from services.campaigns.domain.thread import Message
from services.campaigns.domain.versions import Version
from services.shared.commands import Repository
from services.shared.due import Position
from services.shared.paging import PageRequest


class Store(Protocol):
    """The service's data: a repository per aggregate, and the queries that its use cases ask."""

    @property
    def campaigns(self) -> Repository[Campaign]:
        """Campaigns of brands."""
        ...

    @property
    def offers(self) -> Repository[Offer]:
        """Offers."""
        ...

    @property
    def messages(self) -> Repository[Message]:
        """Messages of threads."""
        ...

    def keep_version(self, offer_id: str, version: Version) -> None:
        """Keeps a version under its hash, before another takes its place; one that is there stays."""
        ...

    def versions(self, offer_id: str, hashes: Sequence[str]) -> list[Version]:
        """The versions with these hashes, in that order."""
        ...

    def messages_of(self, offer_id: str, page: PageRequest) -> list[Message]:
        """The messages of an offer's thread for a page, and one more."""
        ...

    def count_messages(self, offer_id: str, side: Side) -> int:
        """How many messages a side has written in an offer's thread."""
        ...

    def select_offers(self, wanted: Selection, page: PageRequest) -> list[Offer]:
        """The offers for a page, and one more; each with its latest version and no history."""
        ...

    def overdue(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Offers that were not answered by `now`, the oldest first, behind `after`."""
        ...

    def unanswered_drafts(self, until: datetime, after: Position | None, limit: int) -> list[Position]:
        """Active deals with a draft under review that was handed in `until` then, the oldest first."""
        ...

    def offer_ids(self, after: str, limit: int) -> list[str]:
        """Ids of all offers in their order, after the named one."""
        ...

    def standing(self, offer_ids: Sequence[str]) -> dict[str, tuple[OfferState, int]]:
        """State and version of these offers, by id."""
        ...

    def takes_offers(self, creator_id: str) -> bool | None:
        """Whether she may be made offers, as roster has said; None where that is not noted."""
        ...

    def note_standing(self, creator_id: str, *, suspended: bool, version: int) -> None:
        """Notes whether roster has suspended the creator, unless a later version of that is there already."""
        ...

    def note_creator(self, creator: NamedCreator, version: int) -> None:
        """Notes what a creator is called, as roster has said, unless a later version is there already."""
        ...

    def creators_named(self, creator_ids: Iterable[str]) -> dict[str, NamedCreator]:
        """What these creators are called, by id; those who were never noted are left out."""
        ...

    def take_slot(self, creator_id: str, slot: Slot, cap: int | None) -> bool:
        """Takes a slot for an offer in a version, unless `cap` are taken; whether the offer has one."""
        ...

    def slots(self, creator_id: str) -> list[Slot]:
        """The slots of a creator that are taken."""
        ...

    def free_slot(self, creator_id: str, slot: Slot) -> None:
        """Gives a slot back, where it still is the one for that version of the offer."""
        ...

    def marker(self, agency_id: str) -> str:
        """Up to where the agency's changes have been taken over; empty before the first."""
        ...

    def put_marker(self, agency_id: str, marker: str) -> None:
        """Notes it, after the changes up to there have been taken over."""
        ...

    def take_over(self, agency_id: str, changes: Iterable[ReadableChange]) -> None:
        """Has the creators' offers carry `changes`; what is known, or was overtaken, changes nothing."""
        ...

    def ready(self) -> bool:
        """Whether the database answers."""
        ...

    def campaigns_of(self, brand_id: str, page: PageRequest) -> list[Campaign]:
        """The campaigns of a brand for a page, and one more."""
        ...
