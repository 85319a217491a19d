"""The Flask application: routes out of the descriptors, and the few pages of the gateway's own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST

from services.gateway import bodies, errors, pages, tracing
from services.gateway.access import Access, Authenticator, Caller
from services.gateway.answers import JSON
from services.gateway.clients import Backend
from services.gateway.endpoint import Endpoint, UploadEndpoint
from services.gateway.measure import Meter
from services.gateway.oauth import KeySet, TokenEndpoint
from services.gateway.openapi import openapi
from services.gateway.transcode.routes import Route, routes_of
from services.shared import telemetry, traces
from services.shared.clock import Clock
from services.shared.contracts import Descriptors, descriptors
from services.shared.errors import Unavailable
from services.shared.tokens import Signer, Verifier


@dataclass(frozen=True)
class Dependencies:
    """What the gateway works with. `backends` are the services by name, as in `services`."""

    backends: Mapping[str, Backend]
    verifier: Verifier[Caller]
    signer: Signer
    clock: Clock
    base_url: str = ""
    draining: threading.Event = field(default_factory=threading.Event)
    """Set when this process is about to end."""
    services: Descriptors = field(default_factory=descriptors)


class Gateway(Flask):
    """Flask for views that are plain functions."""

    request_class = tracing.Request

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The view as it is: none is a coroutine, so that none need be asked on every call."""
        return func


def create_app(dependencies: Dependencies) -> Flask:
    """The application; raises UndeclaredRule where an RPC has no usable rule or route."""
    app = Gateway(__name__)
    app.url_map.merge_slashes = False
    traces.instrument(app)
    meter = Meter()
    routes = routes_of(dependencies.services)
    _add_routes(app, dependencies, routes, meter)
    document = openapi(routes, dependencies.base_url)
    app.register_blueprint(pages.blueprint(document))
    app.add_url_rule("/openapi.json", "openapi", _constant(orjson.dumps(document)))
    _add_probes(app, dependencies)
    errors.register(app)
    _observe(app, meter)
    return app


def _add_routes(app: Flask, dependencies: Dependencies, routes: list[Route], meter: Meter) -> None:
    roster = dependencies.backends["roster"]
    authenticator = Authenticator(dependencies.verifier)
    access = Access(roster, dependencies.clock, count=meter.count_lease)
    token = TokenEndpoint(roster, dependencies.signer)
    app.add_url_rule("/oauth/token", "token", token, methods=["POST"])
    app.add_url_rule("/oauth/jwks", "jwks", KeySet(dependencies.verifier.keys))
    for route in routes:
        kind = UploadEndpoint if route.is_upload else Endpoint
        view = kind(route, dependencies.backends[route.service], authenticator, access)
        app.add_url_rule(route.flask_path, f"{route.verb} {route.path}", view, methods=[route.verb])


def _constant(body: bytes) -> Callable[[], Response]:
    return lambda: Response(body, content_type=JSON)


def _add_probes(app: Flask, dependencies: Dependencies) -> None:
    app.add_url_rule("/healthz", "healthz", _constant(b'{"status":"ok"}'))
    app.add_url_rule("/readyz", "readyz", lambda: _readiness(dependencies))
    # For load balancers: a service that is away is away for every gateway, so none is taken out for it.
    app.add_url_rule("/readyz/self", "readyz_self", lambda: _own_readiness(dependencies))


def _readiness(dependencies: Dependencies) -> Response:
    backends = dependencies.backends
    with ThreadPoolExecutor(len(backends)) as pool:
        healthy = dict(zip(backends, pool.map(lambda each: each.healthy(), backends.values()), strict=True))
    missing = [name for name, is_healthy in healthy.items() if not is_healthy]
    if missing:
        raise Unavailable(f"Not ready: {', '.join(missing)}.")
    return _own_readiness(dependencies)


def _own_readiness(dependencies: Dependencies) -> Response:
    if dependencies.draining.is_set():
        raise Unavailable("Not ready: this process is about to end.")
    return Response(b'{"status":"ready"}', content_type=JSON)


def _observe(app: Flask, meter: Meter) -> None:
    """Request ids, figures and one log line for every answer, errors included."""
    log = telemetry.logger().bind()

    @app.after_request
    def finish(response: Response) -> Response:
        request = tracing.current()
        seconds = time.perf_counter() - request.started
        response.headers.add("X-Request-Id", request.request_id)
        route = request.url_rule.rule if request.url_rule else ""
        meter.observe(request.method, route, response.status_code, seconds)
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round(seconds * 1000, 2),
            party=request.party_id,
            request_id=request.request_id,
        )
        bodies.drain(request.environ)
        return response

    def metrics() -> Response:
        return Response(meter.text(), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/metrics", "metrics", metrics)
