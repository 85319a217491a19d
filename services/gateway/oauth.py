"""Access tokens (RFC 9068) for client credentials (RFC 6749 §4.4), and the installation's public keys."""

from __future__ import annotations

from collections.abc import Callable

import orjson
from flask import Request, Response

from protos.roster.v1 import roster_pb2
from services.gateway import bodies, requests
from services.gateway.access import ACCESS, AUDIENCE, TOKEN_SECONDS
from services.gateway.answers import JSON
from services.gateway.clients import Backend
from services.gateway.errors import problem
from services.gateway.front.limits import Limits
from services.gateway.transcode.requests import parse_pairs
from services.shared.access import KIND_NAMES, SCOPES
from services.shared.codes import ErrorCode
from services.shared.contracts import usable_scopes
from services.shared.errors import CallboardError, Forbidden, Malformed, Unauthenticated
from services.shared.tokens import ACCESS_TOKEN, ALGORITHM, KeyRing, Signer

LARGEST_FORM = 64 << 10
GRANT_TYPE = "client_credentials"
FORM = "application/x-www-form-urlencoded"
AUTHENTICATE = ACCESS.methods_by_name["Authenticate"]
KEY_SET = "application/jwk-set+json"
BRIEFLY = {"Cache-Control": "public, max-age=60"}
NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Refused(Exception):
    """A refusal with the `error` code that RFC 6749 §5.2 gives it."""

    def __init__(self, code: str, error: CallboardError) -> None:
        super().__init__(code)
        self.code, self.error = code, error


class TokenEndpoint:
    """The view of `POST /oauth/token`."""

    def __init__(self, roster: Backend, signer: Signer, limits: Limits) -> None:
        self._roster, self._signer, self._limits = roster, signer, limits

    def __call__(self) -> Response:
        """A token for whoever proves to be a client, or a problem with `error` and `error_description`."""
        try:
            return self._issue()
        except Refused as refused:
            return _refusal(refused.code, refused.error)

    def _issue(self) -> Response:
        request = requests.current()
        form = _form(request)
        client_id, secret = _credentials(request, form)
        if form.get("grant_type", "") != GRANT_TYPE:
            code = "unsupported_grant_type" if form.get("grant_type") else "invalid_request"
            raise Refused(
                code, Malformed(f"grant_type must be {GRANT_TYPE}.", code=ErrorCode.GRANT_TYPE_UNSUPPORTED)
            )
        asked = _scopes(form.get("scope", ""))
        party = self._authenticate(client_id, secret)
        request.party_id, kind = party.id, KIND_NAMES[party.kind]
        scopes = asked or list(usable_scopes(kind))
        claims = {"sub": party.id, "kind": kind, "client": client_id, "scopes": scopes}
        token = self._signer.sign(ACCESS_TOKEN, AUDIENCE, claims, TOKEN_SECONDS)
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return Response(
            orjson.dumps({**answer, "scope": " ".join(scopes)}), headers=NO_STORE, content_type=JSON
        )

    def _authenticate(self, client_id: str, secret: str) -> roster_pb2.Party:
        """The party of right credentials, unless too many wrong ones came before."""
        given = (requests.current().environ["REMOTE_ADDR"], client_id, secret)
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
        request_id = requests.current().request_id
        try:
            party: roster_pb2.Party = self._roster.call(AUTHENTICATE, question, request_id=request_id)
        except Forbidden as error:
            raise Refused(
                "invalid_client", Unauthenticated(error.detail, code=ErrorCode.CLIENT_CREDENTIALS_INVALID)
            ) from error
        except CallboardError as error:
            code = "temporarily_unavailable" if error.http_status == 503 else "invalid_request"
            raise Refused("server_error" if error.http_status == 500 else code, error) from error
        return party


class KeySet:
    """The view of `GET /oauth/jwks`: the public keys of the installation (RFC 7517), by the issuer as `kid`.

    While a key is replaced its issuer has several. They check what the installation signs to be kept.
    """

    def __init__(self, keys: Callable[[], KeyRing]) -> None:
        self._keys = keys

    def __call__(self) -> Response:
        """The keys that are trusted now."""
        found = [
            key.as_dict(private=False, kid=issuer, use="sig", alg=ALGORITHM)
            for issuer, keys in sorted(self._keys().items())
            for key in keys
        ]
        return Response(orjson.dumps({"keys": found}), headers=BRIEFLY, content_type=KEY_SET)


def _refusal(code: str, error: CallboardError) -> Response:
    response = problem(error, requests.current(), {"error": code, "error_description": error.detail})
    response.headers.update(NO_STORE)
    if isinstance(error, Unauthenticated):
        response.headers["WWW-Authenticate"] = 'Basic realm="callboard", charset="UTF-8"'
    return response


def _form(asking: Request) -> dict[str, str]:
    if asking.mimetype != FORM:
        raise Refused(
            "invalid_request",
            Malformed(
                f"The body must be a form: Content-Type: {FORM}.", code=ErrorCode.OAUTH_REQUEST_INVALID
            ),
        )
    try:
        pairs = parse_pairs(bodies.read(asking, LARGEST_FORM))
    except CallboardError as error:
        raise Refused("invalid_request", error) from error
    if len(dict(pairs)) < len(pairs):
        raise Refused(
            "invalid_request", Malformed("A parameter is given twice.", code=ErrorCode.OAUTH_REQUEST_INVALID)
        )
    return dict(pairs)


def _credentials(asking: Request, form: dict[str, str]) -> tuple[str, str]:
    """The client's id and secret, from HTTP Basic or from the form, but not from both."""
    basic = asking.authorization
    posted = (form.get("client_id", ""), form.get("client_secret", ""))
    if "HTTP_AUTHORIZATION" not in asking.environ and all(posted):
        return posted
    if posted[1]:
        raise Refused(
            "invalid_request",
            Malformed(
                "Send the client's secret once: by Basic or in the form.",
                code=ErrorCode.OAUTH_REQUEST_INVALID,
            ),
        )
    if basic is None or basic.type != "basic" or not basic.username or not basic.password:
        message = "Send the client id and secret by HTTP Basic."
        raise Refused("invalid_client", Unauthenticated(message, code=ErrorCode.CLIENT_CREDENTIALS_INVALID))
    return basic.username, basic.password


def _scopes(asked: str) -> list[str]:
    """The scopes that are asked for by name; there are none beyond the marketplace's."""
    names = asked.split()
    if asked and not names:
        # Nothing asked for means all that is of use; a name that is blank is no way to say so.
        raise Refused(
            "invalid_scope",
            Malformed("scope names nothing; leave it out, or name scopes.", code=ErrorCode.SCOPE_UNKNOWN),
        )
    unknown = [name for name in names if name not in SCOPES]
    if unknown:
        message = f"{unknown[0][:64]!r} is not a marketplace scope; there are: {', '.join(SCOPES)}."
        raise Refused("invalid_scope", Malformed(message, code=ErrorCode.SCOPE_UNKNOWN))
    return [name for name in SCOPES if name in names]
