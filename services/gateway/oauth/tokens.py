"""Access tokens (RFC 9068) for client credentials (RFC 6749), their revocation (7009), introspection (7662).

A token is accepted by its signature. That it was revoked is known to roster, which is asked for every lease,
so that no gateway serves it for longer than a lease lasts.
"""

from __future__ import annotations

import secrets
from abc import abstractmethod
from typing import Any

import orjson
from flask import Response

from protos.roster.v1 import roster_pb2
from services.gateway.access import ACCESS, AUDIENCE, TOKEN_SECONDS, Caller
from services.gateway.clients import Backend
from services.gateway.front.answer import JSON
from services.gateway.oauth.clients import (
    NO_STORE,
    ClientEndpoint,
    Clients,
    Credentials,
    Form,
    Refused,
    unanswered,
    unfit,
)
from services.gateway.requests import Request
from services.shared.access import KIND_NAMES, SCOPES
from services.shared.codes import ErrorCode
from services.shared.contracts import usable_scopes
from services.shared.errors import CallboardError, Malformed, Unauthenticated
from services.shared.tokens import ACCESS_TOKEN, Signer, Verifier

GRANT_TYPE = "client_credentials"
REVOKE = ACCESS.methods_by_name["RevokeToken"]
CHECK = ACCESS.methods_by_name["CheckToken"]


class TokenEndpoint(ClientEndpoint):
    """`POST /oauth/token`: a token for whoever proves to be a client."""

    def __init__(self, clients: Clients, signer: Signer) -> None:
        super().__init__(clients)
        self._signer = signer

    def serve(self, request: Request, form: Form, credentials: Credentials) -> Response:
        """The token, with the scopes that were asked for."""
        if form.get("grant_type", "") != GRANT_TYPE:
            code = "unsupported_grant_type" if form.get("grant_type") else "invalid_request"
            unknown = Malformed(f"grant_type must be {GRANT_TYPE}.", code=ErrorCode.GRANT_TYPE_UNSUPPORTED)
            raise Refused(code, unknown)
        asked = _scopes(form.get("scope", ""))
        party = self._clients.authenticate(request, credentials)
        kind = KIND_NAMES[party.kind]
        scopes = asked or list(usable_scopes(kind))
        claims = {"sub": party.id, "kind": kind, "client": credentials[0], "scopes": scopes}
        claims["jti"] = secrets.token_urlsafe(16)
        token = self._signer.sign(ACCESS_TOKEN, AUDIENCE, claims, TOKEN_SECONDS)
        return _said(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "scope": " ".join(scopes),
            }
        )


class _OnToken(ClientEndpoint):
    """An endpoint to which a client sends one of its tokens."""

    def __init__(self, clients: Clients, verifier: Verifier[Caller], roster: Backend) -> None:
        super().__init__(clients)
        self._verifier, self._roster = verifier, roster

    def serve(self, request: Request, form: Form, credentials: Credentials) -> Response:
        """What is answered about the token."""
        token = form.get("token", "")
        if not token:
            raise unfit("Name the token in the form: token=….")
        self._clients.authenticate(request, credentials)
        try:
            holder = self._verifier.verify(token)
        except Unauthenticated:
            return self.answer(request, None, credentials[0])
        return self.answer(request, holder, credentials[0])

    @abstractmethod
    def answer(self, request: Request, holder: Caller | None, client_id: str) -> Response:
        """The answer; `holder` is None for what is no token of this installation, or has ended."""

    def _ask(self, request: Request, method: Any, question: Any) -> Any:
        try:
            return self._roster.call(method, question, request_id=request.request_id)
        except CallboardError as error:
            raise unanswered(error) from error


class RevocationEndpoint(_OnToken):
    """`POST /oauth/revoke`: the client's token is refused from now on, everywhere within a second."""

    def answer(self, request: Request, holder: Caller | None, client_id: str) -> Response:
        """Nothing, also for what was no token any more; raises Refused for another client's."""
        if holder is not None:
            if holder.client_id != client_id:
                foreign = Malformed(
                    "The token was issued to another client.", code=ErrorCode.TOKEN_OF_ANOTHER_CLIENT
                )
                raise Refused("unauthorized_client", foreign)
            question = roster_pb2.RevokeTokenRequest(
                client_id=client_id, token_id=holder.token_id, expires_at=holder.expires_at
            )
            self._ask(request, REVOKE, question)
        return Response(status=200, headers=NO_STORE)


class IntrospectionEndpoint(_OnToken):
    """`POST /oauth/introspect`: whether the client's token is good, and what it holds."""

    def answer(self, request: Request, holder: Caller | None, client_id: str) -> Response:
        """What the token holds. Another client's is as one that there is not."""
        if holder is None or holder.client_id != client_id:
            return _said({"active": False})
        question = roster_pb2.CheckTokenRequest(client_id=client_id, token_id=holder.token_id)
        if not self._ask(request, CHECK, question).accepted:
            return _said({"active": False})
        return _said(
            {
                "active": True,
                "client_id": holder.client_id,
                "sub": holder.party_id,
                "scope": " ".join(name for name in SCOPES if name in holder.scopes),
                "token_type": "Bearer",
                "aud": AUDIENCE,
                "exp": int(holder.expires_at.timestamp()),
                "jti": holder.token_id,
            }
        )


def _said(content: dict[str, Any]) -> Response:
    return Response(orjson.dumps(content), headers=NO_STORE, content_type=JSON)


def _scopes(asked: str) -> list[str]:
    """The scopes that are asked for by name; there are none beyond the marketplace's."""
    names = asked.split()
    if asked and not names:
        # Nothing asked for means all that is of use; a name that is blank is no way to say so.
        raise _no_scope("scope names nothing; leave it out, or name scopes.")
    unknown = [name for name in names if name not in SCOPES]
    if unknown:
        raise _no_scope(f"{unknown[0][:64]!r} is not a marketplace scope; there are: {', '.join(SCOPES)}.")
    return [name for name in SCOPES if name in names]


def _no_scope(message: str) -> Refused:
    return Refused("invalid_scope", Malformed(message, code=ErrorCode.SCOPE_UNKNOWN))
