"""What agencies were told about creators is reported to roster, which keeps their activity logs.

It is written before anything is sent, and removed when roster has it: a crash loses none.
"""

from __future__ import annotations

from datetime import datetime

from services.notifications.domain.events import Published
from services.notifications.domain.readings import Listener, Reading
from services.notifications.roster import Roster
from services.notifications.store import Store
from services.shared import logs
from services.shared.errors import Invalid
from services.shared.ids import new_id

log = logs.logger()

BATCH = 500
"""Readings in one call."""


def reading_of(listener: Listener, event: Published, now: datetime) -> Reading:
    """That the owner of a webhook, or of a mail subscription, is about to be told an event."""
    return Reading(
        id=new_id("rd"),
        party_id=listener.party_id,
        client_id=listener.client_id,
        creator_id=event.creator_id,
        object=listener.path,
        event_id=event.id,
        at=now,
    )


def report_readings(store: Store, roster: Roster) -> int:
    """Reports a batch, and returns how many readings it held; raises Unavailable.

    One whose answer was lost is sent again under the same id, under which roster logs it once. One that
    roster finds invalid would be so for ever: it goes to the log of this process instead.
    """
    batch = store.batch_of_readings(new_id("rb"), BATCH)
    if not batch:
        return 0
    batch_id = batch[0].batch_id
    try:
        roster.record(batch_id, batch)
    except Invalid as error:
        log.error("readings_refused", error=str(error), batch=repr(batch))
    store.remove_readings(batch_id)
    return len(batch)
