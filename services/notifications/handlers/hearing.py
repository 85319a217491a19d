"""Whether an event may leave for a party now, whichever way it goes."""

from __future__ import annotations

from services.notifications.domain.events import Published
from services.notifications.domain.readings import Listener
from services.notifications.handlers.readings import reading_of
from services.notifications.roster import Standings
from services.notifications.store import Store
from services.shared.clock import Clock


def permit(store: Store, roster: Standings, clock: Clock, listener: Listener, event: Published) -> bool:
    """Whether the listener's owner may hear it; what an agency is told is written before it is sent."""
    if not may_hear(roster, listener.party_id, event):
        return False
    if not event.tells_agency(listener.party_id):
        return True
    store.add_readings([reading_of(listener, event, clock.now())])
    # The writing may have outlasted the answer.
    return may_hear(roster, listener.party_id, event)


def may_hear(roster: Standings, party_id: str, event: Published) -> bool:
    """Whether a party may hear an event now; raises Unavailable where nobody can say."""
    if party_id in event.named:
        return True
    return roster.current(event.creator_id).hears(party_id, event)
