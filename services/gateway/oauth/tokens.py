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
from services.gateway.oauth.grants import GRANTS_OF_PEOPLE, Grants, is_refresh_token
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

    def __init__(self, clients: Clients, signer: Signer, grants: Grants) -> None:
        super().__init__(clients)
        self._signer, self._grants = signer, grants

    def may_be_public(self, form: Form) -> bool:
        """Applications that cannot keep a secret prove themselves by PKCE, and by their refresh tokens."""
        return form.get("grant_type") in GRANTS_OF_PEOPLE

    def serve(self, request: Request, form: Form, credentials: Credentials) -> Response:
        """The token, with the scopes that were asked for, or that a person has let the application have."""
        if form.get("grant_type", "") in GRANTS_OF_PEOPLE:
            claims, refresh_token = self._grants.granted(request, form, credentials)
            return self._token(claims, {"refresh_token": refresh_token})
        if form.get("grant_type", "") != GRANT_TYPE:
            code = "unsupported_grant_type" if form.get("grant_type") else "invalid_request"
            known = ", ".join((GRANT_TYPE, *GRANTS_OF_PEOPLE))
            unknown = Malformed(f"grant_type must be one of {known}.", code=ErrorCode.GRANT_TYPE_UNSUPPORTED)
            raise Refused(code, unknown)
        asked = _scopes(form.get("scope", ""))
        party = self._clients.authenticate(request, credentials)
        kind = KIND_NAMES[party.kind]
        scopes = asked or list(usable_scopes(kind))
        return self._token({"sub": party.id, "kind": kind, "client": credentials[0], "scopes": scopes}, {})

    def _token(self, claims: dict[str, Any], more: dict[str, str]) -> Response:
        claims = {**claims, "jti": secrets.token_urlsafe(16)}
        token = self._signer.sign(ACCESS_TOKEN, AUDIENCE, claims, TOKEN_SECONDS)
        return _said(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": TOKEN_SECONDS,
                "scope": " ".join(claims["scopes"]),
                **more,
            }
        )


class _OnToken(ClientEndpoint):
    """An endpoint to which a client sends one of its tokens."""

    def __init__(self, clients: Clients, verifier: Verifier[Caller], roster: Backend, grants: Grants) -> None:
        super().__init__(clients)
        self._verifier, self._roster, self._grants = verifier, roster, grants

    def may_be_public(self, form: Form) -> bool:
        """Applications without a secret have tokens, too."""
        return self._grants.is_application(form.get("client_id", "")) and not form.get("client_secret")

    def serve(self, request: Request, form: Form, credentials: Credentials) -> Response:
        """What is answered about the token."""
        token = form.get("token", "")
        if not token:
            raise unfit("Name the token in the form: token=….")
        if self._grants.is_application(credentials[0]):
            self._grants.prove(request, credentials)
        else:
            self._clients.authenticate(request, credentials)
        if is_refresh_token(token):
            return self.answer_refresh_token(request, token, credentials)
        try:
            holder = self._verifier.verify(token)
        except Unauthenticated:
            return self.answer(request, None, credentials)
        return self.answer(request, holder, credentials)

    @abstractmethod
    def answer_refresh_token(self, request: Request, token: str, credentials: Credentials) -> Response:
        """The answer about what looks like a refresh token."""

    @abstractmethod
    def answer(self, request: Request, holder: Caller | None, credentials: Credentials) -> Response:
        """The answer; `holder` is None for what is no token of this installation, or has ended."""

    def _ask(self, request: Request, method: Any, question: Any) -> Any:
        try:
            return self._roster.call(method, question, request_id=request.request_id)
        except CallboardError as error:
            raise unanswered(error) from error


class RevocationEndpoint(_OnToken):
    """`POST /oauth/revoke`: the client's token is refused from now on, everywhere within a second.

    With a token of a person ends the session that it belongs to.
    """

    def answer_refresh_token(self, request: Request, token: str, credentials: Credentials) -> Response:
        """Nothing, also for what was no token any more, or another application's."""
        self._grants.end(request, "", token, credentials)
        return Response(status=200, headers=NO_STORE)

    def answer(self, request: Request, holder: Caller | None, credentials: Credentials) -> Response:
        """Nothing, also for what was no token any more; raises Refused for another client's."""
        if holder is not None:
            if holder.client_id != credentials[0]:
                foreign = Malformed(
                    "The token was issued to another client.", code=ErrorCode.TOKEN_OF_ANOTHER_CLIENT
                )
                raise Refused("unauthorized_client", foreign)
            if holder.session_id:
                self._grants.end(request, holder.session_id, "", credentials)
                return Response(status=200, headers=NO_STORE)
            question = roster_pb2.RevokeTokenRequest(
                client_id=holder.client_id, token_id=holder.token_id, expires_at=holder.expires_at
            )
            self._ask(request, REVOKE, question)
        return Response(status=200, headers=NO_STORE)


class IntrospectionEndpoint(_OnToken):
    """`POST /oauth/introspect`: whether the client's token is good, and what it holds."""

    def answer_refresh_token(self, request: Request, token: str, credentials: Credentials) -> Response:
        """Nothing is said of refresh tokens, which are to be shown to nobody but the token endpoint."""
        return _said({"active": False})

    def answer(self, request: Request, holder: Caller | None, credentials: Credentials) -> Response:
        """What the token holds. Another client's is as one that there is not."""
        if holder is None or holder.client_id != credentials[0]:
            return _said({"active": False})
        if not self._is_accepted(request, holder):
            return _said({"active": False})
        person = {"person": holder.person_id, "session": holder.session_id} if holder.person_id else {}
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
                **person,
            }
        )

    def _is_accepted(self, request: Request, holder: Caller) -> bool:
        if holder.session_id:
            return self._grants.is_open(request, holder.session_id, holder.person_id)
        question = roster_pb2.CheckTokenRequest(client_id=holder.client_id, token_id=holder.token_id)
        return bool(self._ask(request, CHECK, question).accepted)


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
