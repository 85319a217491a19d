"""A deal of Maya's with one deliverable as the API answers it."""

from __future__ import annotations

from typing import Any

from tests.unit.portal.offers import moment, offer

BRAND = {"id": "br_1", "kind": "brand", "name": "Solstice Skincare"}
MAYA = {"id": "cr_1", "kind": "creator", "name": "Maya Lindqvist"}
LIMITS: dict[str, Any] = {
    "confirm_all_accepts": False,
    "confirm_accepts_above": {"amount_minor": 250_000, "currency": "USD"},
    "floor_price": {"amount_minor": 100_000, "currency": "USD"},
    "blocked_categories": ["gambling"],
    "max_active_campaigns": 3,
}


def deal(**more: Any) -> dict[str, Any]:
    """An offer that both sides have agreed to."""
    agreed = {"state": "active", "tab": "active", "awaiting": "none", "agreed_at": moment(-1)}
    return offer(**{**agreed, **more})


def draft(**more: Any) -> dict[str, Any]:
    """A draft under review."""
    return {
        "number": 1,
        "url": "https://drafts.example.com/1",
        "note": "",
        "submitted_at": moment(-0.2),
        "submitted_by_actor": MAYA,
        "decision": None,
        "review_comment": "",
        "reviewed_at": None,
        "reviewed_by_actor": None,
        **more,
    }


def deliverable(**more: Any) -> dict[str, Any]:
    """One that awaits its draft."""
    return {
        "id": "dl_1",
        "offer_id": "of_1",
        "type": "video",
        "state": "awaiting_draft",
        "draft_due": moment(2),
        "publish_by": moment(9),
        "max_revisions": 2,
        "revisions": 0,
        "late": False,
        "drafts": [],
        "comments": [],
        "publication": None,
        "updated_at": moment(-1),
        **more,
    }


def comment(text: str, at_second: float | None = None) -> dict[str, Any]:
    """A remark of the brand's on the first draft."""
    shown = {"author": BRAND, "author_side": "brand", "created_at": moment(-0.1)}
    return {"id": "cm_1", "draft": 1, "text": text, "at_second": at_second, **shown}


def delegation(**more: Any) -> dict[str, Any]:
    """A request that waits."""
    return {
        "id": "de_1",
        "state": "requested",
        "creator": {"id": "cr_2", "handle": "hana", "display_name": "Hana Sato"},
        "agency": {"id": "ag_1", "name": "Northlight Talent"},
        "guardrails": LIMITS,
        "requested_at": moment(-1),
        **more,
    }
