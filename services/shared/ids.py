"""Identifiers: a prefix that names the kind, and a UUIDv7, so that they sort by creation time."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator

_RANDOM_BITS = 74
_RANDOM_BYTES = 10
_lock = threading.Lock()
_last = 0


def _randoms() -> Iterator[int]:
    """Random numbers. The system is asked for many at once: asking costs more than all else about an id."""
    while True:
        many = secrets.token_bytes(_RANDOM_BYTES * 400)
        for begin in range(0, len(many), _RANDOM_BYTES):
            number = int.from_bytes(many[begin : begin + _RANDOM_BYTES], "big")
            yield number >> (8 * _RANDOM_BYTES - _RANDOM_BITS)


_random = _randoms()


def _begin_anew() -> None:
    global _random  # noqa: PLW0603 (a forked process must not go on with the numbers of its parent)
    _random = _randoms()


os.register_at_fork(after_in_child=_begin_anew)


def uuid7() -> str:
    """A UUID version 7 as 32 hexadecimal digits (RFC 9562 §5.7: 48 bits of milliseconds, 74 random).

    Each is above the one before, also within a millisecond (§6.2, method 2): the random part grows by one.
    """
    global _last  # noqa: PLW0603 (the order is of the process as a whole)
    with _lock:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | next(_random)
        _last = value = max(fresh, _last + 1)
    milliseconds, high, low = value >> _RANDOM_BITS, value >> 62 & 0xFFF, value & (1 << 62) - 1
    return f"{milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low:032x}"


def new_id(prefix: str) -> str:
    """`cr_018f…`: a fresh id of the kind that `prefix` names."""
    return f"{prefix}_{uuid7()}"
