"""Beside each id of a party or a campaign that the journey shows stands its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.shared.parties import beside
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
    unique,
)
from tests.e2e.waiting import eventually

PARTIES = ("ag_", "br_", "cr_", "cp_", "op_", "timer")


def unnamed(answer: Any, at: str = "") -> Iterator[str]:
    """The ids in an answer, at any depth, beside which no whole name stands."""
    if isinstance(answer, list):
        for each in answer:
            yield from unnamed(each, at)
    elif isinstance(answer, dict):
        # A checkpoint says what is signed, and nothing else.
        for field, value in answer.items() if "statement" not in answer else ():
            yield from unnamed(value, f"{at}.{field}")
            if beside(field) and isinstance(value, str) and value.startswith(PARTIES):
                reference = answer.get(beside(field))
                if not isinstance(reference, dict) or reference["id"] != value or "" in reference.values():
                    yield f"{at}.{field}: {reference}"


def test_the_journey_shows_no_id_without_a_name(operator: Operator) -> None:
    agency, brand = operator.agency("North Talent"), operator.brand("Glow")
    creator = operator.creator(unique("names"))
    delegation = delegate(agency, creator)
    agency.put(f"/v1/creators/{creator.id}/rate-card", {"rates": []}, etag='"0"')
    agency.put(f"/v1/roster/{creator.id}/labels", {"tags": ["vip"], "notes": ""}, etag='"0"')
    shown = [*worked_on(agency, brand, creator), *figures(operator, agency, creator)]
    receipt = f"/v1/delegations/{delegation['id']}/receipt"
    shown += [agency.get(path) for path in ("/v1/delegations", "/v1/roster", "/v1/inbox", receipt)]
    shown += [creator.get(f"/v1/creators/{creator.id}/rate-card")]
    agency.call("DELETE", f"/v1/roster/{creator.id}", status=204)
    eventually(lambda: "delegation_ended" in {each["action"] for each in log_of(creator)})
    shown += [creator.get("/v1/delegations"), log_of(creator)]
    shown += [operator.get("/v1/operator/activity-proofs")]
    assert [found for answer in shown for found in unnamed(answer)] == []
    actors = {each["actor"]["name"] for each in log_of(creator)}
    assert actors == {"North Talent", "Zoe Example"}


def log_of(creator: Actor) -> list[dict[str, Any]]:
    """The newest entries of her log."""
    items: list[dict[str, Any]] = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100)["items"]
    return items


def worked_on(agency: Actor, brand: Actor, creator: Actor) -> list[Any]:
    """What is shown of an offer that was negotiated, agreed, drafted, reviewed and published."""
    offer = send_offer(brand, creator)
    theirs, ours = brand_path(offer), creator_path(offer)
    brand.post(f"{theirs}/messages", {"text": "We look forward to it."})
    offer = agency.post(f"{ours}/proposals", {"base_version": 1, "terms": terms(300_000), "message": ""})
    brand.post(f"{theirs}/accept", current(offer), status=200)
    item = f"/deliverables/{agency.get(f'{ours}/deliverables')['items'][0]['id']}"
    agency.post(f"{ours}{item}/drafts", {"url": "https://drive.example/1", "note": ""})
    brand.post(f"{theirs}{item}/comments", {"text": "Lovely."})
    brand.post(f"{theirs}{item}/review", {"decision": "approve", "comment": ""}, status=200)
    published = {"video_id": "v73", "url": "https://www.tiktok.com/@zoe/video/73"}
    agency.post(f"{ours}{item}/publish", published, status=200)
    tails = ("", "/versions", "/messages", "/deliverables")
    shown = [
        party.get(f"{path}{tail}") for party, path in ((agency, ours), (brand, theirs)) for tail in tails
    ]
    campaign = f"/v1/campaigns/{offer['campaign_id']}"
    lists = [creator.get(f"/v1/creators/{creator.id}/offers"), brand.get(f"{campaign}/offers")]
    return [*shown, *lists, brand.get(campaign), brand.get("/v1/campaigns")]


def figures(operator: Operator, agency: Actor, creator: Actor) -> list[Any]:
    """What is shown of an import that was withdrawn, and of an audience."""
    rows = f"creator,video,captured_at,views\n{creator.id},v1,{in_days(-1)},10\n"
    csv = {"Content-Type": "text/csv"}
    sent = agency.send("POST", "/v1/metrics/snapshots", content=rows, headers=csv).json()
    withdrawn = operator.call("DELETE", f"/v1/metrics/imports/{sent['import_id']}", status=200)
    audience = {"captured_at": in_days(-1), "dimensions": {"gender": [{"bucket": "FEMALE", "share": 0.8}]}}
    brought = agency.post(f"/v1/creators/{creator.id}/audience", audience)
    assert brought["importer"] == {"id": agency.id, "kind": "agency", "name": "North Talent"}
    about = f"/v1/creators/{creator.id}"
    series = agency.get(f"{about}/metrics/series", metric="views")
    return [withdrawn, agency.get("/v1/metrics/imports"), brought, agency.get(f"{about}/metrics"), series]
