"""What the interface shows is described by a comment in its contract: operations, schemas and fields."""

from __future__ import annotations

from collections.abc import Iterator

from google.protobuf.descriptor import Descriptor

from services.gateway.openapi.comments import comments
from services.gateway.transcode.decode import is_mask
from services.gateway.transcode.routes import Route, routes_of
from services.shared.contracts import descriptors

ROUTES = routes_of(descriptors())


def shown() -> set[Descriptor]:
    """The messages that are sent or answered, with all inside them."""
    found: set[Descriptor] = set()
    waiting = [message for route in ROUTES for message in (route.request, route.response)]
    while waiting:
        message = waiting.pop()
        if message not in found and message.file.name.startswith("protos/"):
            found.add(message)
            waiting += [field.message_type for field in message.fields if field.message_type is not None]
    return found


def undescribed() -> Iterator[str]:
    """Everything without a comment."""
    known = comments()
    for message in shown():
        names = [field.full_name for field in message.fields if not is_mask(field)]
        if not message.name.endswith("Request") and "items" not in message.fields_by_name:
            names.append(message.full_name)
        enums = [field.enum_type for field in message.fields if field.enum_type is not None]
        names += [enum.full_name for enum in enums]
        yield from (name for name in names if name not in known)
    yield from (route.method.full_name for route in ROUTES if route.method.full_name not in known)


def test_everything_that_is_shown_is_described() -> None:
    assert sorted(set(undescribed())) == [], "put a comment above each in protos/"


def test_a_description_says_more_than_the_name() -> None:
    fields = [field for message in shown() for field in message.fields]
    repeated = [
        field.full_name
        for field in fields
        if comments().get(field.full_name, "").lower().strip(" .") == field.name.replace("_", " ")
    ]
    assert repeated == []


def summary_of(route: Route) -> str:
    """The first sentence of what stands above an RPC."""
    return comments()[route.method.full_name].split(". ")[0]


def test_a_summary_is_short() -> None:
    assert [summary_of(route) for route in ROUTES if len(summary_of(route)) > 160] == []
