"""External OpenID Connect issuers: which there are, and what they say of who somebody is.

What an issuer says counts only as an ID token that it has signed for this installation, in answer to the
question that this browser was sent with, and where it names itself as it is configured here.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.gateway.sign_in.cookie import LOOPBACK
from services.shared.clock import Clock

ALGORITHMS = ["RS256", "PS256", "ES256", "ES384", "Ed25519", "EdDSA"]
"""Signatures by a private key alone: neither `none`, nor a secret that who verifies knows as well."""

SECONDS = 5.0
"""How long an issuer has for each answer."""
LEEWAY = 60
"""Seconds by which the clock of an issuer may differ."""
KEPT_SECONDS = 3600
"""For how long what an issuer says of itself, and its keys, are known."""
LARGEST = 256 << 10


class IssuerFailed(Exception):
    """An issuer did not say who somebody is, or not in a way that counts; the text is for the log."""


class _Configured(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=60)
    issuer: str
    client_id: str = Field(min_length=1)
    client_secret_file: Path


@dataclass(frozen=True)
class Issuer:
    """An issuer as it is configured. `id` stands in addresses."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Identity:
    """Who somebody is, as an issuer says."""

    issuer: str
    subject: str
    email: str
    email_verified: bool


def read(file: Path | None) -> tuple[Issuer, ...]:
    """The issuers of a file: a JSON list; raises ValueError or OSError where it cannot be used."""
    if file is None:
        return ()
    said = TypeAdapter(list[_Configured]).validate_json(file.read_bytes())
    found = [_issuer(each) for each in said]
    if len({each.id for each in found}) < len(found):
        raise ValueError("two issuers have the same name")
    return tuple(found)


def _issuer(said: _Configured) -> Issuer:
    if not _is_safe(said.issuer):
        raise ValueError(f"{said.issuer} is no https address")
    slug = re.sub(r"[^a-z0-9]+", "-", said.name.lower()).strip("-") or "issuer"
    secret = said.client_secret_file.read_text(encoding="utf-8").strip()
    return Issuer(slug, said.name, said.issuer, said.client_id, secret)


def _is_safe(address: Any) -> bool:
    """Whether it is an address over TLS, or on the machine itself."""
    parts = urlsplit(address if isinstance(address, str) else "")
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


class IssuerClient:
    """Asks one issuer. For several threads."""

    def __init__(self, issuer: Issuer, clock: Clock) -> None:
        self.issuer, self._clock = issuer, clock
        self._lock = threading.Lock()
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._until = 0.0

    @property
    def id(self) -> str:
        """Stands in addresses."""
        return self.issuer.id

    @property
    def name(self) -> str:
        """What people know it by."""
        return self.issuer.name

    @property
    def origin(self) -> str:
        """Where browsers are sent, in all probability: it may name another host, over TLS."""
        parts = urlsplit(self.issuer.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def address(self, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Where a browser is sent; raises IssuerFailed."""
        return str(
            prepare_grant_uri(
                self._said()["authorization_endpoint"],
                self.issuer.client_id,
                "code",
                redirect_uri,
                "openid email",
                state,
                nonce=nonce,
                code_challenge=create_s256_code_challenge(verifier),
                code_challenge_method="S256",
            )
        )

    def identity(self, code: str, redirect_uri: str, nonce: str, verifier: str) -> Identity:
        """Who the issuer says that somebody is, for a code; raises IssuerFailed."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        client = (quote(self.issuer.client_id, safe=""), quote(self.issuer.client_secret, safe=""))
        token = _answered("POST", self._said()["token_endpoint"], data=form, auth=client)
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise IssuerFailed("there is no ID token")
        return self._read(id_token, nonce, token.get("access_token"))

    def _read(self, id_token: str, nonce: str, access_token: Any) -> Identity:
        decoded = self._decoded(id_token)
        options = {"iss": {"essential": True, "value": self.issuer.issuer}}
        options["aud"] = {"essential": True, "value": self.issuer.client_id}
        params = {"nonce": nonce, "client_id": self.issuer.client_id, "access_token": access_token}
        claims = CodeIDToken(decoded.claims, decoded.header, options, params)
        try:
            claims.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise IssuerFailed(f"the ID token does not hold: {error}"[:300]) from error
        subject, email = claims["sub"], claims.get("email", "")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise IssuerFailed("the ID token names nobody")
        verified = claims.get("email_verified") is True and isinstance(email, str) and len(email) <= 254
        return Identity(self.issuer.issuer, subject, email if verified else "", verified)

    def _decoded(self, id_token: str) -> Any:
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        for fresh in (False, True):
            try:
                return jwt.decode(id_token, key=self._key_set(fresh=fresh), registry=registry)
            except (JoseError, ValueError, TypeError) as error:
                # The issuer may have a new key since.
                if fresh:
                    raise IssuerFailed(f"the ID token cannot be verified: {error}"[:300]) from error
        raise AssertionError

    def _said(self) -> dict[str, Any]:
        """What the issuer says of itself, which must name it as it is configured."""
        with self._lock:
            if self._clock.monotonic() < self._until:
                return self._metadata
            said = _fetched(f"{self.issuer.issuer.rstrip('/')}/.well-known/openid-configuration")
            if said.get("issuer") != self.issuer.issuer:
                raise IssuerFailed(f"it calls itself {said.get('issuer')!r:.200}")
            for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                if not _is_safe(said.get(name)):
                    raise IssuerFailed(f"its {name} is no https address")
            self._metadata, self._keys = said, None
            self._until = self._clock.monotonic() + KEPT_SECONDS
            return said

    def _key_set(self, *, fresh: bool) -> KeySet:
        address = self._said()["jwks_uri"]
        with self._lock:
            if self._keys is None or fresh:
                self._keys = KeySet.import_key_set(_fetched(address))  # type: ignore[arg-type]
            return self._keys


def _fetched(address: str) -> dict[str, Any]:
    """A JSON object; raises IssuerFailed."""
    return _answered("GET", address)


def _answered(verb: str, address: str, **sent: Any) -> dict[str, Any]:
    try:
        with httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client:
            answer = client.request(verb, address, **sent)
        answer.raise_for_status()
        content = json.loads(answer.content[:LARGEST])
    except (httpx.HTTPError, ValueError) as error:
        raise IssuerFailed(f"{address}: {type(error).__name__}") from error
    if not isinstance(content, dict):
        raise IssuerFailed(f"{address}: no JSON object")
    return content


def clients_of(issuers: Sequence[Issuer], clock: Clock) -> tuple[IssuerClient, ...]:
    """A client of each issuer."""
    return tuple(IssuerClient(each, clock) for each in issuers)
