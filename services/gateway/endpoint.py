"""One route: authenticate, read, ask for the lease, call the service, answer."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from google.protobuf.message import Message

from services.gateway import bodies, requests
from services.gateway.access import Access, Authenticator, Caller, Purpose
from services.gateway.answers import Response, answer_of
from services.gateway.clients import Backend
from services.gateway.leases import Lease
from services.gateway.readings import Readings, Seen
from services.gateway.requests import Request
from services.gateway.transcode.requests import RequestReader
from services.gateway.transcode.routes import Route
from services.shared.access import named_at
from services.shared.client import DEADLINE_SECONDS, NotBelieved
from services.shared.errors import CallboardError, Invalid, NotFound

UPLOAD_SECONDS = 3600.0
AGENCY = "agency"


class Endpoint:
    """The view of one route. Everything that does not depend on the request is computed here, once."""

    def __init__(
        self, route: Route, backend: Backend, authenticator: Authenticator, access: Access, readings: Readings
    ) -> None:
        self._backend, self._authenticator, self._access = backend, authenticator, access
        self._readings, self._shown = readings, tuple(filter(None, route.rule.shown_field.split(".")))
        self._rule, self._method, self._action = route.rule, route.method, route.action
        self._is_command, self._reads_body = route.is_command, bool(route.body)
        self._reader = RequestReader(route)
        self._answer = answer_of(route)

    def __call__(self, **_: str) -> Response:
        """Serves the request that Flask has taken in."""
        return self.serve(requests.current())

    def serve(self, request: Request) -> Response:
        """Serves one request; raises an error of the family."""
        environ, path = request.environ, request.view_args or {}
        caller = self._caller(request, path)
        body = bodies.json_body(request) if self._reads_body else b""
        message: Any = self._reader.read(path, environ["QUERY_STRING"], environ.get("HTTP_IF_MATCH"), body)
        creator_id = getattr(message, self._rule.creator_field) if self._rule.creator_field else ""
        try:
            reply = self._call(request, caller, creator_id, message, DEADLINE_SECONDS)
        except Invalid as error:
            raise self._reader.as_sent(error) from error
        answer = self._answer(reply, environ.get("HTTP_IF_NONE_MATCH"))
        if caller is not None and caller.kind == AGENCY and not self._is_command:
            self._note(request, caller, creator_id, reply)
        return answer

    def _note(self, request: Request, caller: Caller, creator_id: str, reply: Any) -> None:
        """Has what an agency is about to be shown named in the logs of those whose it is.

        Raises Unavailable, so that nothing is shown, where no more can be remembered.
        """
        shown = {creator_id} if creator_id else named_at(reply, self._shown) if self._shown else set()
        if shown:
            self._readings.note(caller, shown, Seen(self._action, request.path, request.request_id))

    def _caller(self, request: Request, path: Mapping[str, str] = MappingProxyType({})) -> Caller | None:
        """Who is calling, of a kind and with a token that may; nobody where the route is public."""
        if self._rule.public:
            return None
        caller = self._authenticator.caller(request.environ.get("HTTP_AUTHORIZATION", ""))
        request.party_id = caller.party_id
        self._rule.check_kind(caller.kind)
        creator_id = path.get(self._rule.creator_field, "")
        if self._rule.scope not in caller.scopes and creator_id:
            # Roster refuses it too, and says so in the creator's log, where the path must hide nothing.
            self._reader.check_path(path)
            with suppress(NotFound):
                self._access.lease(self._rule.scope, caller, creator_id, self._purpose(request))
        self._rule.check(caller.identity, None)
        return caller

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
        except NotBelieved:
            # It ran out on the way, perhaps while gRPC tried again. Nothing was done, so that a message,
            # which unlike a stream is still there, is sent once more under a fresh one.
            self._access.forget(lease, caller, creator_id)
            if not isinstance(message, Message):
                raise
        lease = self._access.lease(self._rule.scope, caller, creator_id, self._purpose(request))
        return self._send(request, key, message, seconds, lease)

    def _send(self, request: Request, key: str, message: Any, seconds: float, lease: Lease | None) -> Any:
        reading = lease is not None and not self._is_command
        return self._backend.call(
            self._method,
            message,
            assertion=lease.assertion_for(self._backend) if lease and reading else "",
            identity=lease.identity if lease else None,
            until=lease.ends if lease else None,
            request_id=request.request_id,
            idempotency_key=key,
            timeout=seconds,
        )


class UploadEndpoint(Endpoint):
    """The view of a route whose body goes through as it comes, however long it is."""

    def serve(self, request: Request) -> Response:
        """Serves one upload."""
        caller = self._caller(request)
        self._reader.read_query(request.environ["QUERY_STRING"])
        upload = bodies.Upload(request)
        try:
            return self._answer(self._call(request, caller, "", upload, UPLOAD_SECONDS), None)
        except CallboardError as error:
            if upload.error:
                raise upload.error from error
            raise
        finally:
            upload.close()
