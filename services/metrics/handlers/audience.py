"""Keeps and reads audience breakdowns."""

from __future__ import annotations

from datetime import datetime

from services.metrics.domain.audience import Audience, Dimensions, check_audience, no_audience
from services.metrics.handlers.accounts import account_of
from services.metrics.roster import Roster
from services.metrics.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import Command, create


def get_audience(store: Store, *, creator_id: str) -> Audience:
    """The audience captured last; empty, with a reason, where none was."""
    return store.latest_audience(creator_id) or no_audience(creator_id)


def create_audience(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    creator_id: str,
    captured_at: datetime | None,
    source: str,
    dimensions: Dimensions,
    command: Command,
) -> Audience:
    """Adds a breakdown; raises Invalid, NotFound for an unknown creator, Conflict for a known time."""
    audience = Audience(ids.new_id("au"), 1, creator_id, captured_at, source, dimensions)
    check_audience(audience, clock.now())
    account_of(store, clock, roster, creator_id=creator_id)
    taken = "There is an audience of this creator with the same captured_at."
    return create(store.audiences, audience, lambda _: [], command, clock, taken=taken)
