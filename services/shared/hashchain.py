"""Canonical JSON, and chains of records each bound to its predecessor by hash. Standard library only.

Canonical means: keys sorted, no white space, UTF-8, no floats with a fraction of zero, as RFC 8785
(JSON Canonicalization Scheme) has it for the values used here: objects, arrays, strings, integers,
booleans and null. Times are RFC 3339 strings and money is an integer, so no float ever occurs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64
"""The hash that stands before the first record of a chain."""

# Made once: json.dumps would make a new encoder for each record of a long chain.
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical_json(value: Any) -> bytes:
    """The one text that stands for `value`."""
    return _encode(value).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


@dataclass(frozen=True)
class Head:
    """The newest record of a chain; `entries` of them precede and include it."""

    entries: int = 0
    hash: str = GENESIS


def follow(records: Iterable[Mapping[str, Any]], head: Head) -> tuple[Head, str]:
    """Goes on from `head` over the records after it, in ascending order.

    A record has `sequence`, `previous_hash`, `hash` and its content; `hash` covers all the rest. Returns
    the last record whose link holds, and what is wrong with the next one; empty where every link holds.
    """
    entries, previous = head.entries, head.hash
    for record in records:
        problem = _problem(record, entries + 1, previous)
        if problem:
            return Head(entries, previous), problem
        entries, previous = entries + 1, record["hash"]
    return Head(entries, previous), ""


def broken_link(records: Iterable[Mapping[str, Any]]) -> str:
    """What is wrong with a whole chain, in ascending order; empty where every link holds."""
    return follow(records, Head())[1]


def _problem(record: Mapping[str, Any], sequence: int, previous: str) -> str:
    """What keeps a record from being the link `sequence` after the hash `previous`."""
    if found := [name for name in ("sequence", "previous_hash", "hash") if name not in record]:
        return f"entry {sequence} has no {found[0]}"
    if record["sequence"] != sequence:
        return f"entry {sequence} is missing or out of order: found {record['sequence']} in its place"
    if record["previous_hash"] != previous:
        return f"entry {sequence} does not follow from the entry before it"
    content = dict(record)
    del content["hash"]
    if digest(content) != record["hash"]:
        return f"entry {sequence} was changed: its hash does not match its content"
    return ""
