"""What the worker processes of one gateway know together: counts, when it stops, and which of them are alive.

One file that every process maps into its memory. The counts are a table of fixed size that drops old
entries, so that nobody who invents names can make it grow.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from limits.storage import Storage

SLOTS = 1 << 16
PROBES = 16
"""Slots in which one key may stand. Where all are taken, the one that expires first makes room."""

MOST_WORKERS = 64
KEY_BYTES = 16

_SLOT = struct.Struct("<QdQ")
_MOMENT = struct.Struct("<d")
_DRAIN, _BEATS = KEY_BYTES, KEY_BYTES + _MOMENT.size
_TABLE = _BEATS + MOST_WORKERS * _MOMENT.size
SIZE = _TABLE + SLOTS * _SLOT.size


def create(file: Path) -> None:
    """Makes the file, with a key of its own under which names are hashed."""
    with file.open("xb") as made:
        made.write(os.urandom(KEY_BYTES))
        made.truncate(SIZE)


class Shared:
    """The file as one process sees it.

    A moment has one writer and is eight aligned bytes, so that reading it needs no lock. A slot is read and
    written under the lock of the table only.
    """

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            self.memory = mmap.mmap(opened.fileno(), SIZE)
        self.key = bytes(self.memory[:KEY_BYTES])
        self.counts = Counts(self.memory, self.key, file)

    def drain(self, seconds: float) -> None:
        """From now on the gateway is not ready; so many seconds later it stops. The first call counts."""
        if not self.draining:
            _MOMENT.pack_into(self.memory, _DRAIN, time.monotonic() + seconds)

    @property
    def stops_at(self) -> float:
        """time.monotonic() at which the gateway stops; 0 while nobody has told it to."""
        return float(_MOMENT.unpack_from(self.memory, _DRAIN)[0])

    @property
    def draining(self) -> bool:
        """Whether the gateway is about to end."""
        return self.stops_at > 0

    def beat(self, worker: int) -> None:
        """Worker `worker`, counted from 0, says that its event loop turns."""
        _MOMENT.pack_into(self.memory, _BEATS + worker * _MOMENT.size, time.monotonic())

    def silence(self, worker: int) -> float | None:
        """Seconds since the worker's last beat; None where it has not begun."""
        last = _MOMENT.unpack_from(self.memory, _BEATS + worker * _MOMENT.size)[0]
        return time.monotonic() - last if last else None


class Counts(Storage):
    """Counts with an end each, for the limiters of the library `limits`.

    Correct with any number of processes and threads: every look is made under a lock of the threads here and
    one of the file, which the kernel releases should its holder die. It is held for microseconds, and
    nothing waits inside it.
    """

    STORAGE_SCHEME = None
    base_exceptions = OSError

    def __init__(self, memory: mmap.mmap, key: bytes, lock_file: Path) -> None:
        super().__init__()
        self._memory, self._key = memory, key
        # A description of its own: flock belongs to it, and threads share it.
        self._file = os.open(lock_file, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._lock = threading.Lock()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Adds to a count, which begins anew where it has expired; the sum."""
        digest, places = self._places(key)
        with self._locked():
            # Under the lock: a window that another one began meanwhile would seem to lie in the future.
            now = time.time()
            found = self._find(digest, places)
            place, ends, count = found or (self._free(places), 0.0, 0)
            if not now < ends <= now + expiry:
                ends, count = now + expiry, 0
            _SLOT.pack_into(self._memory, place, digest, ends, count + amount)
        return count + amount

    def get(self, key: str) -> int:
        """The count; 0 where there is none, or none any more."""
        return self._read(key)[1]

    def get_expiry(self, key: str) -> float:
        """The moment, in seconds of the epoch, at which the count ends; now where there is none."""
        return self._read(key)[0]

    def clear(self, key: str) -> None:
        """Ends a count."""
        digest, places = self._places(key)
        with self._locked():
            if found := self._find(digest, places):
                _SLOT.pack_into(self._memory, found[0], 0, 0.0, 0)

    def check(self) -> bool:
        """There is no server that could be away."""
        return True

    def reset(self) -> int:
        """Ends every count."""
        with self._locked():
            self._memory[_TABLE:SIZE] = bytes(SIZE - _TABLE)
        return SLOTS

    def _read(self, key: str) -> tuple[float, int]:
        digest, places = self._places(key)
        with self._locked():
            found = self._find(digest, places)
        now = time.time()
        return (found[1], found[2]) if found and found[1] > now else (now, 0)

    def _places(self, key: str) -> tuple[int, list[int]]:
        """The key's hash, never 0, under a secret that keeps it from being chosen, and where it may stand."""
        hashed = hashlib.blake2b(key.encode(), digest_size=8, key=self._key).digest()
        digest = int.from_bytes(hashed, "little") or 1
        return digest, [_TABLE + (digest + step) % SLOTS * _SLOT.size for step in range(PROBES)]

    def _find(self, digest: int, places: list[int]) -> tuple[int, float, int] | None:
        for place in places:
            known, ends, count = _SLOT.unpack_from(self._memory, place)
            if known == digest:
                return place, ends, count
        return None

    def _free(self, places: list[int]) -> int:
        return min(places, key=lambda place: float(_SLOT.unpack_from(self._memory, place)[1]))
