"""The in-memory twin of `services.roster.store.Store`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.roster.domain.pairs import Pair, pair_id
from services.roster.domain.parties import Party, PartyKind, PartyName
from services.roster.domain.rates import RateCard
from services.roster.domain.roster import Labels
from services.shared.paging import PageRequest
from tests.fakes.memory import MemoryRepository
from tests.fakes.roster.activity import ActivityLog, Offers, Refusals
from tests.fakes.roster.delegations import Delegations


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


class FakeStore(_Rates, ActivityLog, Refusals, Offers):
    """Keeps the promises of `services.roster.store.Store`."""

    def __init__(self) -> None:
        ActivityLog.__init__(self)
        Refusals.__init__(self)
        Offers.__init__(self)
        Delegations.__init__(self)
        _Rates.__init__(self)
        self.parties: MemoryRepository[Party] = MemoryRepository()
        self._handles: dict[str, str] = {}
        self.labels: MemoryRepository[Labels] = MemoryRepository()

    @property
    def repositories(self) -> tuple[MemoryRepository[Any], ...]:
        """Those whose aggregates carry events."""
        return (self.parties, self.pairs, self.rate_cards, self.labels)

    def ready(self) -> bool:
        """Always."""
        return True

    def claim_handle(self, handle: str, creator_id: str) -> str:
        """The id of the creator whose the handle is."""
        return self._handles.setdefault(handle, creator_id)

    def names_of(self, party_ids: Iterable[str]) -> dict[str, PartyName]:
        """What these parties are called, by id."""
        found = (self.parties.get(each) for each in set(party_ids))
        return {each.id: PartyName(each.id, each.name, each.handle) for each in found if each}

    def party_of_client(self, client_id: str) -> Party | None:
        """The party that holds a client."""
        holding = [
            each for each in self.parties.all() if client_id in {c.client_id for c in each.credentials}
        ]
        return holding[0] if holding else None

    def standing(self, client_id: str, creator_id: str) -> tuple[Party | None, Pair | None]:
        """The party of a client, and its pair with a creator."""
        party = self.party_of_client(client_id)
        return party, self.pairs.get(pair_id(party.id, creator_id)) if party and creator_id else None

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
