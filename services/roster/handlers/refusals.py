"""Refusals in the activity log: the first at once, repeated ones as one entry with their number."""

from __future__ import annotations

from services.roster.domain.activity import Activity
from services.roster.domain.decisions import Decision
from services.roster.domain.refusals import SETTLED, folded, tally_of
from services.roster.handlers.activity import append
from services.roster.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.errors import CallboardError

TALLIES_A_RUN = 200

log = logs.logger()


def log_decided(store: Store, clock: Clock, entry: Activity, decision: Decision) -> None:
    """Logs what is allowed each time, and a refusal at first; one like it is then counted, durably."""
    if decision.allowed:
        append(store, clock, entry)
        return
    stranger = entry.on_behalf_of != "" and decision.stranger
    if store.note_refusal(tally_of(entry, stranger=stranger), entry):
        append(store, clock, entry)


def fold_refusals(store: Store, clock: Clock) -> int:
    """Logs what was counted in windows that are over; returns how many windows that were.

    A crash between the entry and the end of its tally repeats the entry under its event id, which is
    there already. One that cannot be logged now keeps no other from it.
    """
    done = 0
    for tally_id in store.ended_tallies(clock.now() - SETTLED, TALLIES_A_RUN):
        try:
            _fold(store, clock, tally_id)
            done += 1
        except CallboardError as error:
            log.warning("refusals_not_folded", tally=tally_id, error=repr(error))
    return done


def _fold(store: Store, clock: Clock, tally_id: str) -> None:
    entry = folded(store.close_tally(tally_id))
    if entry is not None:
        append(store, clock, entry)
    store.drop_tally(tally_id)
