"""What agencies have read, on its way into the creators' activity logs.

Each worker process remembers what it has served and hands it over within SECONDS, by a thread of its own.
Without roster there is no lease and no list either, so that what piles up while it is away is what was
served in the half second in which leases still held. Beyond MOST different readings nothing more is shown
(503): what cannot be named in a log is not served.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from google.protobuf.descriptor import MethodDescriptor

from protos.roster.v1 import roster_pb2
from services.gateway.access import Caller
from services.gateway.clients import Backend
from services.shared import logs
from services.shared.access import KINDS
from services.shared.clock import Clock
from services.shared.errors import CallboardError, Invalid, Unavailable
from services.shared.ids import uuid7

SECONDS = 0.5
"""Between a reading and the attempt to hand it over."""

MOST = 20_000
"""Different readings that one process remembers."""

BATCH = 500
"""Readings in one call."""

LAST_ATTEMPTS = 5

RECORD: MethodDescriptor = roster_pb2.DESCRIPTOR.services_by_name["AccessService"].methods_by_name[
    "RecordReadings"
]

log = logs.logger()


class Seen(NamedTuple):
    """What was read: by which RPC, at which path, in which request."""

    action: str
    path: str
    request_id: str


class _Key(NamedTuple):
    party_id: str
    kind: str
    client_id: str
    person_id: str
    creator_id: str
    action: str
    path: str


@dataclass
class _Times:
    """How often something was read, and when and in which request last."""

    count: int
    at: datetime
    request_id: str


class Readings:
    """The readings of one process that are not in the logs yet."""

    def __init__(self, roster: Backend, clock: Clock, most: int = MOST) -> None:
        self._roster, self._clock, self._most = roster, clock, most
        self._lock = threading.Lock()
        self._open: dict[_Key, _Times] = {}
        self._sealed: deque[roster_pb2.RecordReadingsRequest] = deque()
        self._waiting = 0
        self._sending = threading.Lock()
        self._noted, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, caller: Caller, creator_ids: Collection[str], seen: Seen) -> None:
        """Remembers that `caller` is about to be shown data of these creators.

        Raises Unavailable, and remembers nothing, where there is no room for it.
        """
        who = (caller.party_id, caller.kind, caller.client_id, caller.person_id)
        keys = [_Key(*who, creator_id, seen.action, seen.path) for creator_id in creator_ids]
        now = self._clock.now()
        with self._lock:
            if self._waiting + len(self._open) + len(keys) > self._most:
                raise Unavailable("The activity log is behind, and nothing is shown that it does not name.")
            for key in keys:
                before = self._open.get(key)
                self._open[key] = _Times(before.count + 1 if before else 1, now, seen.request_id)
        self._noted.set()

    def flush(self) -> bool:
        """Hands over what there is; whether nothing is left.

        A batch is sealed once and sent under its own id until roster has it, so that one whose answer was
        lost is not logged twice. One that roster finds invalid would be so for ever: it goes to the log
        of this process instead.
        """
        # One thread sends at a time: what it takes off is what it has sent. `_lock` is not held meanwhile.
        with self._sending:
            self._seal()
            while self._sealed:
                try:
                    self._roster.call(RECORD, self._sealed[0])
                except Invalid as error:
                    log.error("readings_refused", error=str(error), batch=str(self._sealed[0]))
                except CallboardError as error:
                    log.warning("readings_wait", error=repr(error), readings=self._waiting)
                    return False
                with self._lock:
                    self._waiting -= len(self._sealed.popleft().readings)
            return True

    def _seal(self) -> None:
        with self._lock:
            taken, self._open = self._open, {}
            self._waiting += len(taken)
        reports = [_report(key, times) for key, times in taken.items()]
        for begun in range(0, len(reports), BATCH):
            some = reports[begun : begun + BATCH]
            self._sealed.append(roster_pb2.RecordReadingsRequest(batch_id=uuid7(), readings=some))

    def start(self) -> None:
        """From now on a thread hands over what is noted."""
        self._thread = threading.Thread(target=self._run, name="readings", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        """Waits until something is noted, lets more gather, and hands it over.

        `_noted` is cleared before the readings are taken: what is noted later sets it again.
        """
        while not self._stopping.is_set():
            self._noted.wait()
            self._stopping.wait(SECONDS)
            self._noted.clear()
            if not self._attempt():
                self._noted.set()

    def _attempt(self) -> bool:
        try:
            return self.flush()
        except Exception:
            # The thread goes on: nothing would be handed over without it.
            log.exception("readings_not_sent")
            return False

    def stop(self) -> None:
        """Ends the thread and hands over what is left; what roster does not take goes to the log here."""
        self._stopping.set()
        self._noted.set()
        if self._thread:
            self._thread.join()
        for _ in range(LAST_ATTEMPTS):
            if self._attempt():
                return
            self._clock.sleep(SECONDS)
        for batch in self._sealed:
            log.error("readings_lost", batch=str(batch))


def _report(key: _Key, times: _Times) -> roster_pb2.ReadingReport:
    return roster_pb2.ReadingReport(
        party_id=key.party_id,
        party_kind=KINDS[key.kind],
        client_id=key.client_id,
        person_id=key.person_id,
        creator_id=key.creator_id,
        action=key.action,
        object=key.path,
        count=times.count,
        at=times.at,
        request_id=times.request_id,
    )
