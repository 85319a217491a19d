"""Keeps and reads audience breakdowns."""

from __future__ import annotations

from datetime import datetime

from services.metrics.domain.audience import Audience, Dimensions, check_audience, no_audience
from services.metrics.domain.provenance import source_of, strength_of
from services.metrics.handlers.accounts import account_of
from services.metrics.roster import Roster
from services.metrics.store import Store
from services.shared import ids
from services.shared.access import Identity
from services.shared.clock import Clock
from services.shared.commands import Command, create


def get_audience(store: Store, *, creator_id: str) -> Audience:
    """The audience captured last, by the strongest source; empty, with a reason, where none was."""
    return store.latest_audience(creator_id) or no_audience(creator_id)


def create_audience(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    creator_id: str,
    captured_at: datetime | None,
    note: str,
    dimensions: Dimensions,
    importer: Identity,
    command: Command,
) -> Audience:
    """Adds a breakdown; raises Invalid, NotFound for an unknown creator, Conflict for a repeated time."""
    source = source_of(importer.kind, importer.party_id)
    audience = Audience(
        id=ids.new_id("au"),
        version=1,
        creator_id=creator_id,
        captured_at=captured_at,
        source=source,
        dimensions=dimensions,
        note=note,
        strength=strength_of(source),
        party_id=importer.party_id,
        delegation_id=importer.delegation_id,
        delegation_version=importer.delegation_version,
    )
    check_audience(audience, clock.now())
    account_of(store, clock, roster, creator_id=creator_id)
    taken = "You have brought an audience of this creator with the same captured_at."
    return create(store.audiences, audience, lambda _: [], command, clock, taken=taken)
