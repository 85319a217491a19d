"""The public types of events as the contracts declare them, for whoever tells events or reads them."""

from __future__ import annotations

from functools import cache
from typing import Any

from protos.callboard.events.v1 import event_types_pb2 as options
from protos.notifications.v1 import public_pb2 as public
from services.shared.enums import names_of

_published: Any = options.published


@cache
def declared() -> dict[str, options.Published]:
    """What is said of each type, by its name, in the order of the contracts."""
    enum = public.EventType.DESCRIPTOR
    return {
        name: enum.values_by_number[number].GetOptions().Extensions[_published]
        for number, name in names_of(enum).items()
    }


def changes_delegation(event_type: str) -> bool:
    """Whether it tells of a delegation: who may hear of the creator is asked anew behind it.

    A type that is not known here, of a later release beside this one, may be such an event.
    """
    said = declared().get(event_type)
    return said is None or said.changes_delegation
