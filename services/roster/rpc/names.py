"""Names beside ids: what parties are called, looked up once for all that an answer shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from protos.callboard.common.v1 import parties_pb2
from services.roster.domain.parties import PartyName
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.enums import numbers_of
from services.shared.parties import actor, beside
from services.shared.recent import Recent

M = TypeVar("M", bound=Message)

_KINDS: dict[str, Any] = numbers_of(parties_pb2.ActorKind.DESCRIPTOR)


class _Place(NamedTuple):
    """A field of a message that names a party whose id stands beside it."""

    message: Any
    field: str
    id: str


class _Plan(NamedTuple):
    """Where names stand in a type of message: fields with those of their ids, and messages with such."""

    beside: tuple[tuple[str, str], ...]
    within: tuple[str, ...]


class Names:
    """What parties are called now, or were a moment ago."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._known = Recent(clock, store.names_of)

    def of(self, party_ids: Iterable[str]) -> Mapping[str, PartyName]:
        """What these parties are called, by id; unknown ones are left out."""
        return self._known.of(set(party_ids))

    def put_into(self, message: M) -> M:
        """The answer with the names of the parties whose ids it holds."""
        places = list(_places(message))
        _fill(places, self._known.of({place.id for place in places}))
        return message


def named_by(known: Mapping[str, PartyName], message: M) -> M:
    """The answer with these names of the parties whose ids it holds."""
    _fill(_places(message), known)
    return message


def _fill(places: Iterator[_Place] | list[_Place], known: Mapping[str, PartyName]) -> None:
    for place in places:
        _write(getattr(place.message, place.field), known.get(place.id) or PartyName(place.id, ""))


def _write(reference: Any, party: PartyName) -> None:
    reference.id = party.id
    if isinstance(reference, parties_pb2.CreatorRef):
        reference.handle, reference.display_name = party.handle or "", party.name
    elif isinstance(reference, parties_pb2.ActorRef):
        who = actor(party.id, party.name)
        reference.kind, reference.name = _KINDS[who.kind], who.name
    else:
        reference.name = party.name


def _places(message: Any) -> Iterator[_Place]:
    plan = _plan(message.DESCRIPTOR)
    for field, source in plan.beside:
        if party_id := getattr(message, source):
            yield _Place(message, field, party_id)
    for name in plan.within:
        held = getattr(message, name)
        if not isinstance(held, Message):
            for each in held:
                yield from _places(each)
        elif message.HasField(name):
            yield from _places(held)


@cache
def _plan(kind: Descriptor) -> _Plan:
    pairs = ((beside(field.name), field.name) for field in kind.fields)
    here = tuple((name, source) for name, source in pairs if _is_reference(kind.fields_by_name.get(name)))
    inner = (field for field in kind.fields if field.message_type and not _is_reference(field))
    return _Plan(here, tuple(field.name for field in inner if any(_plan(field.message_type))))


def _is_reference(field: Any) -> bool:
    kind = field.message_type if field is not None else None
    return kind is not None and kind.file is parties_pb2.DESCRIPTOR
