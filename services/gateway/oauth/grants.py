"""Tokens of people: for the code of an application that was let in, and for a refresh token (RFC 6749)."""

from __future__ import annotations

import secrets
from typing import Any

from protos.roster.v1 import oauth_pb2 as pb
from services.gateway.clients import Backend
from services.gateway.front.limits import Limits
from services.gateway.oauth.authorization import OAUTH, PORTAL
from services.gateway.oauth.clients import Credentials, Form, Refused, unanswered, unfit
from services.gateway.requests import Request
from services.shared.access import KIND_NAMES, SCOPE_NAMES
from services.shared.codes import ErrorCode
from services.shared.errors import CallboardError, Malformed, Unauthenticated

CODE, REFRESH = "authorization_code", "refresh_token"
GRANTS_OF_PEOPLE = (CODE, REFRESH)
LONGEST = 2000

_WHY = {
    pb.GRANT_OUTCOME_REFUSED: "It is unknown or over, or was given to another application or redirect_uri.",
    pb.GRANT_OUTCOME_REUSED: "It was used before. The session has been ended.",
}


def is_refresh_token(token: str) -> bool:
    """Whether it looks like a refresh token, and not like a JWT, whose first part is base64url of `{"`."""
    return token.startswith("rt.")


class Grants:
    """Exchanges codes and refresh tokens, which roster knows."""

    def __init__(self, roster: Backend, limits: Limits) -> None:
        self._roster, self._limits = roster, limits

    def granted(self, request: Request, form: Form, credentials: Credentials) -> tuple[dict[str, Any], str]:
        """The claims of the access token, and the next refresh token; raises Refused, and TooManyRequests."""
        asking = self._exchange if form["grant_type"] == CODE else self._refresh
        self._require_tries_left(request, credentials)
        grant = asking(request, form, credentials)
        if grant.outcome == pb.GRANT_OUTCOME_GRANTED:
            request.party_id = grant.party_id
            self._limits.note_issued(grant.refresh_token)
            return _claims(grant, credentials[0], form), grant.refresh_token
        if grant.outcome == pb.GRANT_OUTCOME_CLIENT_REFUSED:
            raise self._unknown(request, credentials)
        why = _WHY.get(grant.outcome, _WHY[pb.GRANT_OUTCOME_REFUSED])
        raise Refused("invalid_grant", Malformed(why, code=ErrorCode.GRANT_INVALID))

    def _exchange(self, request: Request, form: Form, credentials: Credentials) -> Any:
        named = {name: _needed(form, name) for name in ("code", "redirect_uri", "code_verifier")}
        question = pb.ExchangeCodeRequest(
            client_id=credentials[0],
            client_secret=credentials[1],
            address=request.environ["REMOTE_ADDR"],
            user_agent=request.headers.get("User-Agent", "")[:500],
            **named,
        )
        return self._ask("ExchangeCode", question, request, key=secrets.token_hex(16))

    def _refresh(self, request: Request, form: Form, credentials: Credentials) -> Any:
        token = _needed(form, "refresh_token")
        named = {"client_id": credentials[0], "client_secret": credentials[1], "refresh_token": token}
        return self._ask("RefreshToken", pb.RefreshTokenRequest(**named), request)

    def _ask(self, rpc: str, question: Any, request: Request, key: str = "") -> Any:
        method = OAUTH.methods_by_name[rpc]
        try:
            return self._roster.call(method, question, request_id=request.request_id, idempotency_key=key)
        except CallboardError as error:
            raise unanswered(error) from error

    def is_application(self, client_id: str) -> bool:
        """Whether the client is an application, which roster does not know as a party's."""
        return client_id == PORTAL or client_id.startswith("app_")

    def prove(self, request: Request, credentials: Credentials) -> None:
        """Raises Refused unless the secret is the application's, or it has none."""
        if credentials == (PORTAL, ""):
            return
        self._require_tries_left(request, credentials)
        question = pb.FindApplicationRequest(application_id=credentials[0], client_secret=credentials[1])
        if not self._ask("FindApplication", question, request).proved:
            raise self._unknown(request, credentials)

    def _require_tries_left(self, request: Request, credentials: Credentials) -> None:
        """Raises TooManyRequests where too many secrets were wrong.

        What an application without one shows are 256 random bits, which nobody guesses; and the portal shows
        those of everybody from one address, so that counting them would have one person keep out all others.
        """
        if credentials[1]:
            self._limits.require_secrets_left(request.environ["REMOTE_ADDR"], *credentials)

    def _unknown(self, request: Request, credentials: Credentials) -> Refused:
        if credentials[1]:
            self._limits.note_secret(request.environ["REMOTE_ADDR"], *credentials, right=False)
        code = ErrorCode.CLIENT_CREDENTIALS_INVALID
        message = "There is no such application, or the secret is another one."
        return Refused("invalid_client", Unauthenticated(message, code=code))

    def end(self, request: Request, session_id: str, refresh_token: str, credentials: Credentials) -> None:
        """Ends the session of a token, where it is the application's."""
        self._ask(
            "EndSession",
            pb.EndSessionRequest(
                session_id=session_id,
                refresh_token=refresh_token,
                client_id=credentials[0],
                client_secret=credentials[1],
            ),
            request,
        )

    def is_open(self, request: Request, session_id: str, person_id: str) -> bool:
        """Whether the session of a token is open."""
        question = pb.CheckSessionRequest(session_id=session_id, person_id=person_id)
        return bool(self._ask("CheckSession", question, request).open)


def _needed(form: Form, name: str) -> str:
    value = form.get(name, "")
    if not value or len(value) > LONGEST:
        raise unfit(f"{name} is required.")
    return value


def _claims(grant: pb.GrantResponse, client_id: str, form: Form) -> dict[str, Any]:
    """The claims; fewer scopes, where fewer are asked for with a refresh token, and never more."""
    scopes = [SCOPE_NAMES[each] for each in grant.scopes if each in SCOPE_NAMES]
    if form["grant_type"] == REFRESH and form.get("scope"):
        scopes = [each for each in scopes if each in form["scope"].split()]
    return {
        "sub": grant.party_id,
        "kind": KIND_NAMES[grant.party_kind],
        "client": client_id,
        "scopes": scopes,
        "person": grant.person_id,
        "session": grant.session_id,
    }
