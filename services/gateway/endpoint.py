"""One route: authenticate, read, ask for the lease, call the service, answer."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from posixpath import normpath
from typing import Any
from urllib.parse import quote

import flask
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from werkzeug.datastructures import Headers

from services.gateway import bodies, requests
from services.gateway.access import Access, Authenticator, Caller, Purpose
from services.gateway.answers import answer_of
from services.gateway.clients import Backend
from services.gateway.front.answer import Answer
from services.gateway.leases import Lease
from services.gateway.readings import Readings, Seen
from services.gateway.requests import Request
from services.gateway.transcode.requests import RequestReader
from services.gateway.transcode.routes import Route
from services.shared.access import named_at
from services.shared.client import DEADLINE_SECONDS, AssertionRefused
from services.shared.errors import CallboardError, Invalid, NotFound

UPLOAD_SECONDS = 3600.0
AGENCY = "agency"

_VARIABLE = re.compile(r"\{(\w+)")

LARGEST_ON_LOOP = 32 << 10
"""Bytes of an answer that is rendered on the event loop, in about a millisecond; a thread does larger."""


class Endpoint:
    """The view of one route. Everything that does not depend on the request is computed here, once."""

    def __init__(
        self,
        route: Route,
        backend: Backend,
        authenticator: Authenticator,
        access: Access,
        readings: Readings,
        *,
        location: str = "",
    ) -> None:
        """`location` says where what the route creates is read, as `locations_of` has it."""
        self._backend, self._authenticator, self._access = backend, authenticator, access
        self._readings, self._shown = readings, tuple(filter(None, route.rule.shown_field.split(".")))
        self._rule, self._method, self._action = route.rule, route.method, route.action
        self._is_command, self._reads_body = route.is_command, bool(route.body)
        self._location, self._locating = location, _VARIABLE.findall(location)
        self._reader = RequestReader(route)
        self._answer, self._parse = answer_of(route), GetMessageClass(route.response).FromString

    def __call__(self, **_: str) -> flask.Response:
        """Serves the request that Flask has taken in."""
        answer = self.serve(requests.current())
        response = flask.Response(answer.body or None, answer.status)
        response.headers = Headers(answer.headers)
        return response

    def serve(self, request: Request) -> Answer:
        """Serves one request, in a thread that may wait; raises an error of the family."""
        caller = self._caller(request)
        self._require_scope(request, caller)
        message, creator_id = self._read(request)
        try:
            reply = self._call(request, caller, creator_id, message, DEADLINE_SECONDS)
        except Invalid as error:
            raise self._reader.as_sent(error) from error
        return self._answered(request, caller, creator_id, reply)

    async def serve_under_lease(self, request: Request) -> Answer | None:
        """Serves a reading that nobody has to be asked about, on the event loop; None for all else.

        Raises as `serve` does, which serves what is None here. It takes the same steps, and none that
        waits or takes long.
        """
        if self._is_command or self._rule.public:
            return None
        caller = self._caller(request)
        if caller is None or not self._rule.is_met_by(caller.scopes):
            return None
        message, creator_id = self._read(request)
        lease = await self._access.held(self._rule.scope, caller, creator_id)
        if lease is None:
            return None
        try:
            reply = await self._backend.read(
                self._method,
                message,
                assertion=lease.assertion_for(self._backend),
                request_id=request.request_id,
            )
        except Invalid as error:
            raise self._reader.as_sent(error) from error
        except AssertionRefused:
            self._access.forget(lease, caller, creator_id)
            return None
        if len(reply) > LARGEST_ON_LOOP:
            return await asyncio.to_thread(self._rendered, request, caller, creator_id, reply)
        return self._rendered(request, caller, creator_id, reply)

    def _read(self, request: Request) -> tuple[Any, str]:
        """What is asked, and the creator whom it is about, where there is one."""
        environ = request.environ
        body = bodies.json_body(request) if self._reads_body else b""
        message: Any = self._reader.read(
            request.view_args or {}, environ["QUERY_STRING"], environ.get("HTTP_IF_MATCH"), body
        )
        request.selected = self._reader.selected(environ["QUERY_STRING"])
        return message, getattr(message, self._rule.creator_field) if self._rule.creator_field else ""

    def _rendered(self, request: Request, caller: Caller, creator_id: str, reply: bytes) -> Answer:
        return self._answered(request, caller, creator_id, self._parse(reply))

    def _answered(self, request: Request, caller: Caller | None, creator_id: str, reply: Any) -> Answer:
        answer = self._answer(reply, request.environ.get("HTTP_IF_NONE_MATCH"), request.selected)
        if self._location:
            answer.headers.append(("Location", self._located(request, reply)))
        if caller is not None and caller.kind == AGENCY and not self._is_command:
            self._note(request, caller, creator_id, reply)
        return answer

    def _located(self, request: Request, reply: Any) -> str:
        """The path under which is read what was created."""
        there = self._location.format_map({name: getattr(reply, name) for name in self._locating})
        return quote(normpath(f"{request.path}/{there}"))

    def _note(self, request: Request, caller: Caller, creator_id: str, reply: Any) -> None:
        """Has what an agency is about to be shown named in the logs of those whose it is.

        Raises Unavailable, so that nothing is shown, where no more can be remembered.
        """
        shown = {creator_id} if creator_id else named_at(reply, self._shown) if self._shown else set()
        if shown:
            self._readings.note(caller, shown, Seen(self._action, request.path, request.request_id))

    def _caller(self, request: Request) -> Caller | None:
        """Who is calling, of a kind that may; nobody where the route is public."""
        if self._rule.public:
            return None
        caller = self._authenticator.caller(request.environ.get("HTTP_AUTHORIZATION", ""))
        request.party_id = caller.party_id
        self._rule.check_kind(caller.kind)
        return caller

    def _require_scope(self, request: Request, caller: Caller | None) -> None:
        """Raises Forbidden unless the token holds the scope of the route.

        Roster refuses it too. It is asked where it keeps a log, as the path must hide nothing there; and
        about a person, whose role may be why the token does not hold the scope.
        """
        if caller is None or self._rule.is_met_by(caller.scopes):
            return
        path = request.view_args or {}
        creator_id = path.get(self._rule.creator_field, "")
        if creator_id:
            self._reader.read_path(path)
        if creator_id or caller.person_id:
            with suppress(NotFound):
                self._access.lease(self._rule.scope, caller, creator_id, self._purpose(request))
        self._rule.check(caller.identity, None)

    def _purpose(self, request: Request) -> Purpose:
        return Purpose(self._action, request.path, request.request_id, self._is_command)

    def _call(
        self, request: Request, caller: Caller | None, creator_id: str, message: Any, seconds: float
    ) -> Any:
        key = requests.idempotency_key(request.environ) if self._is_command else ""
        if caller is None:
            return self._send(request, key, message, seconds, None)
        lease = self._access.lease(self._rule.scope, caller, creator_id, self._purpose(request))
        try:
            return self._send(request, key, message, seconds, lease)
        except AssertionRefused:
            # It ran out on the way, perhaps while gRPC tried again. Nothing was done, so that a message,
            # which unlike a stream is still there, is sent once more under a fresh one.
            self._access.forget(lease, caller, creator_id)
            if not isinstance(message, Message):
                raise
        lease = self._access.lease(self._rule.scope, caller, creator_id, self._purpose(request))
        return self._send(request, key, message, seconds, lease)

    def _send(self, request: Request, key: str, message: Any, seconds: float, lease: Lease | None) -> Any:
        reading = lease is not None and not self._is_command
        repeatable = "HTTP_IDEMPOTENCY_KEY" in request.environ
        return self._backend.call(
            self._method,
            message,
            assertion=lease.assertion_for(self._backend) if lease and reading else "",
            identity=lease.identity if lease else None,
            until=lease.ends if lease else None,
            request_id=request.request_id,
            idempotency_key=key,
            timeout=seconds,
            on_replay=request.note_replay if self._is_command and repeatable else None,
        )


class UploadEndpoint(Endpoint):
    """The view of a route whose body goes through as it comes, however long it is."""

    def serve(self, request: Request) -> Answer:
        """Serves one upload."""
        caller = self._caller(request)
        self._require_scope(request, caller)
        self._reader.read_query(request.environ["QUERY_STRING"])
        upload = bodies.Upload(request)
        try:
            return self._answer(self._call(request, caller, "", upload, UPLOAD_SECONDS), None, {})
        except CallboardError as error:
            if upload.error:
                raise upload.error from error
            raise
        finally:
            upload.close()
