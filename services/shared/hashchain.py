"""Canonical JSON, and chains of records each bound to its predecessor by hash. Standard library only.

Canonical means: keys sorted, no white space, UTF-8, no floats with a fraction of zero, as RFC 8785
(JSON Canonicalization Scheme) has it for the values used here: objects, arrays, strings, integers,
booleans and null. Times are RFC 3339 strings and money is an integer, so no float ever occurs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = "0" * 64
"""The hash that stands before the first record of a chain."""


def canonical_json(value: Any) -> bytes:
    """The one text that stands for `value`."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def broken_link(records: Iterable[Mapping[str, Any]], *, previous: str = GENESIS, sequence: int = 1) -> str:
    """What is wrong with a chain of records in ascending order; empty where every link holds.

    A record has `sequence`, `previous_hash`, `hash` and its content; `hash` covers all the rest.
    `previous` and `sequence` continue a chain whose earlier part was already checked.
    """
    for record in records:
        if record["sequence"] != sequence:
            return f"entry {sequence} is missing or out of order: found {record['sequence']} in its place"
        if record["previous_hash"] != previous:
            return f"entry {sequence} does not follow from the entry before it"
        content = {key: value for key, value in record.items() if key != "hash"}
        if digest(content) != record["hash"]:
            return f"entry {sequence} was changed: its hash does not match its content"
        previous, sequence = record["hash"], sequence + 1
    return ""
