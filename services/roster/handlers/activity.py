"""Writing and reading the activity log."""

from __future__ import annotations

import threading

from services.roster.domain.activity import Activity, Head, Proof, link, prove
from services.roster.domain.pairs import pair_id
from services.roster.domain.parties import PartyKind
from services.roster.handlers.parties import UNKNOWN_CREATOR
from services.roster.store import Store
from services.shared.commands import Duplicate
from services.shared.errors import NotFound, Unavailable
from services.shared.paging import Page, PageRequest

ATTEMPTS = 50
"""How often an entry looks for the end of its chain while other processes append to it."""

_TURNS = [threading.Lock() for _ in range(64)]


def append(store: Store, entry: Activity) -> None:
    """Adds an entry at the end of its creator's chain; one of an event that is there already is left.

    Threads of one process take turns at a chain, which leaves only other processes to contend with.
    Raises Unavailable under endless contention: what cannot be logged must not be done.
    """
    with _TURNS[hash(entry.creator_id) % len(_TURNS)]:
        _append(store, entry)


def _append(store: Store, entry: Activity) -> None:
    for _ in range(ATTEMPTS):
        try:
            store.append_activity(link(entry, store.last_activity(entry.creator_id)))
        except Duplicate:
            if entry.event_id and store.has_activity_of(entry.event_id):
                return
            continue
        return
    raise Unavailable("The activity log is busy; try again in a moment.")


def record(store: Store, entry: Activity) -> None:
    """Logs what an event says has happened, once."""
    if entry.event_id and store.has_activity_of(entry.event_id):
        return
    append(store, entry)


def list_activity(
    store: Store, *, party_id: str, kind: str, creator_id: str, page: PageRequest
) -> Page[Activity]:
    """The creator's own log, or an agency's own acts in it, newest first.

    Raises NotFound for a creator whom the caller has nothing to do with.
    """
    own = party_id == creator_id
    related = kind == PartyKind.AGENCY and bool(store.pairs.get(pair_id(party_id, creator_id)))
    if not own and not related:
        raise NotFound(UNKNOWN_CREATOR)
    before = int(page.after[0]) if page.after else 0
    found = store.activity(creator_id, "" if own else party_id, before, page.size + 1)
    return page.cut(found, lambda entry: (entry.sequence,))


def list_proofs(store: Store, *, page: PageRequest) -> Page[Proof]:
    """Recomputes the chains of a page of creators."""
    after = str(page.after[0]) if page.after else ""
    proofs = [_proof(store, creator_id) for creator_id in store.creators_after(after, page.size + 1)]
    return page.cut(proofs, lambda proof: (proof.creator_id,))


def _proof(store: Store, creator_id: str) -> Proof:
    """The head is read first: whatever is appended meanwhile only adds to the chain."""
    remembered: Head = store.remembered_head(creator_id)
    return prove(creator_id, store.chain(creator_id), remembered)
