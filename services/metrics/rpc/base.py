"""What the servicers of metrics have in common."""

from __future__ import annotations

from services.metrics.domain.provenance import Actor
from services.metrics.roster import Roster
from services.metrics.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock


class Rpc:
    """A servicer with what its handlers depend on."""

    def __init__(self, store: Store, clock: Clock, roster: Roster) -> None:
        self.store, self.clock, self.roster = store, clock, roster


def actor() -> Actor:
    """Who makes the call that this thread is serving, as records name them."""
    by = caller()
    delegation = (by.delegation_id, by.delegation_version)
    return Actor(
        by.party_id, by.kind, by.client_id, *delegation, by.name, by.person_id, limited=bool(by.limited_to)
    )
