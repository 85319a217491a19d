"""The in-memory twin of `services.roster.store.Store`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.roster.domain.directory import PortfolioVideo
from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import Party, PartyKind, PartyName
from services.roster.domain.rates import RateCard
from services.roster.domain.roster import Labels
from services.roster.domain.search import Search, found_by, place, search_key
from services.shared.paging import PageRequest
from tests.fakes.memory import MemoryRepository
from tests.fakes.roster.activity import ActivityLog, Offers, Refusals
from tests.fakes.roster.delegations import Delegations
from tests.fakes.roster.people import People
from tests.fakes.roster.sessions import Sessions


class _Rates:
    def __init__(self) -> None:
        self.rate_cards: MemoryRepository[RateCard] = MemoryRepository()
        self._former: dict[tuple[str, int], RateCard] = {}

    def rate_cards_of(self, creator_ids: Iterable[str]) -> dict[str, RateCard]:
        """The cards in force, by creator."""
        found = [self.rate_cards.get(creator_id) for creator_id in set(creator_ids)]
        return {card.id: card for card in found if card}

    def keep_rate_card(self, card: RateCard) -> None:
        """Keeps a card that is in force for the time when it is not; done before, it stays done."""
        self._former.setdefault((card.id, card.version), card)

    def former_rate_cards(self, creator_id: str, below: int, page: PageRequest) -> list[RateCard]:
        """The kept cards of versions under `below` for a page, and one more."""
        own = [card for (owner, _), card in self._former.items() if owner == creator_id]
        wanted = [card for card in own if card.version < below and page.is_behind((card.version,))]
        fresh = [card for card in wanted if page.since is None or _set(card) >= page.since]
        return sorted(fresh, key=lambda each: each.version, reverse=page.descending)[: page.limit]


def _set(card: RateCard) -> datetime:
    assert card.updated_at
    return card.updated_at


class _Parties:
    def __init__(self) -> None:
        self.parties: MemoryRepository[Party] = MemoryRepository()
        self._handles: dict[str, str] = {}
        self.figures: dict[str, tuple[int, tuple[PortfolioVideo, ...]]] = {}

    def names_of(self, party_ids: Iterable[str]) -> dict[str, PartyName]:
        """What these parties are called, by id."""
        found = (self.parties.get(each) for each in set(party_ids))
        return {each.id: PartyName(each.id, each.name, each.handle) for each in found if each}

    def claim_handle(self, handle: str, creator_id: str) -> str:
        """The id of the creator whose the handle is."""
        return self._handles.setdefault(handle, creator_id)

    def note_use(self, party_id: str, client_id: str, at: datetime) -> None:
        """Notes that a client was used."""
        party = self.parties.rows[party_id]
        used = [replace(each, last_used_at=at) for each in party.credentials if each.client_id == client_id]
        kept = [each for each in party.credentials if each.client_id != client_id]
        self.parties.rows[party_id] = replace(party, credentials=(*kept, *used))

    def suspended_of(self, party_ids: Iterable[str]) -> frozenset[str]:
        """Those of the parties that are suspended."""
        wanted = set(party_ids)
        return frozenset(each.id for each in self.parties.all() if each.suspended and each.id in wanted)

    def found_by_handle(self, handle: str) -> Party | None:
        """The creator with this handle who lets herself be found by it."""
        found = [each for each in self.parties.all() if found_by(each).handle == handle]
        return found[0] if found else None

    def figures_of(self, creator_id: str) -> tuple[PortfolioVideo, ...]:
        """The figures of the videos that a creator shows."""
        return self.figures.get(creator_id, (0, ()))[1]

    def put_figures(self, creator_id: str, videos: Iterable[PortfolioVideo], version: int) -> None:
        """Keeps such figures; an older report changes nothing."""
        if version > self.figures.get(creator_id, (0, ()))[0]:
            self.figures[creator_id] = (version, tuple(videos))

    def search_parties(self, wanted: Search) -> list[Party]:
        """The parties that are wanted, in order."""
        found = [each for each in self.parties.all() if _wants(wanted, each)]
        places = {each.id: place(each, wanted.sort) for each in found}
        found.sort(key=lambda each: places[each.id], reverse=wanted.descending)
        following = [each for each in found if not wanted.after or _follows(places[each.id], wanted)]
        return following[: wanted.limit]


def _follows(at: tuple[Any, str], wanted: Search) -> bool:
    return at < wanted.after if wanted.descending else at > wanted.after


def _wants(wanted: Search, party: Party) -> bool:
    found, sought = found_by(party), search_key(wanted.q)
    low, high = wanted.min_followers, wanted.max_followers
    return (
        party.kind is wanted.kind
        and (not wanted.listed or found.listed)
        and wanted.state in (None, party.state)
        and (wanted.updated_since is None or party.updated_at >= wanted.updated_since)
        and any(key.startswith(sought) for key in found.keys)
        and (not wanted.category or wanted.category in found.categories)
        and (not wanted.country or party.country == wanted.country)
        and (not wanted.language or wanted.language in party.languages)
        and (low is None or found.followers >= low)
        and (high is None or 0 <= found.followers <= high)
    )


class FakeStore(_Parties, _Rates, ActivityLog, Refusals, Offers, People, Sessions):
    """Keeps the promises of `services.roster.store.Store`."""

    def __init__(self) -> None:
        ActivityLog.__init__(self)
        Refusals.__init__(self)
        Offers.__init__(self)
        Delegations.__init__(self)
        _Rates.__init__(self)
        _Parties.__init__(self)
        People.__init__(self)
        Sessions.__init__(self)
        self.labels: MemoryRepository[Labels] = MemoryRepository()

    @property
    def repositories(self) -> tuple[MemoryRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.parties, self.pairs, self.rate_cards, self.labels, *self.of_people)

    def ready(self) -> bool:
        """Always."""
        return True

    def party_of_client(self, client_id: str) -> Party | None:
        """The party that holds a client."""
        holding = [
            each for each in self.parties.all() if client_id in {c.client_id for c in each.credentials}
        ]
        return holding[0] if holding else None

    def standing(
        self, client_id: str, creator_id: str, *, party_id: str = ""
    ) -> tuple[Party | None, Pair | None, bool]:
        """The party of a client, its pair with a creator, and whether she is suspended."""
        party = self.parties.get(party_id) if party_id else self.party_of_client(client_id)
        if party is None or not creator_id:
            return party, None, False
        return party, self.pairs.get(pair_id(party.id, creator_id)), bool(self.suspended_of([creator_id]))

    def parties_by(self, ids: Iterable[str], handles: Iterable[str] = ()) -> list[Party]:
        """The parties with these ids, and the creators with these handles."""
        wanted, named = set(ids), set(handles)
        return [each for each in self.parties.all() if each.id in wanted or each.handle in named]

    def labels_of(self, agency_id: str, creator_ids: Iterable[str] | None = None) -> dict[str, Labels]:
        """The agency's labels by creator; only those on the creators named, where they are."""
        own = [each for each in self.labels.all() if each.id.startswith(f"{agency_id}:")]
        named = None if creator_ids is None else set(creator_ids)
        return {each.creator_id: each for each in own if named is None or each.creator_id in named}

    def creators_after(self, creator_id: str, limit: int) -> list[str]:
        """The ids of up to `limit` creators above `creator_id`, ascending."""
        creators = [each.id for each in self.parties.all() if each.kind is PartyKind.CREATOR]
        return [each for each in creators if each > creator_id][:limit]
