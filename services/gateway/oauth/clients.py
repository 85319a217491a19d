"""Clients that prove who they are to an OAuth endpoint, and how such an endpoint refuses (RFC 6749 §5.2)."""

from __future__ import annotations

from abc import ABC, abstractmethod

from flask import Response

from protos.roster.v1 import roster_pb2
from services.gateway import bodies, requests
from services.gateway.access import ACCESS
from services.gateway.clients import Backend
from services.gateway.errors import problem
from services.gateway.front.limits import Limits
from services.gateway.requests import Request
from services.gateway.transcode.requests import parse_pairs
from services.shared.codes import ErrorCode
from services.shared.errors import CallboardError, Forbidden, Malformed, Unauthenticated

LARGEST_FORM = 64 << 10
FORM = "application/x-www-form-urlencoded"
AUTHENTICATE = ACCESS.methods_by_name["Authenticate"]
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}

Form = dict[str, str]
Credentials = tuple[str, str]
"""Client id and secret."""


class Refused(Exception):
    """A refusal with the `error` code that RFC 6749 §5.2 gives it."""

    def __init__(self, code: str, error: CallboardError) -> None:
        super().__init__(code)
        self.code, self.error = code, error


class Clients:
    """Believes clients whose secret roster knows, unless too many wrong ones came before."""

    def __init__(self, roster: Backend, limits: Limits) -> None:
        self._roster, self._limits = roster, limits

    def authenticate(self, request: Request, credentials: Credentials) -> roster_pb2.Party:
        """The party of right credentials; raises Refused, and TooManyRequests."""
        given = (request.environ["REMOTE_ADDR"], *credentials)
        self._limits.require_secrets_left(*given)
        try:
            party = self._ask(request, *credentials)
        except Refused as refused:
            if refused.code == "invalid_client":
                self._limits.note_secret(*given, right=False)
            raise
        self._limits.note_secret(*given, right=True)
        request.party_id = party.id
        return party

    def _ask(self, request: Request, client_id: str, secret: str) -> roster_pb2.Party:
        question = roster_pb2.AuthenticateRequest(client_id=client_id, client_secret=secret)
        try:
            party: roster_pb2.Party = self._roster.call(AUTHENTICATE, question, request_id=request.request_id)
        except Forbidden as error:
            if error.code is ErrorCode.PARTY_SUSPENDED:
                raise Refused("unauthorized_client", error) from error
            code = ErrorCode.CLIENT_CREDENTIALS_INVALID
            raise Refused("invalid_client", Unauthenticated(error.detail, code=code)) from error
        except CallboardError as error:
            raise unanswered(error) from error
        return party


class ClientEndpoint(ABC):
    """The view of an endpoint to which clients send a form."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def __call__(self) -> Response:
        """What is answered to the form, or a problem with `error` and `error_description`."""
        request = requests.current()
        try:
            form = _form(request)
            return self.serve(request, form, _credentials(request, form, public=self.may_be_public(form)))
        except Refused as refused:
            return _refusal(refused.code, refused.error)

    def may_be_public(self, form: Form) -> bool:
        """Whether what is asked can be asked by a client without a secret."""
        return False

    @abstractmethod
    def serve(self, request: Request, form: Form, credentials: Credentials) -> Response:
        """The answer; raises Refused."""


def unanswered(error: CallboardError) -> Refused:
    """The refusal where roster has not done what it was asked for."""
    code = "temporarily_unavailable" if error.http_status in (429, 503) else "invalid_request"
    return Refused("server_error" if error.http_status == 500 else code, error)


def unfit(message: str) -> Refused:
    """The refusal of a request that is not as RFC 6749 wants it."""
    return Refused("invalid_request", Malformed(message, code=ErrorCode.OAUTH_REQUEST_INVALID))


def _refusal(code: str, error: CallboardError) -> Response:
    response = problem(error, requests.current(), {"error": code, "error_description": error.detail})
    response.headers.update(NO_STORE)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Basic realm="callboard", charset="UTF-8"'
    return response


def _form(asking: Request) -> Form:
    if asking.mimetype != FORM:
        raise unfit(f"The body must be a form: Content-Type: {FORM}.")
    try:
        pairs = parse_pairs(bodies.read(asking, LARGEST_FORM))
    except CallboardError as error:
        raise Refused("invalid_request", error) from error
    if len(dict(pairs)) < len(pairs):
        raise unfit("A parameter is given twice.")
    return dict(pairs)


def _credentials(asking: Request, form: Form, *, public: bool) -> Credentials:
    """The client's id and secret, from HTTP Basic or from the form, but not from both.

    The secret is empty where a `public` client only names itself.
    """
    basic = asking.authorization
    posted = (form.get("client_id", ""), form.get("client_secret", ""))
    if public and basic is None and posted[0] and "HTTP_AUTHORIZATION" not in asking.environ:
        return posted
    if "HTTP_AUTHORIZATION" not in asking.environ and all(posted):
        return posted
    if posted[1]:
        raise unfit("Send the client's secret once: by Basic or in the form.")
    if basic is None or basic.type != "basic" or not basic.username or not basic.password:
        message = "Send the client id and secret by HTTP Basic."
        code = ErrorCode.CLIENT_CREDENTIALS_INVALID
        raise Refused("invalid_client", Unauthenticated(message, code=code))
    return basic.username, basic.password
