"""Enums of the contracts, as JSON and the domain spell their values.

`OFFER_STATE_IN_REVIEW` is `in_review`: its name without the prefix of its enum, in lower case. An enum may
join words by something else (`separator`), and a value may be spelt otherwise altogether (`text`).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from protos.callboard.api.v1 import api_pb2

Enum = Any
"""An enum descriptor: its class depends on the protobuf implementation in use."""

_separator: Any = api_pb2.separator
_text: Any = api_pb2.text


@cache
def names_of(enum: Enum) -> dict[int, str]:
    """The spelling of each value by its number; without the unspecified one, which JSON writes as null."""
    prefix = str(enum.values_by_number[0].name).removesuffix("UNSPECIFIED")
    separator = enum.GetOptions().Extensions[_separator] or "_"
    return {
        value.number: value.GetOptions().Extensions[_text]
        or value.name.removeprefix(prefix).lower().replace("_", separator)
        for value in enum.values
        if value.number
    }


@cache
def numbers_of(enum: Enum) -> dict[str, int]:
    """The number of each value by its spelling."""
    return {name: number for number, name in names_of(enum).items()}
