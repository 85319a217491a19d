"""Identifiers: a prefix that names the kind, and a UUIDv7, so that they sort by creation time."""

from __future__ import annotations

import secrets
import time


def uuid7() -> str:
    """A UUID version 7 as 32 hexadecimal digits (RFC 9562 §5.7: 48 bits of milliseconds, 74 random)."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    value = (
        (milliseconds << 80) | (0x7 << 76) | ((random >> 62) << 64) | (0b10 << 62) | (random & (2**62 - 1))
    )
    return f"{value:032x}"


def new_id(prefix: str) -> str:
    """`cr_018f…`: a fresh id of the kind that `prefix` names."""
    return f"{prefix}_{uuid7()}"
