"""`GET /v1/event-types`: every type of event, as the contracts declare it."""

from __future__ import annotations

import flask
import orjson

from protos.callboard.live.v1 import live_pb2
from services.gateway import requests
from services.gateway.front.answer import JSON
from services.gateway.openapi.event_types import event_types
from services.gateway.transcode.fields import trimmed
from services.gateway.transcode.requests import RequestReader
from services.gateway.transcode.routes import Route


def are_event_types(route: Route) -> bool:
    """Whether the route lists the types of events."""
    return bool(route.response is live_pb2.ListEventTypesResponse.DESCRIPTOR)


class EventTypesEndpoint:
    """The view of that route."""

    def __init__(self, route: Route) -> None:
        self._reader, self._items = RequestReader(route), event_types()

    def __call__(self) -> flask.Response:
        """Serves the request that Flask has taken in."""
        query = requests.current().environ["QUERY_STRING"]
        self._reader.read({}, query, None, b"")
        items = trimmed(self._items, self._reader.selected(query))
        headers = {"Cache-Control": "public, max-age=300"}
        return flask.Response(orjson.dumps({"items": items}), 200, headers, content_type=JSON)
