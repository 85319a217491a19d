"""What one side writes never takes from the other what it may do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.e2e.api import (
    Actor,
    Operator,
    brand_path,
    creator_path,
    current,
    delegate,
    send_offer,
    terms,
    unique,
)

OVERLOADED = 503
LARGE = [{"id": f"c{number}", "title": "", "text": "x" * 18_000} for number in range(6)]


def parties(operator: Operator) -> tuple[Actor, Actor, dict[str, Any]]:
    """A brand, a creator, and an offer between them."""
    brand, creator = operator.brand(), operator.creator()
    return brand, creator, send_offer(brand, creator)


def test_thirty_versions_by_one_side_leave_the_other_its_own(operator: Operator) -> None:
    brand, creator, offer = parties(operator)
    path = f"{brand_path(offer)}/proposals"
    for number in range(1, 30):
        body = {"base_version": number, "terms": terms(number, clauses=LARGE), "message": ""}
        offer = brand.post(path, body)
    body = {"base_version": 30, "terms": terms(999), "message": ""}
    assert "30 versions" in brand.post(path, body, status=409)["detail"]
    answer = creator.post(f"{creator_path(offer)}/proposals", body)
    assert answer["current_version"] == 31
    seen, cursor = [], ""
    while True:
        page = creator.get(f"{creator_path(offer)}/versions", page_size=20, cursor=cursor)
        seen += [each["number"] for each in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == list(range(1, 32))
    agreed = brand.post(f"{brand_path(offer)}/accept", current(answer), status=200)
    assert agreed["state"] == "active"


def test_a_thread_that_one_side_has_filled_is_open_to_the_other(operator: Operator) -> None:
    brand, creator, offer = parties(operator)
    text = "ñ" * 5000

    def write(_: int) -> int:
        status = OVERLOADED
        while status == OVERLOADED:
            status = brand.send("POST", f"{brand_path(offer)}/messages", json={"text": text}).status_code
        return status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(write, range(1_030)))
    assert set(statuses) == {201, 409}
    assert 1_000 <= statuses.count(201) <= 1_008
    brand.post(f"{brand_path(offer)}/messages", {"text": "One more"}, status=409)
    creator.post(f"{creator_path(offer)}/messages", {"text": "Stop that."})
    read = creator.get(f"{creator_path(offer)}/messages", page_size=100)
    assert len(read["items"]) == 100
    assert read["next_cursor"]
    declined = creator.post(f"{creator_path(offer)}/decline", {"reason": "Noise."}, status=200)
    assert declined["state"] == "declined"


def test_comments_of_one_side_leave_the_other_its_room(operator: Operator) -> None:
    brand, creator, offer = parties(operator)
    creator.post(f"{creator_path(offer)}/accept", current(offer), status=200)
    (item,) = creator.get(f"{creator_path(offer)}/deliverables")["items"]
    hers = f"{creator_path(offer)}/deliverables/{item['id']}"
    brands = f"{brand_path(offer)}/deliverables/{item['id']}"
    creator.post(f"{hers}/drafts", {"url": "https://video.example/1", "note": "First cut"})
    status = 201
    for _ in range(150):
        status = brand.send("POST", f"{brands}/comments", json={"text": "𝄞" * 5000}).status_code
        if status != 201:
            break
    assert status == 409
    creator.post(f"{hers}/comments", {"text": "I have read all of it."})
    brand.post(f"{brands}/review", {"decision": "approve", "comment": "x" * 5000}, status=409)
    approved = brand.post(f"{brands}/review", {"decision": "approve"}, status=200)
    assert approved["state"] == "approved"
    published = {"video_id": "v1", "url": "https://video.example/1"}
    creator.post(f"{hers}/publish", published, status=200)
    assert creator.get(creator_path(offer))["state"] == "completed"


def everything(reader: Actor, path: str) -> list[dict[str, Any]]:
    """All items of a list, in pages as large as can be asked for."""
    seen: list[dict[str, Any]] = []
    page: dict[str, Any] = {"next_cursor": ""}
    while page["next_cursor"] or not seen:
        page = reader.get(path, page_size=100, cursor=page["next_cursor"])
        seen += page["items"]
    return seen


def test_large_rate_cards_by_an_agency_leave_the_creator_hers(operator: Operator) -> None:
    """The answers that are kept for repetitions would fill a document, the former cards an answer."""
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    path, price = f"/v1/creators/{creator.id}/rate-card", {"amount_minor": 1, "currency": "USD"}
    rates = [{"deliverable": f"d{number}", "price": price, "note": "漢" * 1650} for number in range(100)]
    for _ in range(35):
        once = {"If-Match": "*", "Idempotency-Key": unique("key")}
        agency.call("PUT", path, {"rates": rates}, status=200, headers=once)
    assert creator.put(path, {"rates": []})["version"] == 36
    assert [each["version"] for each in everything(creator, f"{path}/history")] == list(range(36, 0, -1))


def test_a_list_of_offers_that_a_brand_has_made_large_can_be_read(operator: Operator) -> None:
    agency, creator, brand = operator.agency(), operator.creator(), operator.brand()
    delegate(agency, creator)
    campaign = brand.post("/v1/campaigns", {"name": "Spring", "category": "beauty"})
    path = f"/v1/campaigns/{campaign['id']}/offers"
    sent = {
        brand.post(path, {"creator_id": creator.id, "terms": terms(clauses=LARGE)})["id"] for _ in range(100)
    }
    for reader, where in (
        (agency, "/v1/inbox"),
        (creator, f"/v1/creators/{creator.id}/offers"),
        (brand, path),
    ):
        seen = [each["id"] for each in everything(reader, where)]
        assert len(seen) == 100
        assert set(seen) == sent
