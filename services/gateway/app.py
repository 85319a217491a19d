"""The Flask application: routes out of the descriptors, and the few pages of the gateway's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import orjson
from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RoutingException

from services.gateway import batch, errors, oauth, pages, requests
from services.gateway.access import Access, Authenticator, Caller
from services.gateway.clients import Backend
from services.gateway.endpoint import Endpoint, UploadEndpoint
from services.gateway.events.types import EventTypesEndpoint, are_event_types
from services.gateway.front.answer import JSON, Answer, asked, said_by
from services.gateway.front.limits import Limits
from services.gateway.me import MeEndpoint, is_me
from services.gateway.oauth.authorization import Applications, AuthorizationRequests
from services.gateway.openapi import openapi
from services.gateway.readings import Readings
from services.gateway.records import Recorder
from services.gateway.sign_in.cookie import Cookies
from services.gateway.sign_in.issuers import Issuer, clients_of
from services.gateway.sign_in.pages import Site
from services.gateway.sign_in.routes import add_pages, without_token
from services.gateway.telemetry import Meter
from services.gateway.transcode.lifecycle import Fields, notices_of
from services.gateway.transcode.locations import locations_of
from services.gateway.transcode.routes import EVENT_STREAM, Route, routes_of
from services.shared import traces
from services.shared.clock import Clock
from services.shared.contracts import Descriptors, descriptors, of_the_gateway
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
    portal_url: str = ""
    issuers: tuple[Issuer, ...] = ()
    meter: Meter = field(default_factory=Meter)
    services: Descriptors = field(default_factory=descriptors)

    @cached_property
    def record(self) -> Recorder:
        """Where every request is recorded."""
        return Recorder(self.meter)


class Gateway(Flask):
    """Flask for the gateway's own pages, and for every path and method that is no route of a service.

    The routes of services are served without its contexts, signals and sessions, which none of them uses and
    which would cost more than all that the gateway itself does for a request.
    """

    request_class = requests.Request
    record: Recorder
    notices: Mapping[str, Fields]
    """What announces the end of routes, by the names of their endpoints."""
    readings: Readings
    """What was read and is not yet in the logs: who serves the application starts and stops it."""

    @cached_property
    def _routes(self) -> MapAdapter:
        return self.url_map.bind("callboard")

    def answer(self, environ: dict[str, Any]) -> Answer:
        """What is answered to a request. For a thread that may wait."""
        request = requests.Request(environ)
        endpoint = self._endpoint_of(request)
        if endpoint is None:
            return asked(self, environ)
        try:
            answer = endpoint.serve(request)
        except Exception as error:
            answer = said_by(errors.response_to(error, request))
        return self._finished(answer, request)

    async def answer_under_lease(self, environ: dict[str, Any]) -> Answer | None:
        """What is answered to a reading for which a lease is in force; None where a thread has to answer.

        For the event loop, which is not held up.
        """
        request = requests.Request(environ)
        endpoint = self._endpoint_of(request)
        if endpoint is None:
            return None
        try:
            answer = await endpoint.serve_under_lease(request)
        except Exception as error:
            answer = said_by(errors.response_to(error, request))
        return answer and self._finished(answer, request)

    def _finished(self, answer: Answer, request: requests.Request) -> Answer:
        self._remember(request, answer.status)
        return answer._replace(headers=[*answer.headers, *self._beside(request)])

    def _endpoint_of(self, request: requests.Request) -> Endpoint | None:
        """The endpoint of a service's route; None where Flask has to answer, as where requests are traced."""
        if traces.are_made() or request.method in ("HEAD", "OPTIONS"):
            return None
        try:
            rule, named = self._routes.match(request.path, request.method, return_rule=True)
        except (HTTPException, RoutingException):
            return None
        request.url_rule, request.view_args = rule, dict(named)
        view = self.view_functions[rule.endpoint]
        return view if isinstance(view, Endpoint) else None

    def make_default_options_response(self) -> Response:
        """The methods of the path that was asked for.

        Flask would add those of each path with a placeholder that fits too: to `/people/invitations`, which
        is no person, those of `/people/{person_id}`.
        """
        rule = request.url_rule
        same = (each.methods or () for each in self.url_map.iter_rules() if rule and each.rule == rule.rule)
        answer: Response = self.response_class()
        answer.allow.update(method for methods in same for method in methods)
        return answer

    def finish(self, response: Response, request: requests.Request) -> None:
        """The headers of every answer of Flask's, errors included, its line in the log and its figure."""
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        for name, value in self._beside(request):
            response.headers.add(name, value)
        self._remember(request, response.status_code)

    def _beside(self, request: requests.Request) -> Fields:
        """The headers that tell of the request, whatever was answered."""
        replayed = (("Idempotency-Replayed", "true"),) if request.replayed else ()
        rule = request.url_rule
        notices = self.notices.get(rule.endpoint, ()) if rule else ()
        return (("X-Request-Id", request.request_id), *replayed, *notices)

    def _remember(self, request: requests.Request, status: int) -> None:
        route = request.url_rule.rule if request.url_rule else ""
        self.record(
            request.method,
            route,
            status,
            request.started,
            without_token(request.path),
            request.party_id,
            request.request_id,
        )

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
    app.notices = {route.name: notices for route in routes if (notices := notices_of(route.method))}
    _add_routes(app, dependencies, routes)
    document = openapi([*routes, *routes_of(of_the_gateway())], dependencies.base_url)
    app.register_blueprint(pages.blueprint(document))
    app.add_url_rule("/", "home", _redirect(dependencies.portal_url or "/docs"))
    app.add_url_rule("/openapi.json", "openapi", _constant(orjson.dumps(document)))
    _add_pages(app, dependencies)
    errors.register(app)
    app.record = dependencies.record
    app.after_request(_finished)
    return app


