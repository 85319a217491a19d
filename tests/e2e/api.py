"""A caller of the REST API, as the tests need one: a party with its credentials."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from callboard import Client, Retry, Unreachable

ONCE = Retry(attempts=1)
TransportError = httpx.TransportError
RENEW_SECONDS = 600
"""Of the 900 for which a token is good."""

ALL_SCOPES = (
    "marketplace.profile.read",
    "marketplace.rates.read",
    "marketplace.rates.write",
    "marketplace.audience.read",
    "marketplace.metrics.read",
    "marketplace.metrics.import",
    "marketplace.offers.read",
    "marketplace.offers.negotiate",
    "marketplace.offers.accept",
    "marketplace.deliverables.write",
    "marketplace.payments.read",
    "marketplace.profile.write",
)

_numbers = itertools.count(1)


def unique(prefix: str) -> str:
    """A name that no other test of this run, or of an earlier one, has used."""
    return f"{prefix}_{datetime.now(UTC):%H%M%S%f}_{next(_numbers)}"


def in_days(days: float) -> str:
    """So many days from now, RFC 3339."""
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


_clients: dict[str, httpx.Client] = {}


def connection(base_url: str) -> httpx.Client:
    """The one pool of connections to an installation; callers differ by their headers alone."""
    if base_url not in _clients:
        _clients[base_url] = httpx.Client(base_url=base_url, timeout=60)
    return _clients[base_url]


@contextmanager
def reached_by(base_url: str, client: httpx.Client) -> Iterator[None]:
    """Has an installation reached by a client of the caller's own while the block runs."""
    _clients[base_url] = client
    try:
        yield
    finally:
        close(base_url)


def close(base_url: str) -> None:
    """Closes the pool of an installation that goes away, where somebody has called it."""
    if client := _clients.pop(base_url, None):
        client.close()


def answer(client: Client, method: str, path: str, **options: Any) -> httpx.Response:
    """The answer, whatever it is; what the connection did instead is raised as it was."""
    try:
        return client.request(method, path, idempotency_key="", check=False, **options)
    except Unreachable as error:
        raise error.__cause__ or error from None


def fetch(base_url: str, path: str, **options: Any) -> httpx.Response:
    """What anybody gets who has no token."""
    client = Client(base_url, "", "", retry=ONCE, http=connection(base_url))
    return answer(client, "GET", path, public=True, **options)


