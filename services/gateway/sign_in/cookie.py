"""What a browser holds: a cookie, which is its sign-in, and before that a random text."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Response

from services.gateway.requests import Request
from services.shared.clock import Clock
from services.shared.tokens import Signer

NAME = "callboard_sign_in"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
COOKIE_SECONDS = 90 * 86_400
SEALED_SECONDS = 300
"""How long somebody may look for the code of her second factor."""

_VALUE = re.compile(r"(?:se_[0-9a-f]{32}|new)\.[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Held:
    """What the browser has shown, or gets with the answer."""

    value: str
    is_new: bool = False

    @property
    def session_id(self) -> str:
        """The sign-in that it names; empty where nobody has signed in."""
        named, _, _ = self.value.partition(".")
        return "" if named == "new" else named

    @property
    def secret(self) -> str:
        """What proves it."""
        return self.value.partition(".")[2]


class Cookies:
    """The cookie of an installation. `base_url` is how browsers reach it; without, what they ask by."""

    def __init__(self, signer: Signer, clock: Clock, base_url: str) -> None:
        self._key, self._base_url = signer.derived_key("sign-in forms"), base_url
        self._clock = clock
        self._sealing = AESGCM(signer.derived_key("sign-in steps"))

    def origin(self, request: Request) -> str:
        """Scheme, name and port by which this installation is reached: its issuer."""
        return (self._base_url or request.host_url).rstrip("/")

    def is_secure(self, request: Request) -> bool:
        """Whether the cookie is bound to TLS: always, but on the machine itself."""
        parts = urlsplit(self.origin(request))
        return parts.scheme == "https" or parts.hostname not in LOOPBACK

    def name(self, request: Request) -> str:
        """With the prefix by which no other host of the domain can set it, where TLS allows it."""
        return f"__Host-{NAME}" if self.is_secure(request) else NAME

    def read(self, request: Request) -> Held:
        """What the browser has shown; a new value where that is nothing, or nothing of ours."""
        value = request.cookies.get(self.name(request), "")
        return Held(value) if _VALUE.fullmatch(value) else self.fresh()

    def fresh(self) -> Held:
        """What a browser gets before anybody has signed in, and afterwards."""
        return Held(f"new.{secrets.token_urlsafe(32)}", is_new=True)

    def write(self, request: Request, response: Response, held: Held) -> None:
        """Gives the browser its cookie."""
        response.set_cookie(
            self.name(request),
            held.value,
            max_age=COOKIE_SECONDS if held.session_id else None,
            path="/",
            secure=self.is_secure(request),
            httponly=True,
            samesite="Lax",
        )

    def token(self, held: Held) -> str:
        """What a form carries to show that it was made for this browser."""
        digest = hmac.new(self._key, held.value.encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def is_token(self, held: Held, token: str) -> bool:
        """Whether a form was made for this browser."""
        return not held.is_new and hmac.compare_digest(self.token(held).encode(), token.encode())

    def seal(self, held: Held, content: dict[str, str]) -> str:
        """What a form carries to the next step, which only this browser can use, and nobody can read."""
        nonce, until = secrets.token_bytes(12), self._clock.now().timestamp() + SEALED_SECONDS
        plain = json.dumps({**content, "until": until}).encode()
        return urlsafe_b64encode(nonce + self._sealing.encrypt(nonce, plain, held.value.encode())).decode()

    def open(self, held: Held, sealed: str) -> dict[str, Any] | None:
        """The content; None where it was not sealed for this browser, or too long ago."""
        try:
            raw = urlsafe_b64decode(sealed)
            content = json.loads(self._sealing.decrypt(raw[:12], raw[12:], held.value.encode()))
        except (InvalidTag, ValueError):
            return None
        return dict(content) if content["until"] > self._clock.now().timestamp() else None
