"""The Flask application: routes out of the descriptors, and the few pages of the gateway's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from flask import Flask, Response

from services.gateway import errors, pages, requests
from services.gateway.access import Access, Authenticator, Caller
from services.gateway.answers import JSON
from services.gateway.clients import Backend
from services.gateway.endpoint import Endpoint, UploadEndpoint
from services.gateway.front.limits import Limits
from services.gateway.oauth import KeySet, TokenEndpoint
from services.gateway.openapi import openapi
from services.gateway.readings import Readings
from services.gateway.records import Recorder
from services.gateway.telemetry import Meter
from services.gateway.transcode.routes import Route, routes_of
from services.shared import traces
from services.shared.clock import Clock
from services.shared.contracts import Descriptors, descriptors
from services.shared.tokens import Signer, Verifier


@dataclass(frozen=True)
class Dependencies:
    """What the gateway works with. `backends` are the services by name, as in `services`."""

    backends: Mapping[str, Backend]
    verifier: Verifier[Caller]
    signer: Signer
    clock: Clock
    limits: Limits
    base_url: str = ""
    meter: Meter = field(default_factory=Meter)
    services: Descriptors = field(default_factory=descriptors)

    @cached_property
    def record(self) -> Recorder:
        """Where every request is recorded."""
        return Recorder(self.meter)


class Gateway(Flask):
    """Flask for views that are plain functions."""

    request_class = requests.Request
    readings: Readings
    """What was read and is not yet in the logs: who serves the application starts and stops it."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The view as it is: none is a coroutine, so that none need be asked on every call."""
        return func


def create_app(dependencies: Dependencies) -> Gateway:
    """The application; raises UndeclaredRule where an RPC has no usable rule or route."""
    app = Gateway(__name__)
    app.url_map.merge_slashes = False
    traces.instrument(app)
    app.readings = Readings(dependencies.backends["roster"], dependencies.clock)
    routes = routes_of(dependencies.services)
    _add_routes(app, dependencies, routes)
    document = openapi(routes, dependencies.base_url)
    app.register_blueprint(pages.blueprint(document))
    app.add_url_rule("/openapi.json", "openapi", _constant(orjson.dumps(document)))
    errors.register(app)
    _observe(app, dependencies.record)
    return app


def _add_routes(app: Gateway, dependencies: Dependencies, routes: list[Route]) -> None:
    roster = dependencies.backends["roster"]
    authenticator = Authenticator(dependencies.verifier)
    access = Access(roster, dependencies.clock, count=dependencies.meter.count_lease)
    token = TokenEndpoint(roster, dependencies.signer, dependencies.limits)
    app.add_url_rule("/oauth/token", "token", token, methods=["POST"])
    app.add_url_rule("/oauth/jwks", "jwks", KeySet(dependencies.verifier.keys))
    for route in routes:
        kind = UploadEndpoint if route.is_upload else Endpoint
        view = kind(route, dependencies.backends[route.service], authenticator, access, app.readings)
        app.add_url_rule(route.flask_path, f"{route.verb} {route.path}", view, methods=[route.verb])


def _constant(body: bytes) -> Callable[[], Response]:
    return lambda: Response(body, content_type=JSON, headers={"Cache-Control": "public, max-age=300"})


def _observe(app: Flask, record: Recorder) -> None:
    """Request ids, figures and one log line for every answer, errors included."""

    @app.after_request
    def finish(response: Response) -> Response:
        request = requests.current()
        response.headers.add("X-Request-Id", request.request_id)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        route = request.url_rule.rule if request.url_rule else ""
        record(
            request.method,
            route,
            response.status_code,
            request.started,
            request.path,
            request.party_id,
            request.request_id,
        )
        return response
