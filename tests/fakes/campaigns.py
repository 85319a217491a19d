"""The in-memory twins of the campaigns store and of the roster service that campaigns asks."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.campaigns.domain.campaigns import Campaign
from services.campaigns.domain.guardrails import Mandate
from services.campaigns.domain.inbox import Readable, ReadableChange
from services.campaigns.domain.listing import Selection
from services.campaigns.domain.names import NamedCreator
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.slots import Slot
from services.campaigns.domain.states import OfferState, Side
from services.campaigns.domain.thread import Message
from services.campaigns.domain.versions import Version
from services.campaigns.roster import KnownParty
from services.shared.due import Position
from services.shared.errors import Unavailable
from services.shared.paging import PageRequest
from tests.fakes.clock import START
from tests.fakes.memory import MemoryRepository, listed


class FakeStore:
    """Keeps the promises of `services.campaigns.store.Store`."""

    def __init__(self) -> None:
        self.campaigns: MemoryRepository[Campaign] = MemoryRepository()
        self.offers: MemoryRepository[Offer] = MemoryRepository()
        self.messages: MemoryRepository[Message] = MemoryRepository()
        self.kept: dict[tuple[str, str], Version] = {}
        self.known: dict[str, tuple[NamedCreator, int]] = {}
        self.standings: dict[str, tuple[int, bool]] = {}
        self.taken: dict[str, list[Slot]] = {}
        self.grants: dict[tuple[str, str], ReadableChange] = {}
        self.markers: dict[str, str] = {}
        self._turn = threading.Lock()

    def ready(self) -> bool:
        """Always."""
        return True

    def campaigns_of(self, brand_id: str, page: PageRequest) -> list[Campaign]:
        """A brand's campaigns for a page, and one more."""
        return listed((each for each in self.campaigns.all() if each.brand_id == brand_id), page)

    def keep_version(self, offer_id: str, version: Version) -> None:
        """Keeps a version under its hash; one that is there stays."""
        self.kept.setdefault((offer_id, version.hash), version)

    def versions(self, offer_id: str, hashes: Sequence[str]) -> list[Version]:
        """The versions with these hashes, in that order."""
        return [self.kept[offer_id, each] for each in hashes]

    def messages_of(self, offer_id: str, page: PageRequest) -> list[Message]:
        """The messages of a thread for a page, and one more."""
        thread = (each for each in self.messages.all() if each.offer_id == offer_id)
        return listed(thread, page, changed="created_at")

    def count_messages(self, offer_id: str, side: Side) -> int:
        """How many messages a side has written in a thread."""
        return sum((each.offer_id, each.author_side) == (offer_id, side) for each in self.messages.all())

    def select_offers(self, wanted: Selection, page: PageRequest) -> list[Offer]:
        """The offers for a page, and one more."""
        return listed((offer for offer in self.offers.all() if self._selects(wanted, offer)), page)

    def _selects(self, wanted: Selection, offer: Offer) -> bool:
        grant = self.grants.get((wanted.agency_id, offer.creator_id))
        return (
            offer.state in wanted.states
            and wanted.creator_id in {"", offer.creator_id}
            and (not wanted.creator_ids or offer.creator_id in wanted.creator_ids)
            and wanted.campaign_id in {"", offer.campaign_id}
            and wanted.brand_id in {"", offer.brand_id}
            and (not wanted.agency_id or (grant is not None and grant.readable))
            and (wanted.due_by is None or offer.respond_by <= wanted.due_by)
        )

    def overdue(self, now: datetime, after: Position | None, limit: int) -> list[Position]:
        """Offers that were not answered by `now`, the oldest first."""
        rows = sorted(_position(offer) for offer in self.offers.all() if offer.overdue(now))
        return [row for row in rows if after is None or row > after][:limit]

    def unanswered_drafts(self, until: datetime, after: Position | None, limit: int) -> list[Position]:
        """Active deals with a draft under review that was handed in until then, the oldest first."""
        active = [offer for offer in self.offers.all() if offer.state is OfferState.ACTIVE]
        rows = sorted((each.under_review_since, each.id) for each in active if each.under_review_since)
        return [row for row in rows if row[0] <= until and (after is None or row > after)][:limit]

    def offer_ids(self, after: str, limit: int) -> list[str]:
        """Ids of all offers in their order, after the named one."""
        return [offer.id for offer in self.offers.all() if offer.id > after][:limit]

    def standing(self, offer_ids: Sequence[str]) -> dict[str, tuple[OfferState, int]]:
        """State and version of these offers, by id."""
        found = [self.offers.rows[each] for each in offer_ids if each in self.offers.rows]
        return {offer.id: (offer.state, offer.version) for offer in found}

    def takes_offers(self, creator_id: str) -> bool | None:
        """Whether she may be made offers; None where that is not noted."""
        _, suspended = self.standings.get(creator_id, (0, None))
        return None if suspended is None else not suspended

    def note_standing(self, creator_id: str, *, suspended: bool, version: int) -> None:
        """Notes whether roster has suspended the creator."""
        if version > self.standings.get(creator_id, (0, False))[0]:
            self.standings[creator_id] = (version, suspended)

    def note_creator(self, creator: NamedCreator, version: int) -> None:
        """Notes what a creator is called, unless a later version is there."""
        with self._turn:
            if creator.id not in self.known or self.known[creator.id][1] < version:
                self.known[creator.id] = creator, version

    def creators_named(self, creator_ids: Iterable[str]) -> dict[str, NamedCreator]:
        """What these creators are called, by id."""
        return {each: self.known[each][0] for each in creator_ids if each in self.known}

    def take_slot(self, creator_id: str, slot: Slot, cap: int | None) -> bool:
        """Takes a slot for an offer, unless `cap` of them are taken."""
        with self._turn:
            taken = self.taken.setdefault(creator_id, [])
            for index, held in enumerate(taken):
                if held.offer_id == slot.offer_id:
                    if cap is not None and len(taken) > cap:
                        return False
                    newest = max(held.offer_version, slot.offer_version)
                    taken[index] = replace(slot, offer_version=newest)
                    return True
            if cap is not None and len(taken) >= cap:
                return False
            taken.append(slot)
            return True

    def slots(self, creator_id: str) -> list[Slot]:
        """The slots of a creator that are taken."""
        return list(self.taken.get(creator_id, ()))

    def free_slot(self, creator_id: str, slot: Slot) -> None:
        """Gives a slot back, where it still is the one for that version of the offer."""
        exact = (slot.offer_id, slot.offer_version)
        with self._turn:
            taken = self.taken[creator_id]
            taken[:] = [each for each in taken if (each.offer_id, each.offer_version) != exact]

    def marker(self, agency_id: str) -> str:
        """Up to where the agency's changes have been taken over."""
        return self.markers.get(agency_id, "")

    def put_marker(self, agency_id: str, marker: str) -> None:
        """Notes it."""
        self.markers[agency_id] = marker

    def take_over(self, agency_id: str, changes: Iterable[ReadableChange]) -> None:
        """Notes who may be read; a change that was overtaken changes nothing."""
        for change in changes:
            known = self.grants.get((agency_id, change.creator_id))
            if known is None or known.at < change.at:
                self.grants[agency_id, change.creator_id] = change


