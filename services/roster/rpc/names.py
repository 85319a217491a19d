"""Names beside ids: what parties are called now, looked up once for all that an answer shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from protos.callboard.common.v1 import parties_pb2
from services.roster.domain.parties import PartyName
from services.roster.store import Store
from services.shared.joins import join
from services.shared.mapping import to_message
from services.shared.parties import Actor, Named, NamedCreator, actor, beside

M = TypeVar("M", bound=Message)

join(Named, parties_pb2.AgencyRef)
join(Named, parties_pb2.BrandRef)
join(NamedCreator, parties_pb2.CreatorRef)
join(Actor, parties_pb2.ActorRef)


class _Place(NamedTuple):
    """A field of a message that names a party whose id stands beside it."""

    message: Any
    field: str
    id: str


class _Plan(NamedTuple):
    """Where names stand in a type of message: fields with those of their ids, and messages with such."""

    beside: tuple[tuple[str, str], ...]
    within: tuple[str, ...]


def named(store: Store, message: M) -> M:
    """The answer with the names that the parties whose ids it holds have now."""
    return named_by(store.names_of({place.id for place in _places(message)}), message)


def named_by(known: Mapping[str, PartyName], message: M) -> M:
    """The answer with these names of the parties whose ids it holds."""
    for place in _places(message):
        _fill(place, known)
    return message


def _fill(place: _Place, known: Mapping[str, PartyName]) -> None:
    there: Any = getattr(place.message, place.field)
    party = known.get(place.id) or PartyName(place.id, "")
    there.CopyFrom(to_message(type(there), _shown(type(there), party)))


def _shown(kind: type[Message], party: PartyName) -> Actor | Named | NamedCreator:
    if kind is parties_pb2.CreatorRef:
        return NamedCreator(party.id, party.handle or "", party.name)
    return actor(party.id, party.name) if kind is parties_pb2.ActorRef else Named(party.id, party.name)


def _places(message: Any) -> Iterator[_Place]:
    plan = _plan(message.DESCRIPTOR)
    for field, source in plan.beside:
        if party_id := getattr(message, source):
            yield _Place(message, field, party_id)
    for name in plan.within:
        held = getattr(message, name)
        for each in held if message.DESCRIPTOR.fields_by_name[name].is_repeated else [held]:
            yield from _places(each)


@cache
def _plan(kind: Descriptor) -> _Plan:
    pairs = ((beside(field.name), field.name) for field in kind.fields)
    here = tuple((name, source) for name, source in pairs if _is_reference(kind.fields_by_name.get(name)))
    inner = (field for field in kind.fields if field.message_type and not _is_reference(field))
    return _Plan(here, tuple(field.name for field in inner if any(_plan(field.message_type))))


def _is_reference(field: Any) -> bool:
    kind = field.message_type if field is not None else None
    return kind is not None and kind.file is parties_pb2.DESCRIPTOR
