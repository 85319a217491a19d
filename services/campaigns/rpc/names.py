"""Creators beside their ids, as campaigns knows them or did a moment ago."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from protos.callboard.common.v1 import parties_pb2
from services.campaigns.domain.names import NamedCreator
from services.campaigns.domain.offers import Offer
from services.campaigns.handlers.creators import creators_of
from services.campaigns.roster import Roster
from services.campaigns.store import Store
from services.shared.calls import current
from services.shared.clock import Clock
from services.shared.joins import join
from services.shared.mapping import to_message
from services.shared.recent import Recent

join(NamedCreator, parties_pb2.CreatorRef)

Creators = Mapping[str, parties_pb2.CreatorRef]
"""What creators are called, by id."""


class CreatorNames:
    """What the creators of offers are called."""

    def __init__(self, store: Store, roster: Roster, clock: Clock) -> None:
        self._store, self._roster = store, roster
        self._known = Recent(clock, self._look_up)

    def of(self, offers: Iterable[Offer]) -> Creators:
        """The creators of these offers by name."""
        return self._known.of({offer.creator_id for offer in offers})

    def _look_up(self, creator_ids: Collection[str]) -> dict[str, parties_pb2.CreatorRef]:
        found = creators_of(self._store, self._roster, creator_ids, current().request_id)
        return {each.id: to_message(parties_pb2.CreatorRef, each) for each in found}
