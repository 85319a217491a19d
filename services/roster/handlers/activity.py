"""Writing and reading the activity log."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime

from services.roster.domain.activity import Activity, link
from services.roster.domain.pairs import pair_id
from services.roster.domain.parties import UNKNOWN_CREATOR, PartyKind
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound, Unavailable
from services.shared.hashchain import Head, canonical_json
from services.shared.paging import Page, PageRequest

ATTEMPTS = 50
"""How often an entry looks for the end of its chain while other processes append to it."""

EXPORTED_ENTRIES, EXPORTED_BYTES = 5_000, 4 << 20
"""The most that one answer of an export holds; it ends with the entry that passes the latter."""

_EXPORT_STEP = 1_000

_TURNS = [threading.Lock() for _ in range(64)]


def append(store: Store, clock: Clock, entry: Activity) -> None:
    """Adds an entry at the end of its creator's chain; one of an event that is there already is left.

    Raises Unavailable under endless contention: what cannot be logged must not be done.
    """
    append_all(store, clock, [entry])


def append_all(store: Store, clock: Clock, entries: Sequence[Activity]) -> None:
    """Adds entries at the ends of their creators' chains, those of one creator in their order.

    One question for all the ends and one insertion a round. The unique index on creator and sequence
    decides between processes: whose place was taken links itself anew to the end that there is then, so
    that a chain never forks. A round holds one entry a creator, for a second one would hang on a first
    that was perhaps not taken. Raises Unavailable under endless contention.
    """
    waiting: dict[str, list[Activity]] = {}
    for entry in reversed(entries):
        waiting.setdefault(entry.creator_id, []).append(entry)
    with _turns(waiting):
        for _ in range(ATTEMPTS + len(entries)):
            if not waiting:
                return
            _round(store, waiting, clock.now())
    raise Unavailable("The activity log is busy; try again in a moment.")


def _round(store: Store, waiting: dict[str, list[Activity]], now: datetime) -> None:
    """Tries to place the next entry of each creator; those that found their place are taken off."""
    heads = store.heads(waiting)
    placed = [link(queue[-1], heads.get(creator_id, Head())) for creator_id, queue in waiting.items()]
    refused = {entry.creator_id for entry in store.append_activities(placed, now)}
    for creator_id in [each for each in waiting if each not in refused]:
        waiting[creator_id].pop()
        if not waiting[creator_id]:
            del waiting[creator_id]


@contextmanager
def _turns(creator_ids: Iterable[str]) -> Iterator[None]:
    """Threads of one process take turns at a chain, which leaves only other processes to contend with.

    In one order for everybody, so that two who want several never wait for each other.
    """
    with ExitStack() as stack:
        for number in sorted({hash(creator_id) % len(_TURNS) for creator_id in creator_ids}):
            stack.enter_context(_TURNS[number])
        yield


def list_activity(
    store: Store, *, party_id: str, kind: str, creator_id: str, page: PageRequest
) -> Page[Activity]:
    """The creator's own log, or an agency's own acts in it.

    Raises NotFound for a creator whom the caller has nothing to do with.
    """
    own = party_id == creator_id
    related = kind == PartyKind.AGENCY and bool(store.pairs.get(pair_id(party_id, creator_id)))
    if not own and not related:
        raise NotFound(UNKNOWN_CREATOR, code=ErrorCode.CREATOR_NOT_FOUND)
    found = store.activity(creator_id, "" if own else party_id, page)
    return page.cut(found, lambda entry: (entry.sequence,))


def export_activity(store: Store, *, party_id: str, creator_id: str, after: int) -> bytes:
    """Entries of the creator's own log above sequence `after`, as lines of canonical JSON; empty at the end.

    Raises NotFound for anybody else's.
    """
    if party_id != creator_id:
        raise NotFound(UNKNOWN_CREATOR, code=ErrorCode.CREATOR_NOT_FOUND)
    lines: list[bytes] = []
    size = 0
    for record in _records(store, creator_id, after):
        lines.append(canonical_json(record) + b"\n")
        size += len(lines[-1])
        if len(lines) == EXPORTED_ENTRIES or size >= EXPORTED_BYTES:
            break
    return b"".join(lines)


def _records(store: Store, creator_id: str, after: int) -> Iterator[dict[str, object]]:
    """A creator's entries in ascending order, read in small steps."""
    while found := store.records(creator_id, after, _EXPORT_STEP):
        yield from found
        after = found[-1]["sequence"]
