"""What the servicers of roster have in common."""

from __future__ import annotations

from services.roster.domain.delegations import Actor
from services.roster.rpc.names import Names
from services.roster.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock

CLIENT_CREDENTIALS = "client_credentials"
"""The one way in which clients prove who they are."""


class Rpc:
    """A servicer with what its handlers depend on."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.names = Names(store, clock)


def actor() -> Actor:
    """Who makes the call that this thread is serving, as records name them."""
    return Actor(caller().party_id, caller().client_id, CLIENT_CREDENTIALS)


def acting_person() -> str:
    """The person who makes the call that this thread is serving; empty for a client of a party."""
    return caller().person_id
