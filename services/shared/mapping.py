"""Between protobuf messages and the domain's dataclasses, by the names of their fields.

A dataclass field, or property, fills the message field of the same name; a trailing underscore keeps
Python's own words apart (`from_` ↔ `from`). An enum `OfferState.IN_REVIEW` with value `in_review` is
`OFFER_STATE_IN_REVIEW` of the proto enum. Unset message and `optional` fields are None.

Only what is declared by `services.shared.joins.join` is mapped.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from itertools import accumulate
from typing import Any, TypeVar

from google.protobuf.message import Message

from services.shared.clock import to_millisecond
from services.shared.codes import FieldCode
from services.shared.enums import names_of, numbers_of
from services.shared.errors import Invalid, invalid
from services.shared.joins import TIMESTAMP, Field, joined
from services.shared.paging import Page
from services.shared.patches import Patch

M = TypeVar("M", bound=Message)
D = TypeVar("D")

LARGEST_PAGE = 4 << 20
"""Bytes of the items on a page, unless one of them is larger."""


def to_message(message: type[M], value: Any) -> M:
    """The message of that type which says what the dataclass instance `value` says."""
    return message(**_attributes(message, value))


def _attributes(message: type[Message], value: Any) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for name, attribute, write in _writers(typing.cast(Any, message), typing.cast(Any, type(value))):
        item = getattr(value, attribute)
        if item is not None:
            filled[name] = item if write is None else write(item)
    return filled


Writer = Callable[[Any], Any]


@cache
def _writers(message: Any, source: Any) -> tuple[tuple[str, str, Writer | None], ...]:
    """Field, attribute, and how the one is made of the other; None where it is taken as it is."""
    joined(source, message)
    known = {item.name for item in dataclasses.fields(source)}
    known |= {name for name in dir(source) if isinstance(getattr(source, name, None), property)}
    pairs = ((field, name) for field in message.DESCRIPTOR.fields for name in (field.name, f"{field.name}_"))
    return tuple((field.name, name, _writer(field)) for field, name in pairs if name in known)


def _writer(field: Field) -> Writer | None:
    one = _one_writer(field)
    if not field.is_repeated:
        return one
    return lambda items: [one(item) if one else item for item in _ordered(items)]


def _one_writer(field: Field) -> Writer | None:
    if field.enum_type is not None:
        numbers = numbers_of(field.enum_type)
        return lambda item: numbers[item.value if isinstance(item, Enum) else item]
    if field.message_type is None or field.message_type.full_name == TIMESTAMP:
        return None
    nested = field.message_type._concrete_class
    return lambda item: _attributes(nested, item)


def _ordered(items: Any) -> Any:
    return sorted(items) if isinstance(items, frozenset | set) else items


def from_message(domain: type[D], message: Message, **given: Any) -> D:
    """The dataclass of that type which says what `message` says; `given` fills or overrides fields.

    Raises Invalid for an enum, or an `optional` scalar, that is unset where the dataclass requires one.
    """
    joined(typing.cast(Any, domain), typing.cast(Any, type(message)))
    descriptor = message.DESCRIPTOR.fields_by_name
    values = dict(given)
    for name, read in _readers(typing.cast(Any, domain)):
        field = descriptor.get(name.rstrip("_"))
        if field is not None and name not in given:
            values[name] = read(field, message)
    return domain(**values)


Reader = Callable[[Field, Message], Any]


@cache
def _readers(domain: Any) -> tuple[tuple[str, Reader], ...]:
    hints = typing.get_type_hints(domain)
    init = [item.name for item in dataclasses.fields(domain) if item.init]
    return tuple((name, _reader(hints[name])) for name in init)


def _reader(hint: Any) -> Reader:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return _optional(_reader(inner))
    if typing.get_origin(hint) is tuple:
        return _repeated(typing.get_args(hint)[0])
    return _required(_inward(hint))


def _required(convert: Callable[[Field, Any], Any]) -> Reader:
    def reader(field: Field, message: Message) -> Any:
        # Of a scalar, absence is known where the contract says `optional`: there, zero must not stand for it.
        if field.message_type is None and field.has_presence and not message.HasField(field.name):
            raise invalid(field.name, "is required", FieldCode.REQUIRED)
        return convert(field, getattr(message, field.name))

    return reader


def _optional(read: Reader) -> Reader:
    def reader(field: Field, message: Message) -> Any:
        absent = field.has_presence and not message.HasField(field.name)
        unset_enum = field.enum_type is not None and not getattr(message, field.name)
        return None if absent or unset_enum else read(field, message)

    return reader


def _repeated(inner: Any) -> Reader:
    convert = _inward(inner)
    return lambda field, message: tuple(convert(field, part) for part in getattr(message, field.name))


def _inward(hint: Any) -> Callable[[Field, Any], Any]:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda field, number: _enum(hint, field, number)
    if hint is datetime:
        return lambda _, stamp: to_datetime(stamp)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return lambda _, part: from_message(hint, part)
    return _plain


def _plain(field: Field, item: Any) -> Any:
    """A scalar as it is; of an enum, how its value is spelt."""
    return item if field.enum_type is None else names_of(field.enum_type).get(item, "")


def text_of(message: Message, field: str) -> str:
    """How the value of an enum field is spelt; empty where it is unset."""
    return names_of(message.DESCRIPTOR.fields_by_name[field].enum_type).get(getattr(message, field), "")


def texts_of(message: Message, field: str) -> tuple[str, ...]:
    """How the values of a repeated enum field are spelt."""
    names = names_of(message.DESCRIPTOR.fields_by_name[field].enum_type)
    return tuple(names[number] for number in getattr(message, field))


def _enum(hint: type[Enum], field: Field, number: int) -> Enum:
    value = names_of(field.enum_type).get(number)
    if value is None:
        allowed = ", ".join(str(item.value) for item in hint)
        raise invalid(field.name, f"must be one of {allowed}", FieldCode.NOT_ONE_OF)
    return hint(value)


def to_datetime(stamp: Any) -> datetime:
    """A Timestamp as UTC, to the millisecond; raises Invalid for one outside the years 1 to 9999."""
    try:
        return to_millisecond(stamp.ToDatetime(tzinfo=UTC))
    except ValueError as error:
        raise Invalid("A time must lie in the years 1 to 9999.") from error


def moment(message: Message, field: str) -> datetime | None:
    """A Timestamp field as `to_datetime`, or None where it is unset."""
    return to_datetime(getattr(message, field)) if message.HasField(field) else None


def optional(message: Any, field: str) -> Any:
    """The value of an `optional` field, or None where it is unset."""
    return getattr(message, field) if message.HasField(field) else None


def patch_of(domain: type[D], message: Message, paths: Iterable[str]) -> Patch[D]:
    """The changes of the dataclass that `message` says, for the paths of a FieldMask."""
    joined(typing.cast(Any, domain), typing.cast(Any, type(message)))
    return Patch(tuple((path, _value_at(domain, message, path)) for path in paths))


def _value_at(domain: Any, message: Message, path: str) -> Any:
    """What a path such as `floor_price.currency` names, as the dataclass has it; None where it is unset.

    Of a message inside, a mask names the fields, or that it is unset.
    """
    name, _, rest = path.partition(".")
    hint = typing.get_type_hints(domain)[name]
    if rest:
        inner = next((part for part in typing.get_args(hint) if part is not type(None)), hint)
        return _value_at(inner, getattr(message, name), rest)
    field = message.DESCRIPTOR.fields_by_name[name]
    if field.has_presence and not message.HasField(name):
        return None
    return dict(_readers(domain))[name](field, message)


E = TypeVar("E", bound=Enum)


def enum_of(domain: type[E], message: Message, field: str) -> E | None:
    """The value of an enum field, or None where it is unset."""
    number = getattr(message, field)
    return typing.cast(E, _enum(domain, message.DESCRIPTOR.fields_by_name[field], number)) if number else None


def to_page(response: type[M], item: type[Message], page: Page[Any]) -> M:
    """The response message of a list: `items` of type `item`, and `next_cursor`."""
    items = [to_message(item, each) for each in page.items]
    return fitted(response(items=items, next_cursor=page.next_cursor), page)


def fitted(reply: M, page: Page[Any]) -> M:
    """The response of a list, ended earlier than was asked for where it is too large for one answer.

    It keeps one item at least. So nobody keeps another from reading a list by what he writes into it.
    """
    if page.behind is None or reply.ByteSize() <= LARGEST_PAGE:
        return reply
    listed: typing.Any = reply
    sizes = accumulate(item.ByteSize() for item in listed.items)
    fits = max(1, sum(size <= LARGEST_PAGE for size in sizes))
    if fits < len(page.items):
        del listed.items[fits:]
        listed.next_cursor = page.behind(page.items[fits - 1])
    return reply
