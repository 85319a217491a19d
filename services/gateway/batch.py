"""Parts of many creators in one request: each is read as by its own route, under the rules of that.

Nothing is decided here. Every part goes through the endpoint of its route, so that roster is asked about
each, and each stands in the creator's log, as if it had come alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import product
from typing import Any
from urllib.parse import quote

import flask
import orjson

from protos.callboard.batch.v1 import batch_pb2
from services.gateway import bodies, requests
from services.gateway.access import Authenticator
from services.gateway.answers import HEADERS
from services.gateway.endpoint import Endpoint
from services.gateway.front.answer import JSON
from services.gateway.front.limits import Limits
from services.gateway.requests import Request
from services.gateway.transcode.requests import RequestReader
from services.gateway.transcode.routes import Route
from services.shared import constraints
from services.shared.access import UndeclaredRule
from services.shared.clock import Clock
from services.shared.enums import names_of
from services.shared.errors import CallboardError, Unauthenticated, Unavailable

PARTS = names_of(batch_pb2.CreatorPart.DESCRIPTOR)

THREADS = 8
"""Per worker process: parts that are read at once, for all batches."""

SECONDS = 10.0
"""After which no further part of a batch is begun."""

CREATOR = "/v1/creators/{creator_id}"


def is_batch(route: Route) -> bool:
    """Whether the route reads parts of many creators."""
    return bool(route.request is batch_pb2.BatchGetCreatorsRequest.DESCRIPTOR)


def parts_among(routes: Iterable[Route]) -> dict[str, Route]:
    """The route that reads each part: that which answers with what the part's field holds.

    Raises UndeclaredRule where there is none, or more than one.
    """
    readings = [route for route in routes if route.verb == "GET" and route.path.startswith(CREATOR)]
    fields = batch_pb2.CreatorParts.DESCRIPTOR.fields_by_name
    found = {}
    for name in PARTS.values():
        those = [route for route in readings if route.response is fields[name].message_type]
        if len(those) != 1:
            raise UndeclaredRule(f"CreatorParts.{name} is read by {len(those)} routes, and must be by one.")
        found[name] = those[0]
    return found


class Part:
    """One part: its route, and what serves that."""

    def __init__(self, name: str, route: Route, endpoint: Endpoint) -> None:
        self.name, self._path, self._endpoint = name, route.path, endpoint

    def read(self, request: Request, creator_id: str) -> bytes:
        """The part as JSON; raises what its route would have answered with."""
        path = self._path.replace("{creator_id}", quote(creator_id, safe=""))
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_AUTHORIZATION": request.environ.get("HTTP_AUTHORIZATION", ""),
            "callboard.request_id": request.request_id,
        }
        alone = Request(environ)
        alone.view_args = {"creator_id": creator_id}
        return self._endpoint.serve(alone).body


class BatchEndpoint:
    """The view of `POST /v1/creators:batchGet`."""

    def __init__(
        self, route: Route, parts: Iterable[Part], authenticator: Authenticator, limits: Limits, clock: Clock
    ) -> None:
        self._rule, self._reader = route.rule, RequestReader(route)
        self._parts = {part.name: part for part in parts}
        self._authenticator, self._limits, self._clock = authenticator, limits, clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="part")

    def __call__(self) -> flask.Response:
        """Serves the request that Flask has taken in."""
        request = requests.current()
        caller = self._authenticator.caller(request.environ.get("HTTP_AUTHORIZATION", ""))
        request.party_id = caller.party_id
        self._rule.check_kind(caller.kind)
        asked: Any = self._reader.read({}, request.environ["QUERY_STRING"], None, bodies.json_body(request))
        constraints.enforce(asked)
        wanted = [PARTS[number] for number in asked.parts]
        # The request itself is counted already.
        self._limits.charge(caller.counted_as, caller.party_id, len(asked.creator_ids) * len(wanted) - 1)
        body = orjson.dumps({"items": self._read(request, list(asked.creator_ids), wanted)})
        return flask.Response(body, 200, [*HEADERS], content_type=JSON)

    def _read(self, request: Request, creator_ids: list[str], wanted: list[str]) -> list[dict[str, Any]]:
        """What was read of each creator; raises Unauthenticated where the token is refused meanwhile."""
        ends = self._clock.monotonic() + SECONDS

        def read(creator_id: str, name: str) -> bytes:
            if self._clock.monotonic() >= ends:
                raise Unavailable("There was no time left for this part; ask for fewer creators at once.")
            return self._parts[name].read(request, creator_id)

        begun = {each: self._threads.submit(read, *each) for each in product(creator_ids, wanted)}
        try:
            return [
                _item(creator_id, {name: begun[creator_id, name] for name in wanted})
                for creator_id in creator_ids
            ]
        finally:
            for future in begun.values():
                future.cancel()


def _item(creator_id: str, parts: Mapping[str, Future[bytes]]) -> dict[str, Any]:
    """The parts of one creator as JSON, and why some of them are not there."""
    item: dict[str, Any] = {"creator_id": creator_id, **dict.fromkeys(PARTS.values())}
    item["errors"] = problems = []
    for name, read in parts.items():
        try:
            item[name] = orjson.Fragment(read.result())
        except Unauthenticated:
            raise
        except CallboardError as error:
            problem = {"part": name, "status": error.http_status, "code": error.code, "detail": error.detail}
            problems.append(problem)
    return item