def _finished(response: Response) -> Response:
    cast(Gateway, current_app).finish(response, requests.current())
    return response


def _add_routes(app: Gateway, dependencies: Dependencies, routes: list[Route]) -> None:
    roster = dependencies.backends["roster"]
    authenticator = Authenticator(dependencies.verifier)
    access = Access(roster, dependencies.clock, count=dependencies.meter.count_lease)
    oauth.add_routes(
        app,
        roster,
        dependencies.signer,
        dependencies.verifier,
        dependencies.limits,
        dependencies.base_url,
    )
    locations = locations_of(routes)
    endpoints = {}
    for route in routes:
        kind = UploadEndpoint if route.is_upload else Endpoint
        given = (route, dependencies.backends[route.service], authenticator, access, app.readings)
        view = (
            MeEndpoint(dependencies.limits, *given)
            if is_me(route)
            else kind(*given, location=locations.get(route.name, ""))
        )
        endpoints[route.name] = view
        app.add_url_rule(route.flask_path, route.name, view, methods=[route.verb])
    parts = [
        batch.Part(name, route, endpoints[route.name]) for name, route in batch.parts_among(routes).items()
    ]
    for route in routes_of(of_the_gateway()):
        own: Callable[[], Response]
        if batch.is_batch(route):
            own = batch.BatchEndpoint(route, parts, authenticator, dependencies.limits, dependencies.clock)
        elif are_event_types(route):
            own = EventTypesEndpoint(route)
        else:
            own = _begun_elsewhere
        app.add_url_rule(route.flask_path, route.name, own, methods=[route.verb])


def _add_pages(app: Gateway, given: Dependencies) -> None:
    """The pages on which people sign in."""
    roster = given.backends["roster"]
    requests_of = AuthorizationRequests(Applications(roster, given.portal_url))
    cookies = Cookies(given.signer, given.clock, given.base_url)
    issuers = clients_of(given.issuers, given.clock)
    add_pages(app, Site(roster, cookies, requests_of, given.limits, given.portal_url, issuers))


def _begun_elsewhere() -> Response:
    """The head of a stream of events, which the front begins."""
    return Response(status=200, content_type=EVENT_STREAM)


def _redirect(path: str) -> Callable[[], Response]:
    return lambda: Response(status=302, headers={"Location": path, "Cache-Control": "no-cache"})


def _constant(body: bytes) -> Callable[[], Response]:
    return lambda: Response(body, content_type=JSON, headers={"Cache-Control": "public, max-age=300"})
