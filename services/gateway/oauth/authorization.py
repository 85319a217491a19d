"""Authorization requests (RFC 6749 §4.1.1 with RFC 7636), which Authlib validates.

A code is for the application at exactly one of its redirect URIs, and PKCE by S256 is required of everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, InvalidRequestError, OAuth2Request
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge

from protos.roster.v1 import oauth_pb2 as pb
from services.gateway.clients import Backend
from services.shared.access import SCOPES

PORTAL, PORTAL_NAME, SIGNED_IN = "portal", "Callboard", "/signed-in"
OAUTH = pb.DESCRIPTOR.services_by_name["OAuthService"]
FIND = OAUTH.methods_by_name["FindApplication"]

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Application(ClientMixin):  # type: ignore[misc]
    """An application that asks, as Authlib asks about it."""

    id: str
    name: str
    redirect_uris: frozenset[str]
    party_name: str = ""

    @property
    def is_portal(self) -> bool:
        """Whether it is part of the installation: nobody is asked whether to let it in."""
        return self.id == PORTAL

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Exactly as it is registered."""
        return redirect_uri in self.redirect_uris

    def get_default_redirect_uri(self) -> None:
        """None: it has to be named, so that a code cannot be led elsewhere."""

    def check_response_type(self, response_type: str) -> bool:
        """Codes only."""
        return response_type == "code"

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The scopes that there are, in their order; None where one is unknown, or none is asked for.

        The portal need not name any: it is to do what the person may.
        """
        names = set((scope or "").split())
        if not names and self.is_portal:
            return " ".join(SCOPES)
        known = [each for each in SCOPES if each in names]
        return " ".join(known) if known and len(known) == len(names) else None


class Applications:
    """The portal, and the applications that roster knows."""

    def __init__(self, roster: Backend, portal_url: str) -> None:
        self._roster, self._portal_url = roster, portal_url.rstrip("/")

    def find(self, client_id: str) -> Application | None:
        """The application; None where there is none."""
        if client_id == PORTAL:
            uris = frozenset({f"{self._portal_url}{SIGNED_IN}"})
            return Application(PORTAL, PORTAL_NAME, uris) if self._portal_url else None
        found = self._roster.call(FIND, pb.FindApplicationRequest(application_id=client_id[:200]))
        if not found.HasField("application"):
            return None
        known = found.application
        return Application(known.id, known.name, frozenset(known.redirect_uris), found.party_name)


@dataclass(frozen=True)
class Asked:
    """What a valid authorization request asks for."""

    application: Application
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str
    state: str


class Refused(Exception):
    """An authorization request that is not answered by a page of consent.

    `location` is where the browser is sent with the error; empty where nobody may be sent anywhere, because
    it is not certain who asks, or where to.
    """

    def __init__(self, location: str, description: str) -> None:
        super().__init__(description)
        self.location, self.description = location, description


class _Payload(BasicOAuth2Payload):  # type: ignore[misc]
    def __init__(self, pairs: Pairs) -> None:
        super().__init__(dict(pairs))
        self._datalist = {name: [value for other, value in pairs if other == name] for name, _ in pairs}


class _Challenge(CodeChallenge):  # type: ignore[misc]
    """PKCE is not left to the application, and `plain`, which hides nothing, is not there."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        super().validate_code_challenge(grant, redirect_uri)
        data = grant.request.payload.data
        if not data.get("code_challenge") or data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE is required: code_challenge, and code_challenge_method S256.")


class _Server(AuthorizationServer):  # type: ignore[misc]
    def __init__(self, applications: Applications) -> None:
        super().__init__(list(SCOPES))
        self.query_client = applications.find
        self.register_grant(AuthorizationCodeGrant, [_Challenge(required=True)])

    def create_oauth2_request(self, request: Pairs) -> OAuth2Request:
        # Which address was asked is for the front to judge; here it is a request over TLS.
        made = OAuth2Request("GET", "https://callboard.invalid/oauth/authorize")
        made.payload = _Payload(request)
        return made


class AuthorizationRequests:
    """Reads authorization requests."""

    def __init__(self, applications: Applications) -> None:
        self._server = _Server(applications)

    def read(self, pairs: Pairs, issuer: str) -> Asked:
        """What is asked for; raises Refused."""
        try:
            grant = self._server.get_consent_grant(pairs)
        except OAuth2Error as error:
            raise _refused(error, dict(pairs).get("state", ""), issuer) from error
        except ValueError as error:
            # What was to be named in the description holds characters that RFC 6749 does not let it hold.
            raise Refused("", "A parameter holds characters that it cannot hold.") from error
        request = grant.request
        return Asked(
            application=request.client,
            redirect_uri=grant.redirect_uri,
            scopes=tuple(request.scope.split()),
            challenge=request.payload.data["code_challenge"],
            state=request.payload.state or "",
        )


def _refused(error: OAuth2Error, state: str, issuer: str) -> Refused:
    description = error.get_error_description() or error.error
    if not error.redirect_uri:
        return Refused("", description)
    said = [("error", error.error), ("error_description", description)]
    return Refused(answered(error.redirect_uri, said, state, issuer), description)


def answered(redirect_uri: str, said: Iterable[tuple[str, str]], state: str, issuer: str) -> str:
    """Where a browser is sent with an answer, which says who gives it (RFC 9207)."""
    pairs = [*said, *([("state", state)] if state else []), ("iss", issuer)]
    return str(add_params_to_uri(redirect_uri, pairs))


def origin_of(uri: str) -> str:
    """Where a browser ends up that is sent there: scheme, name and port."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}"
