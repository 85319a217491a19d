"""Which dataclasses and messages say the same, by the names of their fields.

Only what is declared here is mapped, and `check`, when a process starts, wants it to be true: a field that
the other has not is named where the two are joined, or is a mistake. What a dataclass holds is joined with
what the message holds under the same name; it needs a declaration of its own only where it has such fields.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from google.protobuf.message import Message

from services.shared.enums import numbers_of

TIMESTAMP = "google.protobuf.Timestamp"

Field = Any
"""A field descriptor: its class depends on the protobuf implementation in use."""


class Mismatch(Exception):
    """A dataclass and a message that are joined do not say the same; names both, and the field."""


@dataclasses.dataclass(frozen=True)
class _Join:
    domain: Any
    message: Any
    domain_only: frozenset[str] = frozenset()
    message_only: frozenset[str] = frozenset()
    excerpt: bool = False

    @property
    def name(self) -> str:
        return f"{self.domain.__name__} and {self.message.DESCRIPTOR.full_name}"


_joins: dict[tuple[Any, Any], _Join] = {}


def join(
    domain: type,
    message: type[Message],
    *,
    domain_only: Iterable[str] = (),
    message_only: Iterable[str] = (),
    excerpt: bool = False,
) -> None:
    """Declares that a dataclass and a message say the same, but for the fields that one of them has alone.

    Those are filled, or dealt with, by whoever maps them. An `excerpt` is a message that may leave out
    whatever the dataclass says.
    """
    wanted = _Join(domain, message, frozenset(domain_only), frozenset(message_only), excerpt)
    if _joins.setdefault((domain, message), wanted) != wanted:
        raise Mismatch(f"{wanted.name} are joined at two places, with different exceptions.")


def check() -> None:
    """Raises Mismatch unless all that is joined says the same. For the start of a process."""
    for domain, message in list(_joins):
        joined(domain, message)


@cache
def joined(domain: Any, message: Any) -> None:
    """Raises Mismatch unless the two are declared, and say the same."""
    found = _joins.get((domain, message))
    if found is None:
        raise Mismatch(f"{_Join(domain, message).name} are not joined: declare it where they are mapped.")
    _check_names(found)
    hints = _hints(domain)
    for field in message.DESCRIPTOR.fields:
        if field.name not in found.message_only:
            _check_field(found, field, _held(hints[field.name]))


def _check_names(found: _Join) -> None:
    """Fields and values of enums have their like on the other side, or are named."""
    fields = {field.name for field in found.message.DESCRIPTOR.fields}
    required = {item.name.rstrip("_") for item in dataclasses.fields(found.domain)}
    theirs, ours = _values(found)
    sources = required | set(_hints(found.domain))
    _check_alone(found, (fields - sources) | (theirs - ours), found.domain.__name__, "message_only")
    if not found.excerpt:
        alone = (required - fields) | (ours - theirs)
        _check_alone(found, alone, found.message.DESCRIPTOR.full_name, "domain_only")


def _check_alone(found: _Join, alone: set[str], other: str, argument: str) -> None:
    for name in sorted(alone ^ getattr(found, argument)):
        problem = f"{name} is missing from {other}: add it, or name it in {argument}"
        stale = f"{name} is not missing from {other}: strike it off {argument}"
        raise Mismatch(f"{found.name}: {problem if name in alone else stale}.")


def _values(found: _Join) -> tuple[set[str], set[str]]:
    """The values of the enums that both have: the message's, and the dataclass's as a message names them."""
    theirs: set[str] = set()
    ours: set[str] = set()
    for field in found.message.DESCRIPTOR.fields:
        held = _held(_hints(found.domain).get(field.name))
        if _is_enum(held) and field.enum_type is not None:
            values = field.enum_type.values_by_number
            named = {text: values[number].name for text, number in numbers_of(field.enum_type).items()}
            theirs |= set(named.values())
            ours |= {named.get(each.value, each.value) for each in held}
    return theirs, ours


def _check_field(found: _Join, field: Field, held: Any) -> None:
    """What is structured here is so there; messages are joined with the dataclasses."""
    if dataclasses.is_dataclass(held) and field.message_type is not None:
        nested = field.message_type._concrete_class
        _joins.setdefault((held, nested), _Join(held, nested))
        joined(typing.cast(Any, held), nested)
    elif _is_apart(held, field):
        raise Mismatch(f"{found.name}: {field.name} is of another type there.")


def _is_enum(held: Any) -> bool:
    return isinstance(held, type) and issubclass(held, Enum)


def _is_apart(held: Any, field: Field) -> bool:
    if held is datetime:
        return field.message_type is None or field.message_type.full_name != TIMESTAMP
    if field.enum_type is not None:
        # The spelling of a value serves as well.
        return not _is_enum(held) and held is not str
    return _is_enum(held) or dataclasses.is_dataclass(held) or field.message_type is not None


@cache
def _hints(domain: Any) -> dict[str, Any]:
    """What fields and properties hold, by the names that a message has for them."""
    hints = typing.get_type_hints(domain)
    found = {item.name.rstrip("_"): hints[item.name] for item in dataclasses.fields(domain)}
    for name in dir(domain):
        attribute = getattr(domain, name, None)
        if isinstance(attribute, property):
            found[name.rstrip("_")] = typing.get_type_hints(attribute.fget).get("return")
    return found


def _held(hint: Any) -> Any:
    """The type that stands in `X`, `X | None`, `tuple[X, ...]` and `frozenset[X]`."""
    parts = [part for part in typing.get_args(hint) if part not in (type(None), Ellipsis)]
    return _held(parts[0]) if parts else hint
