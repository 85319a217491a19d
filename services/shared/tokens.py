"""Signed tokens (JWT; EdDSA over Ed25519, named as in RFC 9864): access tokens, and assertions of services.

Access tokens are for callers from outside, assertions for calls between services. A token's `typ` header
and audience are part of what is verified, so that one kind never passes for the other (RFC 8725 §3.11,
RFC 9068 §2.1). Only Ed25519 is accepted, whatever a token says of itself.
"""

from __future__ import annotations

import base64
import json
import math
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from cachetools import LRUCache
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jws, jwt
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import OKPKey

from services.shared import logs
from services.shared.access import CLOCK_SKEW_SECONDS
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import Unauthenticated
from services.shared.hashchain import canonical_json

ALGORITHM = "Ed25519"
ACCESS_TOKEN = "at+jwt"  # noqa: S105 (the media type of RFC 9068, no secret)
ASSERTION = "callboard-assertion+jwt"
RECEIPT = "callboard-receipt+jwt"
LARGEST_TOKEN = 16_384
RELOAD_SECONDS = 5.0
"""How long it may take until a changed file of a trusted key is noticed."""

_SUFFIX = ".pub.pem"
_PEM = re.compile(rb"-----BEGIN [A-Z ]+-----.+?-----END [A-Z ]+-----", re.DOTALL)

log = logs.logger()

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
        return self._sign(kind, {**claims, "aud": audience, "iat": now, "exp": now + seconds})

    def sign_until(self, kind: str, audience: str, claims: dict[str, Any], until: datetime) -> str:
        """A token that is good until a moment, to the millisecond."""
        times = {"iat": self._clock.now().timestamp(), "exp": until.timestamp()}
        return self._sign(kind, {**claims, "aud": audience, **times})

    def derived_key(self, purpose: str) -> bytes:
        """256 bits for another purpose than signing, from which nothing follows about the key (RFC 5869)."""
        kdf = HKDF(hashes.SHA256(), 32, None, f"callboard {self.issuer} {purpose}".encode())
        return kdf.derive(base64.urlsafe_b64decode(f"{self._key.as_dict(private=True)['d']}=="))

    def later(self, seconds: float) -> datetime:
        """The moment in so many seconds."""
        return self._clock.now() + timedelta(seconds=seconds)

    def _sign(self, kind: str, claims: dict[str, Any]) -> str:
        stamped = {**claims, "iss": self.issuer}
        header = {"alg": ALGORITHM, "typ": kind, "kid": self.issuer}
        return jwt.encode(header, stamped, self._key, algorithms=[ALGORITHM])

    def attest(self, kind: str, content: Mapping[str, Any]) -> str:
        """`content` signed for good, as a compact JWS of `kind`: a statement to be kept, not a credential.

        It has no audience and no end, so that a `Verifier` never accepts it.
        """
        header = {"alg": ALGORITHM, "typ": kind, "kid": self.issuer}
        return jws.serialize_compact(header, canonical_json(content), self._key, algorithms=[ALGORITHM])


def attested(statement: str, kind: str, keys: Iterable[OKPKey]) -> dict[str, Any]:
    """What `Signer.attest` signed with one of `keys`; raises ValueError for anything else."""
    for key in keys if _is_exact(statement) else ():
        try:
            found = jws.deserialize_compact(statement, key, algorithms=[ALGORITHM])
        except (JoseError, ValueError):
            continue
        if found.headers().get("typ") == kind:
            return dict(json.loads(found.payload))
    raise ValueError("The signature is not one of this installation's, or it stands under something else.")


def _is_exact(statement: str) -> bool:
    """Whether the signature is written as it must be: decoders overlook bits and letters too many.

    Header and content are signed as they are written.
    """
    signature = statement.rpartition(".")[2]
    try:
        decoded = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except ValueError:
        return False
    return base64.urlsafe_b64encode(decoded).decode().rstrip("=") == signature


KeyRing = Mapping[str, tuple[OKPKey, ...]]
"""The public keys of each trusted issuer."""


