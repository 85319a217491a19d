"""Maya and what her agencies hold of her, as the API answers it."""

from __future__ import annotations

from typing import Any

import httpx

from tests.unit.portal.gateway import FakeGateway, me, page, problem
from tests.unit.portal.offers import CREATOR, moment

AGENCY = {"id": "ag_1", "name": "Northlight Talent"}
SCOPES = [
    "marketplace.profile.read",
    "marketplace.rates.read",
    "marketplace.rates.write",
    "marketplace.metrics.read",
    "marketplace.offers.read",
]
EVERY = [
    *SCOPES,
    "marketplace.consent.write",
    "marketplace.delegations.write",
    "marketplace.roster.write",
    "marketplace.offers.accept",
]
OPEN: dict[str, Any] = {
    "confirm_all_accepts": False,
    "confirm_accepts_above": None,
    "floor_price": None,
    "blocked_categories": [],
    "max_active_campaigns": None,
}
USD: dict[str, Any] = {"amount_minor": 90_000, "currency": "USD"}
RATE = {"deliverable": "story", "price": USD, "negotiable": True, "note": ""}
FOUND = "/v1/directory/creators"


def signed_in(kind: str, party_id: str, name: str = "Ana") -> dict[str, Any]:
    """Who has every scope."""
    return {**me(kind, party_id, name), "client": {"client_id": "cl_1", "scopes": EVERY}}


def creator(**more: Any) -> dict[str, Any]:
    """Her profile."""
    stats = {
        "followers": 2_800_000,
        "average_views": 4_300_000.5,
        "median_views": None,
        "engagement_rate": 0.0361,
        "captured_at": moment(-1),
    }
    profile = {
        "country": "SE",
        "languages": ["sv"],
        "categories": ["beauty/skincare"],
        "bio": "",
        "portfolio": [],
    }
    return {**CREATOR, **profile, "stats": stats, "created_at": moment(-90), "version": 7, **more}


def delegation(state: str = "active", **more: Any) -> dict[str, Any]:
    """What she lets Northlight do."""
    return {
        "id": "dg_1",
        "creator_id": "cr_1",
        "agency_id": "ag_1",
        "state": state,
        "scopes": SCOPES,
        "requested_scopes": [*SCOPES, "marketplace.offers.accept"],
        "purpose": "We manage your partnerships.",
        "guardrails": OPEN,
        "consent_text": "An agency asks you.",
        "consent_hash": "c" * 64,
        "requested_at": moment(-3),
        "granted_at": moment(-2),
        "expires_at": None,
        "ended_at": None,
        "reason": "",
        "version": 4,
        "creator": CREATOR,
        "agency": AGENCY,
        "ended_by_actor": None,
        **more,
    }


def line(**more: Any) -> dict[str, Any]:
    """Her line on the roster."""
    return {
        "creator": creator(),
        "starting_rate": RATE,
        "delegation": delegation(),
        "open_offers": 2,
        "labels": labels(),
        "updated_at": moment(-1),
        **more,
    }


def labels(**more: Any) -> dict[str, Any]:
    """What the agency keeps of her."""
    return {
        "creator_id": "cr_1",
        "tags": ["vip"],
        "notes": "Call early.",
        "version": 3,
        "creator": CREATOR,
        **more,
    }


def card(**more: Any) -> dict[str, Any]:
    """Her rate card."""
    actor = {"id": "cr_1", "kind": "creator", "name": "Maya Lindqvist"}
    return {
        "creator_id": "cr_1",
        "rates": [RATE],
        "version": 5,
        "updated_at": moment(-1),
        "updated_by": "cr_1",
        "creator": CREATOR,
        "updated_by_actor": actor,
        **more,
    }


def metric(value: float | None, reason: str = "", **more: Any) -> dict[str, Any]:
    """A number with its provenance."""
    window = {"kind": "last_30_videos", "days": None, "from": moment(-40), "to": moment(-2)}
    return {
        "value": value,
        "unit": "count",
        "source": "agency:ag_1",
        "formula": "sum of views / videos",
        "window": window,
        "sample_size": 30,
        "captured_at": moment(-1),
        "reason": reason,
        "note": "",
        **more,
    }


def metrics() -> dict[str, Any]:
    """All of them: what has no data says so."""
    names = ("followers", "videos", "average_views", "median_views", "engagement_rate", "completion_rate")
    found: dict[str, Any] = {name: metric(1_000) for name in names}
    interactions = {name: metric(10) for name in ("likes", "comments", "shares", "total")}
    averages = {name: metric(1) for name in ("average_likes", "average_comments", "average_shares")}
    lacking = metric(None, "no data: no video of the sample has six_second_views and plays", source="none")
    growth = metric(None, "no data", captured_at=None)
    found |= {"six_second_view_rate": lacking, "follower_growth_rate": growth, "interactions": interactions}
    return {"creator_id": "cr_1", "creator": CREATOR, **found, **averages}


def series(*values: float | None, metric: str = "views") -> dict[str, Any]:
    """A metric day by day."""
    points = [
        {"date": f"2026-01-{day:02}", "value": value, "sample_size": 1} for day, value in enumerate(values, 1)
    ]
    return {
        "creator_id": "cr_1",
        "metric": metric,
        "interval": "day",
        "unit": "count",
        "source": "operator",
        "formula": "sum of views",
        "points": points,
        "creator": CREATOR,
    }


def known(gateway: FakeGateway, kind: str = "agency") -> FakeGateway:
    """A gateway that knows her, before her agency or herself."""

    def courses(request: httpx.Request) -> httpx.Response:
        wanted = request.url.params["metric"]
        return httpx.Response(200, json=series(100, 110, None, 130, 140, metric=wanted))

    base = "/v1/creators/cr_1"
    gateway.answers |= {
        "GET /v1/me": signed_in(kind, "ag_1" if kind == "agency" else "cr_1"),
        "GET /v1/roster": page(line()),
        "GET /v1/roster/cr_1/labels": labels(),
        f"GET {base}": creator(),
        f"GET {base}/rate-card": card(),
        f"GET {base}/metrics": metrics(),
        f"GET {base}/metrics/series": courses,
        "GET /v1/delegations": page(delegation()),
        "GET /v1/delegations/dg_1": delegation(),
    }
    return gateway


def ended(gateway: FakeGateway) -> None:
    """She has taken everything back."""
    gone = problem(403, "delegation_revoked", "The delegation was revoked.")
    for path in ("", "/rate-card", "/metrics", "/metrics/series", "/audience", "/videos", "/offers"):
        gateway.answers[f"GET /v1/creators/cr_1{path}"] = gone
    gateway.answers["GET /v1/roster"] = page()
