"""The whole of a partnership, from the delegation to the published video."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from tests.e2e.api import (
    Actor,
    Operator,
    brand_path,
    creator_path,
    current,
    delegate,
    in_days,
    send_offer,
    terms,
)
from tests.e2e.waiting import eventually


def test_from_delegation_to_published_video(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    agency.put(f"/v1/creators/{creator.id}/rate-card", rate_card(300_000), etag='"0"')

    offer = send_offer(brand, creator)
    assert (offer["state"], offer["tab"], offer["awaiting"]) == ("in_review", "pending", "creator_side")
    assert [each["id"] for each in agency.get("/v1/inbox", tab="pending")["items"]] == [offer["id"]]

    offer = negotiate(agency, brand, offer)
    assert (offer["state"], offer["price"]["amount_minor"]) == ("active", 280_000)

    deliverable = review_rounds(agency, brand, offer)
    published = {"video_id": "v7300000000000000001", "url": "https://www.tiktok.com/@zoe/video/73"}
    done = agency.post(f"{creator_path(offer)}/deliverables/{deliverable}/publish", published, status=200)
    assert done["state"] == "published"

    offer = agency.get(creator_path(offer))
    assert (offer["state"], offer["tab"], offer["awaiting"]) == ("completed", "completed", "none")
    assert agency.get(f"/v1/creators/{creator.id}/offers", tab="completed")["items"] == [offer]
    assert_on_roster(agency, creator)


def rate_card(amount_minor: int) -> dict[str, Any]:
    """A card with one rate."""
    price = {"amount_minor": amount_minor, "currency": "USD"}
    return {"rates": [{"deliverable": "video", "price": price, "negotiable": True, "note": ""}]}


def negotiate(agency: Actor, brand: Actor, offer: dict[str, Any]) -> dict[str, Any]:
    """The agency asks for more, the brand meets it half way, the agency accepts."""
    asked = {"base_version": 1, "terms": terms(300_000), "message": "Usage rights are worth more."}
    offer = agency.post(f"{creator_path(offer)}/proposals", asked)
    assert (offer["state"], offer["awaiting"], offer["changes_proposed_by"]) == (
        "negotiating",
        "brand",
        "creator_side",
    )
    agency.post(f"{creator_path(offer)}/accept", current(offer), status=409)
    offer = brand.post(f"{brand_path(offer)}/proposals", {"base_version": 2, "terms": terms(280_000)})
    diff = agency.get(f"{creator_path(offer)}/diff", **{"from": 2, "to": 3})
    assert [c["path"] for c in diff["changes"] if c["path"].startswith("price")] == ["price.amount_minor"]
    assert_chain(agency.get(f"{creator_path(offer)}/versions")["items"])
    agency.post(f"{creator_path(offer)}/accept", {"version": 2, "hash": "0" * 64}, status=409)
    accepted = agency.post(f"{creator_path(offer)}/accept", current(offer), status=200)
    agency.post(f"{creator_path(offer)}/accept", current(offer), status=409)
    return dict(accepted)


def assert_chain(versions: list[dict[str, Any]]) -> None:
    """Anybody can recompute the hashes from what the API shows."""
    parent = "0" * 64
    for number, version in enumerate(versions, start=1):
        assert (version["number"], version["parent_hash"]) == (number, parent)
        content = {key: value for key, value in version.items() if key != "hash"}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert hashlib.sha256(text.encode()).hexdigest() == version["hash"]
        parent = version["hash"]


def review_rounds(agency: Actor, brand: Actor, offer: dict[str, Any]) -> str:
    """A draft, a round of changes, a second draft, an approval; returns the deliverable's id."""
    (deliverable,) = agency.get(f"{creator_path(offer)}/deliverables")["items"]
    assert deliverable["state"] == "awaiting_draft"
    mine = f"{creator_path(offer)}/deliverables/{deliverable['id']}"
    theirs = f"{brand_path(offer)}/deliverables/{deliverable['id']}"
    draft = {"url": "https://drive.example/draft-1", "note": "First cut"}
    assert agency.post(f"{mine}/drafts", draft)["state"] == "in_review"
    brand.post(f"{theirs}/comments", {"text": "Show the bottle longer.", "at_second": 12.5})
    changes = {"decision": "request_changes", "comment": "Brighter, please."}
    assert brand.post(f"{theirs}/review", changes, status=200)["state"] == "changes_requested"
    agency.post(f"{mine}/publish", {"video_id": "v1", "url": "https://x.example/v1"}, status=409)
    agency.post(f"{mine}/drafts", {"url": "https://drive.example/draft-2", "note": "Second cut"})
    approved = brand.post(f"{theirs}/review", {"decision": "approve", "comment": ""}, status=200)
    assert (approved["state"], approved["revisions"]) == ("approved", 1)
    assert approved["comments"][0]["at_second"] == 12.5
    return str(deliverable["id"])


def assert_on_roster(agency: Actor, creator: Actor) -> None:
    """The roster shows her, with the starting rate and no open offer."""

    def line() -> bool:
        (item,) = agency.get("/v1/roster")["items"]
        price = item["starting_rate"]["price"]
        return bool(
            item["creator"]["id"] == creator.id
            and price["amount_minor"] == 300_000
            and item["open_offers"] == 0
        )

    eventually(line)


def test_the_four_tabs(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    delegate(agency, creator)
    pending, active, declined, withdrawn = (send_offer(brand, creator) for _ in range(4))
    agency.post(f"{creator_path(active)}/accept", current(active), status=200)
    agency.post(f"{creator_path(declined)}/decline", {"reason": "Off brand."}, status=200)
    brand.post(f"{brand_path(withdrawn)}/withdraw", {"reason": "Budget cut."}, status=200)
    shown = {
        tab: {each["id"] for each in agency.get(f"/v1/creators/{creator.id}/offers", tab=tab)["items"]}
        for tab in ("pending", "active", "completed", "inactive")
    }
    assert shown == {
        "pending": {pending["id"]},
        "active": {active["id"]},
        "completed": set(),
        "inactive": {declined["id"], withdrawn["id"]},
    }
    eventually(lambda: agency.get("/v1/roster")["items"][0]["open_offers"] == 1)


def test_an_unanswered_offer_expires(operator: Operator) -> None:
    brand, creator = operator.brand(), operator.creator()
    offer = send_offer(brand, creator, respond_by=in_days(2 / 86_400))
    eventually(lambda: creator.get(creator_path(offer))["state"] == "expired")
    creator.post(f"{creator_path(offer)}/accept", current(offer), status=409)


def test_guardrails_hold_an_accept_back_until_the_creator_confirms(operator: Operator) -> None:
    agency, brand, creator = operator.agency(), operator.brand(), operator.creator()
    limit = {"amount_minor": 100_000, "currency": "USD"}
    delegate(agency, creator, guardrails={"confirm_accepts_above": limit, "floor_price": limit})
    cheap = send_offer(brand, creator, terms=terms(50_000))
    agency.post(f"{creator_path(cheap)}/accept", current(cheap), status=403)
    dear = send_offer(brand, creator, terms=terms(500_000))
    held = agency.post(f"{creator_path(dear)}/accept", current(dear), status=200)
    assert (held["state"], held["awaiting"]) == ("awaiting_confirmation", "creator")
    agency.post(f"{creator_path(dear)}/confirm", {"version": 1}, status=403)
    confirmed = creator.post(f"{creator_path(dear)}/confirm", {"version": 1}, status=200)
    assert confirmed["state"] == "active"