@dataclass
class Actor:
    """A party that calls the API. `scope` narrows its tokens."""

    base_url: str
    id: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = ""
    _headers: dict[str, str] = field(init=False, repr=False)
    _renewed_at: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Gets a token."""
        self._renew()

    def _renew(self) -> None:
        self._headers = {"Authorization": f"Bearer {self.token()['access_token']}"}
        self._renewed_at = time.monotonic()

    @property
    def headers(self) -> dict[str, str]:
        """With a token, another one before it runs out: a session of tests lasts longer than that."""
        if time.monotonic() - self._renewed_at > RENEW_SECONDS:
            self._renew()
        return self._headers

    @property
    def client(self) -> Client:
        """A client that sends once what it is told to send, and nothing else."""
        given = (self.base_url, self.client_id, self.client_secret)
        return Client(*given, scopes=self.scope.split(), retry=ONCE, http=connection(self.base_url))

    def token(self) -> dict[str, Any]:
        """Asks for an access token."""
        return dict(self.client.token())

    def send(self, method: str, path: str, *, params: Any = None, **options: Any) -> httpx.Response:
        """The answer, whatever it is."""
        headers = self.headers | options.pop("headers", {})
        if isinstance(options.get("content"), str):
            options["content"] = options["content"].encode()
        return answer(self.client, method, path, query=params, headers=headers, **options)

    def call(self, method: str, path: str, body: Any = None, *, status: int, **options: Any) -> Any:
        """The JSON of the answer, which must have `status`."""
        given = {"json": body, **options} if body is not None else options
        reply = self.send(method, path, **given)
        assert reply.status_code == status, f"{method} {path}: {reply.status_code} {reply.text}"
        return reply.json() if reply.content else None

    def get(self, path: str, *, status: int = 200, **params: Any) -> Any:
        """GET with query parameters."""
        return self.call("GET", path, status=status, params=params)

    def post(self, path: str, body: Any = None, *, status: int = 201, **options: Any) -> Any:
        """POST of a JSON body, 201 unless said otherwise."""
        return self.call("POST", path, {} if body is None else body, status=status, **options)

    def put(self, path: str, body: Any, *, etag: str = "*", status: int = 200) -> Any:
        """PUT over the version that `etag` names."""
        return self.call("PUT", path, body, status=status, headers={"If-Match": etag})


@dataclass
class Operator(Actor):
    """The operator, who creates the others."""

    def agency(self, name: str = "Northlight Talent", **options: Any) -> Actor:
        """A new agency."""
        return self._create("agencies", "agency", {"name": name, "country": "US"}, **options)

    def brand(self, name: str = "Lumen Skincare", **options: Any) -> Actor:
        """A new brand."""
        body = {"name": name, "country": "FR", "category": "beauty/skincare"}
        return self._create("brands", "brand", body, **options)

    def creator(self, handle: str = "", **options: Any) -> Actor:
        """A new creator."""
        body = {
            "handle": handle or unique("e2e"),
            "display_name": "Zoe Example",
            "country": "US",
            "languages": ["en"],
            "categories": ["beauty"],
        }
        return self._create("creators", "creator", body, **options)

    def _create(self, path: str, name: str, body: dict[str, Any], scope: str = "") -> Actor:
        made = self.post(f"/v1/operator/{path}", body)
        client = made["client"]
        return Actor(self.base_url, made[name]["id"], client["client_id"], client["client_secret"], scope)


def delegate(
    agency: Actor,
    creator: Actor,
    scopes: tuple[str, ...] = ALL_SCOPES,
    guardrails: dict[str, Any] | None = None,
    expires_at: str | None = None,
) -> dict[str, Any]:
    """An active delegation of `scopes` by the creator to the agency."""
    asked = {"creator_id": creator.id, "scopes": list(scopes), "purpose": "Run her brand partnerships."}
    asked |= {"expires_at": expires_at} if expires_at else {}
    requested = agency.post("/v1/delegations", asked)
    assert requested["state"] == "requested"
    granted = {"guardrails": guardrails} if guardrails else {}
    accepted = creator.post(f"/v1/delegations/{requested['id']}/accept", granted, status=200)
    assert accepted["state"] == "active"
    return dict(accepted)


def terms(amount_minor: int = 250_000, **changes: Any) -> dict[str, Any]:
    """Usual terms of an offer."""
    usual = {
        "price": {"amount_minor": amount_minor, "currency": "USD"},
        "deliverables": [
            {
                "type": "video",
                "count": 1,
                "draft_due": in_days(20),
                "publish_by": in_days(30),
                "max_revisions": 2,
            }
        ],
        "usage_rights": {"spark_ads_days": 30, "paid_usage": True, "territories": ["US"]},
        "payment_schedule": [
            {"stage": "on_agreement", "percent": 50, "net_days": 14},
            {"stage": "on_publication", "percent": 50, "net_days": 30},
        ],
        "clauses": [{"id": "c1", "title": "Tone", "text": "No medical claims."}],
    }
    return usual | changes


def send_offer(brand: Actor, creator: Actor, **changes: Any) -> dict[str, Any]:
    """An offer of `brand` to `creator`, in review; under a campaign of its own."""
    campaign = brand.post("/v1/campaigns", {"name": unique("Spring glow"), "brief": "Show the serum."})
    body = {"creator_id": creator.id, "terms": terms(), "message": "We love your work."} | changes
    return dict(brand.post(f"/v1/campaigns/{campaign['id']}/offers", body))


def creator_path(offer: dict[str, Any]) -> str:
    """Where the creator's side reaches an offer."""
    return f"/v1/creators/{offer['creator_id']}/offers/{offer['id']}"


def brand_path(offer: dict[str, Any]) -> str:
    """Where the brand reaches an offer."""
    return f"/v1/campaigns/{offer['campaign_id']}/offers/{offer['id']}"


def current(offer: dict[str, Any]) -> dict[str, Any]:
    """What an accept has to name."""
    return {"version": offer["current_version"], "hash": offer["current_hash"]}
