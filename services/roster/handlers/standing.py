"""What agencies hold of a creator, for whoever tells them what happens to her."""

from __future__ import annotations

from dataclasses import dataclass

from services.roster.domain.delegations import Delegation
from services.roster.domain.parties import Party, PartyKind
from services.roster.store import Store
from services.shared.clock import Clock


@dataclass(frozen=True)
class Standing:
    """The creator, and the delegations that are in force; neither where there is no such creator."""

    creator: Party | None
    delegations: tuple[Delegation, ...] = ()


def get_standing(store: Store, clock: Clock, *, creator_id: str) -> Standing:
    """How a creator stands now: true of a moment after the question was asked.

    The records say with which agencies, the pairs, of which a revocation is a write, what they hold.
    """
    creator = store.parties.get(creator_id)
    if creator is None or creator.kind is not PartyKind.CREATOR:
        return Standing(None)
    now = clock.now()
    active = (pair.active_at(now) for pair in store.pairs_of(creator_id))
    return Standing(creator, tuple(each for each in active if each))
