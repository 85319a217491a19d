"""Identifiers: a prefix that names the kind, and a UUID.

A fresh one is a UUIDv7, which sorts by the time of its creation. A derived one is a UUIDv8 and follows from
what it is derived from: what is listed by time is sorted by its time, not by its id.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time

_RANDOM_BITS = 74
_lock = threading.Lock()
_last = 0


def uuid7() -> str:
    """A UUID version 7 as 32 hexadecimal digits (RFC 9562 §5.7: 48 bits of milliseconds, 74 random).

    Each is above the one before, also within a millisecond (§6.2, method 2): the random part grows by one.
    """
    global _last  # noqa: PLW0603 (the order is of the process as a whole)
    fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = value = max(fresh, _last + 1)
    return _uuid(7, value)


def _uuid(version: int, bits: int) -> str:
    """122 bits with the version and the variant between them, as RFC 9562 §4 places these."""
    first, middle, last = bits >> 74, bits >> 62 & 0xFFF, bits & (1 << 62) - 1
    return f"{first << 80 | version << 76 | middle << 64 | 0b10 << 62 | last:032x}"


def new_id(prefix: str) -> str:
    """`cr_018f…`: a fresh id of the kind that `prefix` names."""
    return f"{prefix}_{uuid7()}"


def derived_id(prefix: str, source: str) -> str:
    """`cp_5c1a…`: the id of that kind which follows from `source`, the same each time."""
    bits = int.from_bytes(hashlib.sha256(source.encode()).digest()[:16]) >> 6
    return f"{prefix}_{_uuid(8, bits)}"
