"""Deadlines are kept as offers have them, and each party is reminded of them once, when its moment comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.notifications import catalogue
from services.notifications.domain.events import Published, Standing
from services.notifications.domain.reminders import (
    DEFAULT_HOURS,
    LATE,
    Deadline,
    OfferDeadlines,
    next_moment,
    renewed,
)
from services.notifications.handlers.publishing import enqueue
from services.notifications.roster import Roster
from services.notifications.store import Store
from services.shared.clock import Clock, rfc3339
from services.shared.due import Due
from services.shared.ids import derived_id

APPROACHED, MISSED = "deadline.approached", "deadline.missed"


def note_deadlines(store: Store, clock: Clock, said: OfferDeadlines) -> None:
    """Keeps the deadlines of an offer, unless those of the same version, or of a later one, are known."""
    written = False
    while not written:
        known = store.deadlines_of(said.id)
        if known and known.version >= said.version:
            return
        noted = renewed(known, said, store.hours_in_use(), clock.now())
        written = store.replace_deadlines(known, noted)


def reminders(store: Store, roster: Roster, clock: Clock) -> Due:
    """Tells what falls due."""

    def remind(offer_id: str) -> None:
        offer = store.deadlines_of(offer_id)
        if offer is not None:
            _remind(store, roster, clock, offer)

    return Due("reminders", clock, store.deadlines_due, remind)


def _remind(store: Store, roster: Roster, clock: Clock, offer: OfferDeadlines) -> None:
    """Again, and beside another worker, it changes nothing."""
    now, standing = clock.now(), roster.standing(offer.creator_id)
    for party_id, deadline, hours in _due(store, offer, standing, now):
        event = _append(store, offer, deadline, hours, party_id, standing, now)
        enqueue(store, clock, event, standing)
    later = next_moment(offer.deadlines, store.hours_in_use(), now)
    # Where it has changed meanwhile it is still due.
    store.replace_deadlines(offer, replace(offer, next_due_at=later))


def _due(
    store: Store, offer: OfferDeadlines, standing: Standing, now: datetime
) -> Iterator[tuple[str, Deadline, int]]:
    """Whom to tell of which deadline, and which of its hours has come."""
    scope = catalogue.kinds()[APPROACHED].scope
    agencies = {agency_id for agency_id, scopes in standing.holders.items() if scope in scopes}
    for settings in store.settings_of(agencies | {offer.creator_id, offer.brand_id}):
        for deadline in offer.deadlines:
            hours = settings.due(deadline, now)
            if hours is not None:
                yield settings.id, deadline, hours


def _append(
    store: Store,
    offer: OfferDeadlines,
    deadline: Deadline,
    hours: int,
    party_id: str,
    standing: Standing,
    now: datetime,
) -> Published:
    """The event that tells one party of it, under the id that follows from what it tells."""
    kind = catalogue.kinds()[MISSED if hours == LATE else APPROACHED]
    told: list[Any] = [kind.name, offer.id, deadline.kind, deadline.deliverable_id, rfc3339(deadline.due_at)]
    event_id = derived_id("ev", " ".join(map(str, [*told, hours, party_id])))
    data = catalogue.about_deadline(offer, deadline, hours, standing.creator)
    body = catalogue.body_of(kind.name, rfc3339(now), data)

    def make(position: int) -> Published:
        return Published(
            position=position,
            id=event_id,
            type=kind.name,
            at=now,
            creator_id=offer.creator_id,
            body=body,
            scope=kind.scope,
            brand_id=offer.brand_id,
            owner_id=party_id,
        )

    return store.append(event_id, make)


class Hours:
    """Watches which hours before a deadline anybody asks for.

    What is known of an offer says when to look at it next; hours that are new may have it looked at earlier.
    All of them are new to a worker that begins: they may have come while none was there.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._known = frozenset(DEFAULT_HOURS)

    def run(self) -> int:
        """Looks once; nothing is left to be done at once."""
        asked = self._store.hours_in_use()
        for hours in sorted(asked - self._known):
            self._store.bring_forward(hours, self._clock.now())
        self._known = asked
        return 0
