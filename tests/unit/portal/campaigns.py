"""A brand with one campaign, and a creator of the directory, as the API answers them."""

from __future__ import annotations

from typing import Any

from tests.unit.portal.gateway import FakeGateway, me, page
from tests.unit.portal.offers import BRAND, CREATOR, moment, offer

CAMPAIGN = "/v1/campaigns/cp_1"


def campaign(**more: Any) -> dict[str, Any]:
    """A campaign that runs."""
    return {
        "id": "cp_1",
        "brand_id": "br_1",
        "brand_name": BRAND["name"],
        "brand": BRAND,
        "name": "Winter Glow",
        "brief": "Show how you use the serum.",
        "category": "beauty/skincare",
        "budget": {"amount_minor": 1_000_000, "currency": "USD"},
        "target": {
            "gender": [{"bucket": "FEMALE", "weight": 0.8}],
            "age": [],
            "country": [{"bucket": "ES", "weight": 0.5}],
        },
        "starts_on": moment(-3)[:10],
        "ends_on": moment(30)[:10],
        "created_at": moment(-5),
        "updated_at": moment(-5),
        "version": 4,
        **more,
    }


def entry(**more: Any) -> dict[str, Any]:
    """A line of the directory."""
    stats = {
        "followers": 120_000,
        "average_views": 48_200.5,
        "median_views": 31_000,
        "engagement_rate": 0.0734,
        "captured_at": moment(-1),
    }
    return {
        **CREATOR,
        "listed": True,
        "bio": "Vegan food in under ten minutes.",
        "country": "ES",
        "languages": ["es", "en"],
        "categories": ["food/vegan"],
        "stats": stats,
        "starting_rate": {"deliverable": "video", "price": {"amount_minor": 50_000, "currency": "USD"}},
        "updated_at": moment(-1),
        **more,
    }


def profile(**more: Any) -> dict[str, Any]:
    """A creator's public page."""
    rate = {
        "deliverable": "video",
        "price": {"amount_minor": 50_000, "currency": "USD"},
        "negotiable": True,
        "note": "",
    }
    video = {
        "video_id": "7301",
        "posted_at": moment(-9),
        "views": 48_200,
        "likes": None,
        "comments": 3,
        "shares": 1,
        "engagement_rate": 0.07,
        "captured_at": moment(-1),
    }
    return {"entry": entry(), "rates": [rate], "portfolio": [video], **more}


def brand() -> FakeGateway:
    """The gateway as a brand finds it."""
    deal = offer(id="of_2", state="active", tab="active", awaiting="none", respond_by=moment(-1))
    draft = {"number": 1, "url": "https://drafts.test/1", "submitted_at": moment(-0.2)}
    waiting = {
        "id": "dl_1",
        "type": "video",
        "state": "in_review",
        "drafts": [draft],
        "late": True,
        "updated_at": moment(-0.2),
    }
    return FakeGateway(
        {
            "GET /v1/me": me("brand", "br_1", "Solstice Skincare"),
            "GET /v1/campaigns": page(campaign()),
            f"GET {CAMPAIGN}": campaign(),
            f"GET {CAMPAIGN}/offers": page(offer(awaiting="brand"), deal),
            f"GET {CAMPAIGN}/offers/of_2/deliverables": page(waiting),
            "GET /v1/directory/creators": page(entry()),
            "GET /v1/directory/creators/cr_1": profile(),
        }
    )
