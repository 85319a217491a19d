"""How much one client, one party, or one address without a token may ask in a time."""

from __future__ import annotations

import hashlib
import hmac
import math
import time

from limits import RateLimitItem, parse
from limits.strategies import FixedWindowRateLimiter
from werkzeug.datastructures import Authorization

from services.gateway.config import Settings
from services.gateway.front.shared import Shared
from services.shared.errors import TooManyRequests

KNOWN_SECONDS = 86_400
"""For how long credentials that were right are known to be."""


class Limits:
    """Counts over all workers of this gateway; other gateways count for themselves."""

    def __init__(self, settings: Settings, shared: Shared) -> None:
        self._off = settings.rate_limit == "off"
        self._counts, self._key = shared.counts, shared.key
        self._limiter = FixedWindowRateLimiter(shared.counts)
        self._client, self._party = parse(settings.client_limit), parse(settings.party_limit)
        self._address = parse(settings.address_limit)
        self._wrong_secrets = parse(settings.wrong_secrets_limit)
        self._wrong_secrets_of_client = parse(settings.wrong_secrets_of_client_limit)

    def admit(self, client_id: str, party_id: str, address: str) -> None:
        """Counts one request; raises TooManyRequests where it is one too many.

        Where it is not known which client is asking, it is the address.
        """
        if self._off:
            return
        if client_id:
            self.charge(client_id, party_id)
        else:
            self._hit("address", self._address, address)

    def charge(self, client_id: str, party_id: str, requests: int = 1) -> None:
        """Counts requests of a client, and of its party where that is known; raises TooManyRequests."""
        if self._off or not requests:
            return
        self._hit("client", self._client, client_id, requests)
        if party_id:
            self._hit("party", self._party, party_id, requests)

    @property
    def of_a_caller(self) -> tuple[tuple[str, int, int], ...]:
        """What counts the requests of a caller with a token: name, requests, and in how many seconds."""
        if self._off:
            return ()
        named = (("client", self._client), ("party", self._party))
        return tuple((name, limit.amount, limit.get_expiry()) for name, limit in named)

    def note_issued(self, proof: str) -> None:
        """Remembers a code or refresh token that an application is about to be given."""
        if not self._off:
            self._counts.incr(self._known("", proof), KNOWN_SECONDS)

    def admit_proof(self, proof: str, address: str) -> str:
        """Counts a request with a code or refresh token, and says as whose.

        Raises TooManyRequests where it is one too many. One that was given out is counted for itself, and
        anything else with its address: the portal shows those of everybody from one, which nobody is to use
        up for all by showing what was never given out.
        """
        known = self._known("", proof)
        if self._off or not proof or not self._counts.get(known):
            self.admit("", "", address)
            return address
        self._hit("client", self._client, known)
        return known

    def known_client(self, authorization: str) -> str:
        """The client whose right credentials an Authorization header holds, as is known; empty for others."""
        basic = Authorization.from_header(authorization) if authorization else None
        if basic is None or basic.type != "basic" or not basic.username or not basic.password:
            return ""
        known = self._counts.get(self._known(basic.username, basic.password))
        return basic.username if known else ""

    def _hit(self, name: str, limit: RateLimitItem, key: str, requests: int = 1) -> None:
        if not self._limiter.hit(limit, name, key, cost=requests):
            raise self._refusal(name, limit, key)

    def require_secrets_left(self, address: str, client_id: str, secret: str) -> None:
        """Raises TooManyRequests where wrong secrets came too often: from the address, or for this client.

        Both are counted by address, so that nobody locks out a client that is somewhere else, and credentials
        that were right within a day are heard in any case, so that nobody locks out one beside him.
        """
        if self._off or self._counts.get(self._known(client_id, secret)):
            return
        for name, limit, key in self._of_secrets(address, client_id):
            if not self._limiter.test(limit, name, key):
                raise self._refusal(name, limit, key)

    def note_secret(self, address: str, client_id: str, secret: str, *, right: bool) -> None:
        """Remembers what became of credentials."""
        if self._off:
            return
        if right:
            self._counts.incr(self._known(client_id, secret), KNOWN_SECONDS)
            return
        for name, limit, key in self._of_secrets(address, client_id):
            self._limiter.hit(limit, name, key)

    def require_tries_left(self, address: str, name: str) -> None:
        """Raises TooManyRequests where too many passwords from the address, or for the name, were wrong.

        As of clients, but that nothing is remembered of passwords that were right.
        """
        for kind, limit, key in () if self._off else self._of_secrets(address, name):
            if not self._limiter.test(limit, kind, key):
                raise self._refusal(kind, limit, key)

    def note_wrong(self, address: str, name: str) -> None:
        """Counts a wrong password or link."""
        for kind, limit, key in () if self._off else self._of_secrets(address, name):
            self._limiter.hit(limit, kind, key)

    def _of_secrets(self, address: str, client_id: str) -> tuple[tuple[str, RateLimitItem, str], ...]:
        return (
            ("wrong-secrets", self._wrong_secrets, address),
            ("wrong-secrets-of-client", self._wrong_secrets_of_client, f"{address} {client_id}"),
        )

    def _known(self, client_id: str, secret: str) -> str:
        """Says nothing of the secret to whoever reads the table: its key is new with every gateway."""
        whole = f"{client_id}\0{secret}".encode()
        return "known " + hmac.new(self._key, whole, hashlib.sha256).hexdigest()

    def _refusal(self, name: str, limit: RateLimitItem, key: str) -> TooManyRequests:
        ends = self._limiter.get_window_stats(limit, name, key).reset_time
        return too_many(name, limit, max(1, math.ceil(ends - time.time())))


def too_many(name: str, limit: RateLimitItem, seconds: int) -> TooManyRequests:
    """The refusal under a limit whose count begins anew in so many seconds."""
    window = limit.get_expiry()
    return TooManyRequests(
        f"More than {limit.amount} requests in {window} s; try again in {seconds} s.",
        headers={
            "Retry-After": str(seconds),
            # draft-ietf-httpapi-ratelimit-headers-10
            "RateLimit-Policy": f'"{name}";q={limit.amount};w={window}',
            "RateLimit": f'"{name}";r=0;t={seconds}',
        },
    )
