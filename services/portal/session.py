"""Who is signed in: the tokens in the cookie, and their renewal."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from cachetools import TTLCache

from callboard.errors import ApiError
from services.portal.gateway import Gateway
from services.portal.vault import Vault
from services.shared.clock import Clock

USE = "session"
RENEW_BEFORE = 60.0
"""Seconds before the end of an access token at which it is renewed."""

KEPT_SECONDS = 30
"""How long a renewed session is remembered for requests that still carry the one before."""


@dataclass(frozen=True)
class Session:
    """A signed-in person: `ends_at` is when the access token ends, in seconds since the epoch."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    ends_at: float
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)

    def renewed(self, token: Mapping[str, Any], now: float) -> Session:
        """The same session with the token that the gateway has answered."""
        return replace(
            self,
            access=str(token["access_token"]),
            refresh=str(token.get("refresh_token") or self.refresh),
            ends_at=now + float(token.get("expires_in", 0)),
        )

    @classmethod
    def begun(cls, token: Mapping[str, Any], now: float) -> Session:
        """A new one."""
        return cls("", "", 0).renewed(token, now)


class Sessions:
    """Reads and writes sessions, and renews them, each refresh token being used once by this process."""

    def __init__(self, vault: Vault, gateway: Gateway, clock: Clock) -> None:
        self._vault, self._gateway, self._clock = vault, gateway, clock
        self._guard = threading.Lock()
        self._locks: TTLCache[str, threading.Lock] = TTLCache(4096, 2 * KEPT_SECONDS, clock.monotonic)
        self._renewed: TTLCache[str, Session] = TTLCache(4096, KEPT_SECONDS, clock.monotonic)

    def read(self, cookie: str) -> Session | None:
        """The session of a cookie, whether or not its token still holds; None where there is none."""
        content = self._vault.open(USE, cookie)
        if content is None:
            return None
        content.pop("use")
        try:
            return Session(**content)
        except TypeError:
            return None

    def write(self, session: Session) -> str:
        """The cookie."""
        return self._vault.seal(USE, asdict(session))

    def current(self, session: Session) -> Session | None:
        """The session with a token that holds; None where it has ended.

        Raises CallboardError where the gateway does not answer and the token has ended.
        """
        now = self._clock.now().timestamp()
        if now < session.ends_at - RENEW_BEFORE:
            return session
        if not session.refresh:
            return session if now < session.ends_at else None
        with self._lock(session.id):
            known = self._renewed.get(session.refresh)
            return known or self._renew(session, now)

    def _renew(self, session: Session, now: float) -> Session | None:
        try:
            token = self._gateway.refreshed(session.refresh)
        except ApiError as error:
            if error.status in (400, 401, 403):
                return None
            raise
        renewed = session.renewed(token, now)
        with self._guard:
            self._renewed[session.refresh] = renewed
        return renewed

    def _lock(self, session_id: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(session_id, threading.Lock())
