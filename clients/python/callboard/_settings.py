"""Where to connect and as whom."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import httpx

from callboard._calls import Auth, Call
from callboard._exchange import Send
from callboard.errors import NotConfigured

TIMEOUT = httpx.Timeout(60, connect=10)
UPLOAD_TIMEOUT = httpx.Timeout(3600, connect=10)


def _user_agent() -> str:
    try:
        return f"callboard-python/{version('callboard-client')}"
    except PackageNotFoundError:
        return "callboard-python"


USER_AGENT = _user_agent()


@dataclass(frozen=True)
class Settings:
    """A gateway, a client of it, and the scopes that its tokens are narrowed to."""

    base_url: str
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ()

    def basic(self) -> str:
        """The header that proves the client; raises NotConfigured without credentials."""
        if not (self.client_id and self.client_secret):
            raise NotConfigured(
                "The client has no credentials: pass client_id and client_secret, or set CALLBOARD_CLIENT_ID "
                "and CALLBOARD_CLIENT_SECRET."
            )
        pair = f"{self.client_id}:{self.client_secret}".encode()
        return f"Basic {base64.b64encode(pair).decode()}"

    def token_call(self, scopes: Iterable[str] = ()) -> Call[Any]:
        """Asks for a token."""
        scope = " ".join(scopes or self.scopes) or None
        form = {"grant_type": "client_credentials", "scope": scope}
        return Call("POST", "/oauth/token", form=form, auth=Auth.BASIC)

    def request(self, step: Send) -> dict[str, Any]:
        """What httpx sends for a step, but for the body."""
        call = step.call
        headers = httpx.Headers({"User-Agent": USER_AGENT, "Accept": "*/*"})
        headers.update(call.headers)
        if step.authorization:
            headers["Authorization"] = step.authorization
        # Of a file that is sent in pieces; httpx knows that of bytes.
        if call.body is not None and call.body.size is not None:
            headers.setdefault("Content-Length", str(call.body.size))
        timeout = httpx.USE_CLIENT_DEFAULT if call.timeout is None else call.timeout
        url = httpx.URL(f"{self.base_url}{call.path}")
        return {
            "method": call.method,
            "url": url.copy_merge_params(call.query) if call.query else url,
            "headers": headers,
            "timeout": timeout,
        }


def settings_of(
    base_url: str | None,
    client_id: str | None,
    client_secret: str | None,
    scopes: Iterable[str],
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings from what was given and, where nothing was, the environment."""
    url = environ.get("CALLBOARD_BASE_URL", "") if base_url is None else base_url
    if not url.startswith(("http://", "https://")):
        raise NotConfigured(
            f"{url!r} is not an http or https URL: pass base_url."
            if url
            else "Where to connect is not known: pass base_url, or set CALLBOARD_BASE_URL."
        )
    return Settings(
        url.rstrip("/"),
        environ.get("CALLBOARD_CLIENT_ID", "") if client_id is None else client_id,
        environ.get("CALLBOARD_CLIENT_SECRET", "") if client_secret is None else client_secret,
        tuple(scopes),
    )
