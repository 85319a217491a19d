"""The record of an import while it runs: begun, kept fresh, and ended, whatever happens."""

from __future__ import annotations

import threading
from types import TracebackType

from services.metrics.domain import imports as domain
from services.metrics.domain.imports import Import, ImportState, Tally
from services.metrics.produces import unannounced
from services.metrics.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import create, execute, internal
from services.shared.errors import CallboardError, Conflict, Unavailable

BEAT_SECONDS = 0.5
SURE_SECONDS = 20.0
"""For how long after its last beat an import may write: no write that begins then ends later than the
worker takes the import for dead (see `withdrawals.SILENT`)."""

TAKEN_AWAY = "The import was withdrawn, or given up, while it was running."

log = logs.logger()


class Running:
    """The record of a running import, as a context. Each beat notes what `tally` says.

    The worker goes by the beats: an import whose beats have ended is broken off, and what it had not
    settled is discarded. So a process that could not beat for a while, or whose import was withdrawn,
    writes nothing more.
    """

    def __init__(self, store: Store, clock: Clock, record: Import, tally: Tally) -> None:
        self._store, self._clock, self._record, self._tally = store, clock, record, tally
        # Set by the thread of the beats, read by those that write: one value each, so that no lock is needed.
        self._sure_until = 0.0
        self._withdrawn = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat_on, name="import-beat", daemon=True)

    def __enter__(self) -> Running:
        sent = self._clock.monotonic()
        create(self._store.imports, self._record, unannounced, internal(self._record.party_id), self._clock)
        self._sure_until = sent + SURE_SECONDS
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the beats; where the import failed, notes it as broken off."""
        self._over.set()
        self._thread.join()
        if error is not None:
            self._break_off(
                error.detail if isinstance(error, CallboardError) else "Something broke on our side."
            )

    def check(self) -> None:
        """Raises Conflict where the import was withdrawn, and Unavailable where it may be taken for dead."""
        if self._withdrawn:
            raise Conflict(TAKEN_AWAY, code=ErrorCode.IMPORT_WITHDRAWN)
        if self._clock.monotonic() >= self._sure_until:
            raise Unavailable("The database is out of reach; send the file again in a moment.")

    def _beat_on(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            self.beat()

    def beat(self) -> None:
        """Says that the import goes on. A failure is no harm as long as another beat succeeds in time."""
        # Taken before the write: the time that it needs does not lengthen what may be relied upon.
        sent = self._clock.monotonic()
        try:
            if self._store.beat(self._record.id, self._tally.progress(), self._clock.now()):
                self._sure_until = sent + SURE_SECONDS
            else:
                self._withdrawn = True
        except Exception as error:
            log.warning("import_beat_failed", import_id=self._record.id, error=repr(error))

    def end(self, reason: str) -> None:
        """Notes the end, broken off where there is a `reason`.

        Raises Conflict where the import was withdrawn or given up meanwhile, so that its report would not
        be true.
        """

        def decide(current: Import) -> Import:
            return domain.end(current, self._tally.progress(), reason, self._clock.now())

        by = internal(self._record.party_id)
        noted = execute(self._store.imports, self._record.id, decide, unannounced, by, self._clock)
        if noted.state is not (ImportState.BROKEN_OFF if reason else ImportState.FINISHED):
            raise Conflict(TAKEN_AWAY, code=ErrorCode.IMPORT_WITHDRAWN)

    def _break_off(self, reason: str) -> None:
        """Notes the end. Where that fails, or a write failed midway, the worker does it later."""
        if not self._tally.whole:
            self.beat()
            return
        try:
            self.end(reason)
        except Exception as failure:
            log.warning("import_end_not_noted", import_id=self._record.id, error=repr(failure))
