"""Signed tokens (JWT; EdDSA over Ed25519, named as in RFC 9864): access tokens, and assertions of services.

Access tokens are for callers from outside, assertions for calls between services. A token's `typ` header
and audience are part of what is verified, so that one kind never passes for the other (RFC 8725 §3.11,
RFC 9068 §2.1). Only Ed25519 is accepted, whatever a token says of itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from cachetools import LRUCache
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from services.shared.clock import Clock
from services.shared.errors import Unauthenticated

ALGORITHM = "Ed25519"
ACCESS_TOKEN = "at+jwt"  # noqa: S105 (the media type of RFC 9068, no secret)
ASSERTION = "callboard-assertion+jwt"
LARGEST_TOKEN = 16_384

T = TypeVar("T")


class Signer:
    """Signs in the name of one service of the installation."""

    def __init__(self, issuer: str, key_file: Path, clock: Clock) -> None:
        self.issuer = issuer
        self._key = OKPKey.import_key(key_file.read_bytes())
        self._clock = clock

    def sign(self, kind: str, audience: str, claims: dict[str, Any], seconds: int) -> str:
        """A token of `kind` for `audience` with `claims`, good for so many seconds from now."""
        now = int(self._clock.now().timestamp())
        stamped = {**claims, "iss": self.issuer, "aud": audience, "iat": now, "exp": now + seconds}
        header = {"alg": ALGORITHM, "typ": kind, "kid": self.issuer}
        return jwt.encode(header, stamped, self._key, algorithms=[ALGORITHM])


class Verifier(Generic[T]):
    """Believes tokens of the trusted issuers for one audience. Remembers what it has verified.

    `read` makes of a token's claims what its user works with; it is done once a token.
    """

    def __init__(
        self, kind: str, audience: str, keys_dir: Path, clock: Clock, read: Callable[[dict[str, Any]], T]
    ) -> None:
        suffix = ".pub.pem"
        files = sorted(keys_dir.glob(f"*{suffix}"))
        self._keys = {file.name.removesuffix(suffix): OKPKey.import_key(file.read_bytes()) for file in files}
        self._kind, self._audience, self._clock, self._read = kind, audience, clock, read
        self._seen: LRUCache[str, tuple[int, T]] = LRUCache(4096)
        self._lock = threading.Lock()

    def verify(self, token: str) -> T:
        """What `token` says; raises Unauthenticated where anything about it does not hold."""
        with self._lock:
            seen = self._seen.get(token)
        if seen is None:
            claims = self._decode(token)
            seen = (claims["exp"], self._read(claims))
            with self._lock:
                self._seen[token] = seen
        expires, said = seen
        if expires <= self._clock.now().timestamp():
            raise Unauthenticated("The token has expired; ask for a new one.")
        return said

    def _decode(self, token: str) -> dict[str, Any]:
        refused = Unauthenticated("The token is not valid here; ask for one at /oauth/token.")
        if len(token) > LARGEST_TOKEN:
            raise refused
        try:
            decoded = jwt.decode(token, self._key_of, algorithms=[ALGORITHM])
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise refused from error
        claims = dict(decoded.claims)
        named = (decoded.header.get("typ"), claims.get("aud"), claims.get("iss"))
        timed = isinstance(claims.get("exp"), int)
        if named != (self._kind, self._audience, decoded.header.get("kid")) or not timed:
            raise refused
        return claims

    def _key_of(self, token: Any) -> OKPKey:
        return self._keys[str(token.headers().get("kid"))]
