"""`GET /v1/me`: what roster says of the caller, with what the gateway allows it."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import parties_pb2
from services.gateway.access import Caller
from services.gateway.endpoint import Endpoint
from services.gateway.front.answer import Answer
from services.gateway.front.limits import Limits
from services.gateway.requests import Request
from services.gateway.transcode.routes import Route

_ME = parties_pb2.Me.DESCRIPTOR.full_name


def is_me(route: Route) -> bool:
    """Whether the route answers who is calling."""
    return bool(route.response.full_name == _ME)


class MeEndpoint(Endpoint):
    """The view of that route. Only the gateway knows its limits, which roster leaves out."""

    def __init__(self, limits: Limits, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._limits = [
            parties_pb2.RequestLimit(name=name, requests=requests, seconds=seconds)
            for name, requests, seconds in limits.of_a_caller
        ]

    def _answered(self, request: Request, caller: Caller | None, creator_id: str, reply: Any) -> Answer:
        del reply.limits[:]
        reply.limits.extend(self._limits)
        return super()._answered(request, caller, creator_id, reply)