def _position(offer: Offer) -> tuple[datetime, str]:
    return offer.respond_by, offer.id


class FakeRoster:
    """Knows the parties, grants and mandates that a test puts in; `down` makes it unreachable."""

    def __init__(self) -> None:
        self.known: dict[str, KnownParty] = {}
        self.mandates: dict[tuple[str, str], Mandate] = {}
        self.grants: dict[str, list[ReadableChange]] = {}
        self.asked: list[tuple[str, ...]] = []
        self.down = False

    def add(self, party_id: str, kind: str, name: str, category: str = "") -> None:
        """Makes a party known; a creator has her name in lower case as her handle."""
        handle = name.lower() if kind == "creator" else ""
        self.known[party_id] = KnownParty(party_id, kind, name, category, handle)

    def grant(self, agency_id: str, creator_id: str, readable: bool = True) -> None:
        """Lets an agency read a creator's offers from now on, or not."""
        changes = self.grants.setdefault(agency_id, [])
        at = START + timedelta(milliseconds=len(changes))
        changes.append(ReadableChange(creator_id, readable, at))

    def parties(self, party_ids: Collection[str], request_id: str) -> list[KnownParty]:
        """The parties with these ids."""
        self._answer()
        return [self.known[each] for each in party_ids if each in self.known]

    def mandate(self, agency_id: str, creator_id: str, offer_id: str, request_id: str) -> Mandate:
        """What the agency may bind the creator to now; nothing where no test says so."""
        self._answer()
        self.asked.append((agency_id, creator_id, offer_id, request_id))
        return self.mandates.get((agency_id, creator_id), Mandate(active=False, may_accept=False))

    def readable(
        self, agency_id: str, creator_ids: frozenset[str], request_id: str, *, since: str = "", most: int = 0
    ) -> Readable:
        """Whose offers the agency may read, and up to `most` changes since a marker."""
        self._answer()
        changes = self.grants.get(agency_id, [])
        begin = int(since or 0)
        told, end = changes[begin:][:most], begin + most
        latest = {each.creator_id: each.readable for each in changes}
        may = frozenset(each for each in creator_ids if latest.get(each))
        marker = str(min(end, len(changes)))
        return Readable(may, tuple(told), marker, more=bool(most) and end < len(changes))

    def _answer(self) -> None:
        if self.down:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
