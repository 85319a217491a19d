"""How many imports a process runs at once: each holds a thread for as long as its client likes to send."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from services.shared.codes import ErrorCode
from services.shared.errors import TooManyRequests


class Slots:
    """`most` in all, as many as the server has threads for uploads, and half of them for one party."""

    def __init__(self, most: int) -> None:
        self._most, self._each = most, max(1, most // 2)
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def taken_by(self, party_id: str) -> Iterator[None]:
        """Holds a slot; raises TooManyRequests where none is left."""
        with self._lock:
            if self._taken[party_id] >= self._each or self._taken.total() >= self._most:
                raise TooManyRequests(
                    "Too many imports are running; send the file again when one has ended.",
                    code=ErrorCode.TOO_MANY_AT_ONCE,
                )
            self._taken[party_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[party_id] -= 1
                if not self._taken[party_id]:
                    del self._taken[party_id]
