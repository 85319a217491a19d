"""Beside each id of a party or a campaign in an answer stands its name."""

from __future__ import annotations

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from protos.callboard.common.v1 import parties_pb2
from services.gateway.transcode.routes import routes_of
from services.shared.contracts import descriptors
from services.shared.declarations import is_text
from services.shared.parties import beside

NAMELESS = {
    "client_id": "a client",
    "requested_by": "a client",
    "granted_by": "a client",
    "delegation_id": "has its two parties beside it",
    "import_id": "is told by its time and its importer",
    "event_id": "is told by its type",
    "offer_id": "is told by its campaign",
    "request_id": "of the log",
    "video_id": "of the platform",
}
"""Ids that are of no party and of no campaign."""

OF_THE_PATH = {
    # All that it says is signed, and says nothing else.
    "roster.v1.Checkpoint.creator_id",
    # The name stands beside it, as the hash covers it.
    "roster.v1.Activity.person_id",
}
"""Ids of the creator whom the path names, or whose name stands elsewhere."""


def answered() -> set[Descriptor]:
    """The messages that are answered, with all inside them."""
    found: set[Descriptor] = set()
    waiting = [route.response for route in routes_of(descriptors())]
    while waiting:
        message = waiting.pop()
        if message not in found and message.file.name.startswith("protos/"):
            found.add(message)
            waiting += [field.message_type for field in message.fields if field.message_type is not None]
    return found


def unnamed(message: Descriptor) -> list[FieldDescriptor]:
    """The ids in a message, beside which no name stands."""
    ids = (field for field in message.fields if is_text(field) and beside(field.name))
    wanted = (field for field in ids if field.name not in NAMELESS)
    return [field for field in wanted if not is_reference(message.fields_by_name.get(beside(field.name)))]


def is_reference(field: FieldDescriptor | None) -> bool:
    """Whether a field names a party or a campaign."""
    kind = field.message_type if field is not None else None
    return kind is not None and kind.file.name == parties_pb2.DESCRIPTOR.name


def test_beside_each_id_stands_a_name() -> None:
    found = {field.full_name for message in answered() for field in unnamed(message)}
    assert sorted(found - OF_THE_PATH) == [], (
        "add the field that `beside` names, or say here why there is none"
    )
    assert sorted(OF_THE_PATH - found) == [], "these have a name, or are gone"


def test_a_reference_has_an_id_to_stand_beside() -> None:
    known = {
        beside(field.name): field.name
        for message in answered()
        for field in message.fields
        if is_text(field) and beside(field.name)
    }
    references = {
        field.full_name
        for message in answered()
        for field in message.fields
        if is_reference(field) and known.get(field.name) not in message.fields_by_name
    }
    # A receipt names the two parties whose ids stand in its delegation, an audience the party of its source,
    # and a person several creators.
    alone = {
        "metrics.v1.Audience.importer",
        "roster.v1.Person.creators",
        "roster.v1.Receipt.agency",
        "roster.v1.Receipt.creator",
    }
    assert references == alone
