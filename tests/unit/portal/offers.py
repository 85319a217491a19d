"""An offer of Maya's as the API answers it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.fakes.clock import FakeClock

CREATOR = {"id": "cr_1", "handle": "maya", "display_name": "Maya Lindqvist"}
BRAND = {"id": "br_1", "name": "Solstice Skincare"}
PATH = "/v1/creators/cr_1/offers/of_1"


def moment(days: float) -> str:
    """So many days from now."""
    return (FakeClock().now() + timedelta(days=days)).isoformat().replace("+00:00", "Z")


def terms(amount_minor: int = 300_000, **more: Any) -> dict[str, Any]:
    """Terms with one video."""
    video = {"type": "video", "count": 1, "draft_due": moment(9), "publish_by": None, "max_revisions": 2}
    return {
        "price": {"amount_minor": amount_minor, "currency": "USD"},
        "deliverables": [video],
        "usage_rights": None,
        "exclusivity": None,
        "payment_schedule": [],
        "clauses": [{"id": "c1", "title": "Usage", "text": "The brand may run the video as an ad."}],
        **more,
    }


def offer(**more: Any) -> dict[str, Any]:
    """An offer on which the creator's side has to answer."""
    return {
        "id": "of_1",
        "campaign_id": "cp_1",
        "campaign_name": "Winter Glow",
        "creator_id": "cr_1",
        "brand_id": "br_1",
        "brand_name": "Solstice Skincare",
        "brand": BRAND,
        "creator": CREATOR,
        "campaign": {"id": "cp_1", "name": "Winter Glow"},
        "state": "negotiating",
        "tab": "pending",
        "awaiting": "creator_side",
        "price": {"amount_minor": 300_000, "currency": "USD"},
        "respond_by": moment(1.9),
        "changes_proposed_by": "brand",
        "current_version": 2,
        "current_hash": "h2",
        "terms": terms(),
        "progress": [],
        "created_at": moment(-2),
        "updated_at": moment(-1),
        "version": 3,
        "accepted_by": "",
        "agreed_at": None,
        "reason": "",
        "late": False,
        "cancellation_requested_by": None,
        "held_because": [],
        "accepted_by_actor": None,
        **more,
    }


def version(number: int, amount_minor: int = 300_000, **more: Any) -> dict[str, Any]:
    """A version of the terms."""
    author = {"id": "br_1", "kind": "brand", "name": "Solstice Skincare"}
    return {
        "number": number,
        "author": author,
        "author_side": "brand",
        "message": f"Message {number}",
        "terms": terms(amount_minor),
        "hash": f"h{number}",
        "created_at": moment(number - 3),
        **more,
    }


def message(text: str) -> dict[str, Any]:
    """A message of the brand."""
    author = {"id": "br_1", "kind": "brand", "name": "Solstice Skincare"}
    return {"id": "ms_1", "author": author, "author_side": "brand", "text": text, "created_at": moment(-0.5)}