class TrustedKeys:
    """The public keys in a folder, one file `<issuer>.pub.pem` for each issuer.

    A file may hold several keys, one PEM block after the other: while a key is replaced, tokens signed
    with the old and with the new one are both trusted. Changed files are noticed within RELOAD_SECONDS.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self._look_again = clock.monotonic() + RELOAD_SECONDS
        self._state = _state(folder)
        self._ring = _read_keys(folder)

    def current(self) -> KeyRing:
        """The keys now; the same object until the files change. Not for several threads at once."""
        if self._clock.monotonic() >= self._look_again:
            self._look_again = self._clock.monotonic() + RELOAD_SECONDS
            self._reload()
        return self._ring

    def _reload(self) -> None:
        """Files that cannot be used, as while they are being written, leave the keys as they are."""
        try:
            state = _state(self._folder)
            if state != self._state:
                self._ring = _read_keys(self._folder)
                self._state = state
                log.info("trusted_keys_read", issuers={name: len(keys) for name, keys in self._ring.items()})
        except (JoseError, ValueError, OSError) as error:
            log.warning("trusted_keys_unusable", folder=str(self._folder), error=repr(error))


def _state(folder: Path) -> list[tuple[str, int, int]]:
    stats = ((file.name, file.stat()) for file in sorted(folder.glob(f"*{_SUFFIX}")))
    return [(name, stat.st_mtime_ns, stat.st_size) for name, stat in stats]


def _read_keys(folder: Path) -> KeyRing:
    files = sorted(folder.glob(f"*{_SUFFIX}"))
    return {file.name.removesuffix(_SUFFIX): _keys_in(file) for file in files}


def _keys_in(file: Path) -> tuple[OKPKey, ...]:
    blocks = _PEM.findall(file.read_bytes())
    if not blocks:
        raise ValueError(f"{file} holds no public key in PEM.")
    return tuple(OKPKey.import_key(block) for block in blocks)


class Verifier(Generic[T]):
    """Accepts tokens of the trusted issuers for one audience. Remembers the last `most` that it has verified.

    `read` makes of a token's claims what its user works with, and raises ValueError where they are not
    all there; it is done once a token. A token may be good for `longest` seconds, whatever it says of
    itself, and is accepted for `leeway` seconds more. Of `issuers` alone, where they are named.
    """

    def __init__(
        self,
        kind: str,
        audience: str,
        keys_dir: Path,
        clock: Clock,
        read: Callable[[dict[str, Any]], T],
        *,
        longest: float,
        leeway: float = 0.0,
        issuers: frozenset[str] | None = None,
        most: int = 4096,
    ) -> None:
        self._longest, self._leeway, self._issuers = longest, leeway, issuers
        self._trusted = TrustedKeys(keys_dir, clock)
        self._ring = self._trusted.current()
        self._kind, self._audience, self._clock, self._read = kind, audience, clock, read
        self._seen: LRUCache[str, tuple[float, T]] = LRUCache(most)
        self._lock = threading.Lock()

    def verify(self, token: str) -> T:
        """What `token` says; raises Unauthenticated where anything about it does not hold."""
        with self._lock:
            ring = self._current_ring()
            seen = self._seen.get(token)
        if seen is None:
            seen = self._decode(token, ring)
            with self._lock:
                # Where keys have changed meanwhile, it is verified with the new ones next time.
                if self._ring is ring:
                    self._seen[token] = seen
        expires, said = seen
        if expires + self._leeway <= self._clock.now().timestamp():
            raise Unauthenticated("The token has expired; ask for a new one.", code=ErrorCode.TOKEN_EXPIRED)
        return said

    def known(self, token: str) -> T | None:
        """What a token says that was verified here before and is still good; None for all others.

        Costs no cryptography, so that it can be asked where nobody may be kept waiting.
        """
        with self._lock:
            seen = self._seen.get(token)
        return seen[1] if seen and seen[0] > self._clock.now().timestamp() else None

    def keys(self) -> KeyRing:
        """The public keys of all trusted issuers."""
        with self._lock:
            return self._current_ring()

    def _current_ring(self) -> KeyRing:
        """The keys now; where they have changed, what was verified with the former ones is forgotten."""
        ring = self._trusted.current()
        if ring is not self._ring:
            self._ring = ring
            self._seen.clear()
        return ring

    def _decode(self, token: str, ring: KeyRing) -> tuple[float, T]:
        """When the token ends, and what it says."""
        refused = Unauthenticated(
            "The token is not valid here; ask for one at /oauth/token.", code=ErrorCode.TOKEN_INVALID
        )
        if len(token) > LARGEST_TOKEN:
            raise refused
        try:
            decoded = _verified(token, ring)
            claims = dict(decoded.claims)
            issuer = decoded.header["kid"]
            named = (decoded.header.get("typ"), claims.get("aud"), claims.get("iss"))
            if named != (self._kind, self._audience, issuer) or not self._is_issuer(issuer):
                raise refused
            begins, ends = _moment(claims, "iat"), _moment(claims, "exp")
            if begins > self._clock.now().timestamp() + CLOCK_SKEW_SECONDS:
                raise refused
            if round(ends - begins, 3) > self._longest:
                raise refused
            return ends, self._read(claims)
        except (JoseError, ValueError, LookupError, TypeError) as error:
            raise refused from error

    def _is_issuer(self, name: str) -> bool:
        return self._issuers is None or name in self._issuers


def _moment(claims: Mapping[str, Any], name: str) -> float:
    """A NumericDate (RFC 7519 §2); raises ValueError for anything else, infinities included."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} is no moment")
    return value


def _verified(token: str, ring: KeyRing) -> jwt.Token:
    """The token, verified with one of the keys of the issuer that its `kid` names."""
    place = 0
    while True:
        try:
            return jwt.decode(token, partial(_key_of, ring, place), algorithms=[ALGORITHM])
        except BadSignatureError:
            # Perhaps it was signed with the issuer's next key; the one after the last is a LookupError.
            place += 1


def _key_of(ring: KeyRing, place: int, token: Any) -> OKPKey:
    return ring[str(token.headers().get("kid"))][place]
