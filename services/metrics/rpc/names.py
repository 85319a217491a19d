"""Creators beside their ids, as metrics knows them or did a moment ago."""

from __future__ import annotations

from collections.abc import Collection

from protos.callboard.common.v1 import parties_pb2
from services.metrics.handlers.accounts import creators_of
from services.metrics.roster import Roster
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.recent import Recent


class CreatorNames:
    """What creators are called."""

    def __init__(self, store: Store, clock: Clock, roster: Roster) -> None:
        self._store, self._clock, self._roster = store, clock, roster
        self._known = Recent(clock, self._look_up)

    def of(self, creator_id: str) -> parties_pb2.CreatorRef:
        """A creator by name; raises NotFound."""
        return self._known.of([creator_id])[creator_id]

    def of_all(self, creator_ids: Collection[str]) -> dict[str, parties_pb2.CreatorRef]:
        """Creators by name, by their ids; raises NotFound."""
        return dict(self._known.of(creator_ids))

    def _look_up(self, creator_ids: Collection[str]) -> dict[str, parties_pb2.CreatorRef]:
        found = creators_of(self._store, self._clock, self._roster, creator_ids)
        return {
            each.id: parties_pb2.CreatorRef(id=each.id, handle=each.handle, display_name=each.display_name)
            for each in found
        }
