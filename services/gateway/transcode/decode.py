"""JSON objects as protobuf messages, by decoders that are compiled once per descriptor."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.gateway.transcode.values import Read, reader_of
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import Malformed, Problems, TooLarge, invalid
from services.shared.rendering import is_timestamp, message_of
from services.shared.text import escaped

DEEPEST = 64
LONGEST_NAME = 64
MASK = "google.protobuf.FieldMask"

MOST_ITEMS = 1000
"""Items of one list. No field needs more; what a service does with a list costs many times its bytes."""

MOST_VALUES = 50_000
"""Values of a whole body, each of which takes a hundred bytes of memory and more."""


class Decoder:
    """Reads a JSON object into the keyword arguments of one message type."""

    def __init__(self) -> None:
        self.readers: dict[str, Read] = {}

    def __call__(self, value: Any, at: str, faults: Problems) -> dict[str, Any] | None:
        """What the message is built from, or None; notes every fault. Null is absent."""
        if type(value) is dict:
            return self.read(value, f"{at}." if at else "", faults)
        faults.note(at or "body", "must be an object", FieldCode.WRONG_TYPE)
        return None

    def read(self, given: dict[str, Any], prefix: str, faults: Problems) -> dict[str, Any]:
        """The same for what is known to be an object; `prefix` stands before the names of its fields."""
        filled: dict[str, Any] = {}
        reader_of_field = self.readers.get
        for name, value in given.items():
            read = reader_of_field(name)
            if read is None:
                unknown = f"{prefix}{escaped(name[:LONGEST_NAME])}"
                faults.note(unknown, "is not a field here", FieldCode.UNKNOWN_FIELD)
            elif value is not None:
                found = read(value, prefix + name, faults)
                if found is not None:
                    filled[name] = found
        return filled


@cache
def decoder_of(message: Descriptor) -> Decoder:
    """The decoder of a message type; raises UndeclaredRule where a field has no JSON form."""
    return _compile(message, {})


def _compile(message: Descriptor, known: dict[str, Decoder]) -> Decoder:
    decoder = known[message.full_name] = Decoder()
    given = (field for field in message.fields if not is_mask(field))
    decoder.readers.update((field.name, _reader(field, known)) for field in given)
    return decoder


def _reader(field: FieldDescriptor, known: dict[str, Decoder]) -> Read:
    nested = field.message_type is not None and not is_timestamp(field)
    one = _nested(field, known) if nested else reader_of(field)
    return _repeated(one) if field.is_repeated else one


def _nested(field: FieldDescriptor, known: dict[str, Decoder]) -> Read:
    message = message_of(field)
    return known.get(message.full_name) or _compile(message, known)


def _repeated(one: Read) -> Read:
    def read(value: Any, at: str, faults: Problems) -> Any:
        if type(value) is not list:
            return faults.note(at, "must be a list", FieldCode.WRONG_TYPE)
        if len(value) > MOST_ITEMS:
            return faults.note(at, f"must have at most {MOST_ITEMS} items", FieldCode.TOO_MANY_ITEMS)
        parts = [
            (_null if part is None else one)(part, f"{at}[{index}]", faults)
            for index, part in enumerate(value)
        ]
        return None if None in parts else parts

    return read


def _null(_: None, at: str, faults: Problems) -> None:
    faults.note(at, "must not be null", FieldCode.WRONG_TYPE)


def is_mask(field: FieldDescriptor) -> bool:
    """Whether the field names what a body has said, which no body says of itself."""
    return field.message_type is not None and field.message_type.full_name == MASK


def paths_of(given: dict[str, Any], message: Descriptor, before: str = "") -> Iterator[str]:
    """The fields that a body of this type names, null ones too, in the form of a FieldMask.

    Of an object those inside are named (`floor_price.currency`), so that a merge patch (RFC 7396) changes
    nothing else of it.
    """
    for name, value in given.items():
        field = message.fields_by_name[name]
        if type(value) is dict and field.message_type is not None:
            yield from paths_of(value, field.message_type, f"{before}{name}.")
        else:
            yield before + name


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`, of which nothing at all is an empty one; raises Malformed or TooLarge."""
    if not body:
        return {}
    # Counted before it is parsed, and so together with what stands in texts.
    if body.count(b",") + body.count(b"[") + body.count(b"{") > MOST_VALUES:
        raise TooLarge(f"The body has more than {MOST_VALUES} values.")
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"The body is not JSON: {error}.", code=ErrorCode.BODY_UNREADABLE) from error
    if type(parsed) is not dict:
        raise invalid("body", "must be an object", FieldCode.WRONG_TYPE)
    if body.count(b"{") + body.count(b"[") > DEEPEST and _deeper(parsed, DEEPEST):
        raise Malformed(f"The body is nested deeper than {DEEPEST} levels.", code=ErrorCode.BODY_UNREADABLE)
    return parsed


def _deeper(parsed: Any, levels: int) -> bool:
    """Whether containers stand in one another more than so many levels deep."""
    row = [parsed]
    for _ in range(levels):
        inside = (each.values() if type(each) is dict else each for each in row)
        row = [part for parts in inside for part in parts if type(part) in (dict, list)]
        if not row:
            return False
    return True
