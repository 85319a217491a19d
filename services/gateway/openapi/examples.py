"""Examples of messages: what the contracts give for single fields, put together."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.gateway.openapi.schemas import Way, is_nullable
from services.gateway.openapi.values import as_json
from services.gateway.transcode.decode import is_mask
from services.shared.declarations import Said, declared, format_of, is_text
from services.shared.enums import names_of
from services.shared.rendering import is_object, is_timestamp, message_of

MOMENT = "2026-04-01T12:00:00Z"
_DIGITS = "0198c0de5f7a7b3c9d2e4f6a8b0c1d2e"

_PREFIXES = {
    "ActorRef": "ag",
    "Agency": "ag",
    "AgencyRef": "ag",
    "Brand": "br",
    "BrandRef": "br",
    "Campaign": "cp",
    "CampaignRef": "cp",
    "Comment": "co",
    "Creator": "cr",
    "CreatorRef": "cr",
    "Delegation": "dg",
    "Deliverable": "dl",
    "Import": "im",
    "Message": "ms",
    "Offer": "of",
    "agency_id": "ag",
    "brand_id": "br",
    "campaign_id": "cp",
    "client_id": "cl",
    "creator_id": "cr",
    "delegation_id": "dg",
    "deliverable_id": "dl",
    "granted_by": "cl",
    "import_id": "im",
    "offer_id": "of",
    "requested_by": "cl",
}
"""How ids begin, by the message whose they are, or by the field that holds another's."""


def answered(message: Descriptor) -> dict[str, Any]:
    """An answer of a type: every field of it."""
    return {field.name: _answered(field) for field in message.fields}


def sent(message: Descriptor, without: Container[str] = (), *, whole: bool = False) -> dict[str, Any]:
    """A request of a type, `without` some fields: what is required, and all that there is an example of.

    A `whole` one names every field, those without an example as null.
    """
    fields = (field for field in message.fields if field.name not in without and not is_mask(field))
    values = {field.name: _value(field, Way.SENT) for field in fields}
    return {name: value for name, value in values.items() if whole or value is not None}


def of(field: FieldDescriptor) -> Any:
    """A value as a query holds it; None where there is no example."""
    return _value(field, Way.SENT)


def id_of(field: FieldDescriptor) -> Any:
    """An id, or a number, as a path holds it."""
    said = declared(field)
    return as_json(field, said.example) if said.example else _text(field, said) or "x"


def _answered(field: FieldDescriptor) -> Any:
    value = _value(field, Way.ANSWERED)
    if value is None and not is_nullable(field, Way.ANSWERED):
        return "" if is_text(field) else 0
    return value


def _value(field: FieldDescriptor, way: Way) -> Any:
    """The field's value, None where there is no example of one."""
    said = declared(field)
    one = _one(field, said, way)
    if field.is_repeated:
        return [] if one is None else [one]
    return one


def _one(field: FieldDescriptor, said: Said, way: Way) -> Any:
    if said.example or said.default:
        return as_json(field, said.example or said.default)
    if is_timestamp(field):
        return MOMENT if said.required else None
    if field.message_type is not None:
        return _inner(field, way)
    if field.enum_type is not None:
        left_out = is_nullable(field, way) or field.is_repeated
        return None if left_out else next(iter(names_of(field.enum_type).values()))
    if field.type == FieldDescriptor.TYPE_BOOL:
        return False
    return _text(field, said) if is_text(field) else _number(said)


def _inner(field: FieldDescriptor, way: Way) -> dict[str, Any]:
    if is_object(field):
        return {}
    message = message_of(field)
    return sent(message) if way is Way.SENT else answered(message)


def _text(field: FieldDescriptor, said: Said) -> str | None:
    form = format_of(said)
    if form:
        return form.example
    owner = field.containing_type
    prefix = _PREFIXES.get(owner.name if owner and field.name == "id" else field.name)
    if prefix is None and (field.name == "id" or field.name.endswith("_id")):
        prefix = "ag"
    return f"{prefix}_{_DIGITS}" if prefix else None


def _number(said: Said) -> int | None:
    if said.values:
        return said.values[0]
    return int(said.minimum) if said.HasField("minimum") else None
