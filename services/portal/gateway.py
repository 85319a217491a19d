"""The gateway, as the portal uses it: a client for each session, and the tokens of people."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlencode

import httpx

from callboard import AsyncClient, Client, Retry

CLIENT_ID = "portal"
"""The portal as the authorization server knows it: a public client, which proves itself by PKCE."""


class Hasty(Retry):
    """Somebody looks at an empty page meanwhile: what was too slow once is not asked again."""

    def pause(self, call: Any, outcome: Any, attempt: int) -> float | None:
        """Seconds until the next attempt; None where there is none."""
        slow = isinstance(outcome, httpx.ReadTimeout | httpx.PoolTimeout)
        return None if slow else super().pause(call, outcome, attempt)


RETRY = Hasty(attempts=2, first=0.1, longest=1.0)
LIVE_RETRY = Retry(first=0.5, longest=5.0)
"""Somebody waits for what has happened meanwhile."""

FORM = "application/x-www-form-urlencoded"


class Gateway:
    """Where the gateway is for this process (`url`) and for browsers (`public_url`)."""

    def __init__(self, url: str, public_url: str, base_url: str, http: httpx.Client) -> None:
        self.url, self.public_url = url, public_url
        self._http = http
        # One connection serves many people: it must remember nothing of any of them.
        http.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self._redirect_uri = f"{base_url}/signed-in"

    def client(self, access_token: str) -> Client:
        """The API for whoever has this token."""
        return Client(self.url, "", "", access_token=access_token, retry=RETRY, http=self._http)

    def live_client(self, access_token: str, http: httpx.AsyncClient) -> AsyncClient:
        """The same for streams of events."""
        return AsyncClient(self.url, "", "", access_token=access_token, retry=LIVE_RETRY, http=http)

    def authorization_url(self, state: str, challenge: str, language: str) -> str:
        """Where a browser goes to sign in."""
        asked = {
            "client_id": CLIENT_ID,
            "response_type": "code",
            "redirect_uri": self._redirect_uri,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        return f"{self.public_url}/oauth/authorize?{urlencode(asked)}"

    def exchanged(self, code: str, verifier: str) -> Mapping[str, Any]:
        """The tokens for a code; raises CallboardError."""
        return self._form(
            "/oauth/token",
            grant_type="authorization_code",
            code=code,
            redirect_uri=self._redirect_uri,
            code_verifier=verifier,
        )

    def refreshed(self, refresh_token: str) -> Mapping[str, Any]:
        """The next tokens; raises CallboardError."""
        return self._form("/oauth/token", grant_type="refresh_token", refresh_token=refresh_token)

    def revoke(self, token: str) -> None:
        """Ends a token, and with a refresh token its whole family; raises CallboardError."""
        self._form("/oauth/revoke", token=token)

    def _form(self, path: str, **fields: str) -> Mapping[str, Any]:
        body = urlencode({"client_id": CLIENT_ID, **fields}).encode()
        response = self.client("").request(
            "POST", path, content=body, media_type=FORM, public=True, idempotency_key=""
        )
        answer = response.json() if response.content else {}
        return answer if isinstance(answer, dict) else {}
