"""`POST /oauth/token`: client credentials (RFC 6749 §4.4) for an access token (RFC 9068)."""

from __future__ import annotations

import orjson
from flask import Request, Response

from protos.roster.v1 import roster_pb2
from services.gateway import bodies, tracing
from services.gateway.access import ACCESS, AUDIENCE, Access
from services.gateway.answers import JSON
from services.gateway.clients import Backend
from services.gateway.errors import problem
from services.gateway.front.limits import Limits
from services.gateway.transcode.requests import parse_pairs
from services.shared.access import KIND_NAMES, SCOPES
from services.shared.errors import CallboardError, Malformed, Unauthenticated
from services.shared.tokens import ACCESS_TOKEN, Signer

TOKEN_SECONDS = 900
LARGEST_FORM = 64 << 10
GRANT_TYPE = "client_credentials"
FORM = "application/x-www-form-urlencoded"
AUTHENTICATE = ACCESS.methods_by_name["Authenticate"]
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Refused(Exception):
    """A refusal with the `error` code that RFC 6749 §5.2 gives it."""

    def __init__(self, code: str, error: CallboardError) -> None:
        super().__init__(code)
        self.code, self.error = code, error


class TokenEndpoint:
    """The view of `POST /oauth/token`."""

    def __init__(self, roster: Backend, access: Access, signer: Signer, limits: Limits) -> None:
        self._roster, self._access, self._signer, self._limits = roster, access, signer, limits

    def __call__(self) -> Response:
        """A token for whoever proves to be a client, or a problem with `error` and `error_description`."""
        try:
            return self._issue()
        except Refused as refused:
            return _refusal(refused.code, refused.error)

    def _issue(self) -> Response:
        request = tracing.current()
        form = _form(request)
        client_id, secret = _credentials(request, form)
        if form.get("grant_type", "") != GRANT_TYPE:
            code = "unsupported_grant_type" if form.get("grant_type") else "invalid_request"
            raise Refused(code, Malformed(f"grant_type must be {GRANT_TYPE}."))
        scopes = _scopes(form.get("scope", ""))
        party = self._authenticate(client_id, secret)
        request.party_id = party.id
        claims = {"sub": party.id, "kind": KIND_NAMES[party.kind], "client": client_id, "scopes": scopes}
        token = self._signer.sign(ACCESS_TOKEN, AUDIENCE, claims, TOKEN_SECONDS)
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return Response(
            orjson.dumps({**answer, "scope": " ".join(scopes)}), headers=NO_STORE, content_type=JSON
        )

    def _authenticate(self, client_id: str, secret: str) -> roster_pb2.Party:
        """The party of right credentials, unless too many wrong ones came before."""
        given = (tracing.current().environ["REMOTE_ADDR"], client_id, secret)
        self._limits.require_secrets_left(*given)
        try:
            party = self._ask(client_id, secret)
        except Refused as refused:
            if refused.code == "invalid_client":
                self._limits.note_secret(*given, right=False)
            raise
        self._limits.note_secret(*given, right=True)
        return party

    def _ask(self, client_id: str, secret: str) -> roster_pb2.Party:
        question = roster_pb2.AuthenticateRequest(client_id=client_id, client_secret=secret)
        request_id = tracing.current().request_id
        try:
            party: roster_pb2.Party = self._roster.call(
                AUTHENTICATE, question, assertion=self._access.own_assertion(), request_id=request_id
            )
        except Unauthenticated as error:
            raise Refused("invalid_client", error) from error
        except CallboardError as error:
            code = "temporarily_unavailable" if error.http_status == 503 else "invalid_request"
            raise Refused("server_error" if error.http_status == 500 else code, error) from error
        return party


def _refusal(code: str, error: CallboardError) -> Response:
    response = problem(error, {"error": code, "error_description": error.detail})
    response.headers.update(NO_STORE)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Basic realm="callboard", charset="UTF-8"'
    return response


def _form(asking: Request) -> dict[str, str]:
    if asking.mimetype != FORM:
        raise Refused("invalid_request", Malformed(f"The body must be a form: Content-Type: {FORM}."))
    try:
        pairs = parse_pairs(bodies.read(asking, LARGEST_FORM))
    except CallboardError as error:
        raise Refused("invalid_request", error) from error
    if len(dict(pairs)) < len(pairs):
        raise Refused("invalid_request", Malformed("A parameter is given twice."))
    return dict(pairs)


def _credentials(asking: Request, form: dict[str, str]) -> tuple[str, str]:
    """The client's id and secret, from HTTP Basic or from the form, but not from both."""
    basic = asking.authorization
    posted = (form.get("client_id", ""), form.get("client_secret", ""))
    if "HTTP_AUTHORIZATION" not in asking.environ and all(posted):
        return posted
    if posted[1]:
        raise Refused("invalid_request", Malformed("Send the client's secret once: by Basic or in the form."))
    if basic is None or basic.type != "basic" or not basic.username or not basic.password:
        message = "Send the client id and secret by HTTP Basic."
        raise Refused("invalid_client", Unauthenticated(message))
    return basic.username, basic.password


def _scopes(asked: str) -> list[str]:
    """The scopes of the token: those asked for, or all there are; none beyond the marketplace's."""
    names = asked.split()
    unknown = [name for name in names if name not in SCOPES]
    if unknown:
        message = f"{unknown[0][:64]!r} is not a marketplace scope; there are: {', '.join(SCOPES)}."
        raise Refused("invalid_scope", Malformed(message))
    return [name for name in SCOPES if name in names or not names]
