"""Public events, for the gateway."""

from __future__ import annotations

from typing import Any

from protos.notifications.v1 import notifications_pb2 as pb
from protos.notifications.v1 import notifications_pb2_grpc as grpc_
from protos.notifications.v1 import public_pb2 as public
from services.notifications.domain.events import Published
from services.notifications.handlers.listing import Listing, Place
from services.shared.access import SCOPES
from services.shared.enums import numbers_of

_TYPES: dict[str, Any] = numbers_of(public.EventType.DESCRIPTOR)


class EventRpc(grpc_.EventServiceServicer):
    """What happens, as it happens."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing

    def ListEvents(self, request: pb.ListEventsRequest, _: Any) -> pb.ListEventsResponse:
        if request.after_event_id:
            position = self._listing.place_of(request.after_event_id).position
        elif request.HasField("after_position"):
            position = request.after_position
        else:
            return _answer([], self._listing.newest())
        return _answer(*self._listing.after(position, request.limit, request.wait_ms / 1000))


def _answer(events: list[Published], place: Place) -> pb.ListEventsResponse:
    return pb.ListEventsResponse(events=map(_event, events), position=place.position, event_id=place.event_id)


def _event(event: Published) -> pb.PublicEvent:
    return pb.PublicEvent(
        position=event.position,
        id=event.id,
        type=_TYPES[event.type],
        creator_id=event.creator_id,
        named=sorted(event.named),
        # The numbers of what can be delegated are those of the scopes.
        scope=SCOPES[event.scope] if event.scope else None,
        body=event.body,
        owner_id=event.owner_id,
    )
