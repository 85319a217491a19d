"""Keeps and reads audience breakdowns."""

from __future__ import annotations

from services.metrics.domain.audience import Audience, check_audience, no_audience
from services.metrics.domain.commands import CreateAudience
from services.metrics.domain.provenance import strength_of
from services.metrics.handlers.accounts import account_of
from services.metrics.produces import unannounced
from services.metrics.roster import Roster
from services.metrics.store import Store
from services.shared.clock import Clock
from services.shared.commands import Invocation, create, repeatable


def get_audience(store: Store, *, creator_id: str) -> Audience:
    """The audience captured last, by the strongest source; empty, with a reason, where none was."""
    return store.latest_audience(creator_id) or no_audience(creator_id)


def create_audience(
    store: Store, clock: Clock, roster: Roster, command: CreateAudience, invocation: Invocation
) -> Audience:
    """Adds a breakdown; raises Invalid, NotFound for an unknown creator, Conflict for a repeated time."""
    by = command.by
    audience = Audience(
        id=invocation.new_id("au"),
        version=1,
        creator_id=command.creator_id,
        captured_at=command.captured_at,
        source=by.source,
        dimensions=command.dimensions,
        note=command.note,
        strength=strength_of(by.source),
        party_id=by.party_id,
        party_name=by.name,
        delegation_id=by.delegation_id,
        delegation_version=by.delegation_version,
    )
    with repeatable(store.audiences, audience.id, invocation):
        check_audience(audience, clock.now())
        account_of(store, clock, roster, creator_id=command.creator_id)
    taken = "You have brought an audience of this creator with the same captured_at."
    return create(store.audiences, audience, unannounced, invocation, clock, taken=taken)
