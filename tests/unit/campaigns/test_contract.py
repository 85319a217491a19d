"""What the contract allows in requests to campaigns: each case breaks one rule and names the field."""

from __future__ import annotations

from typing import Any

import pytest

from protos.campaigns.v1 import campaigns_pb2 as pb
from tests.unit.asking import asked, faults

USD = {"amount_minor": 250_000, "currency": "USD"}
VIDEO = {"type": "video", "count": 1}
HALF = {"stage": "on_agreement", "percent": 50, "net_days": 30}
EXCLUSIVITY = {"category": "beauty", "from": "2026-03-01", "until": "2026-04-01"}
TERMS = {"price": USD, "deliverables": [VIDEO]}


def proposal(**terms: Any) -> dict[str, Any]:
    """A proposal of valid terms but for these."""
    return {"base_version": 1, "terms": TERMS | terms}


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"price": {"amount_minor": 0, "currency": "JPY"}},
        {"price": {"amount_minor": 10**15, "currency": "JPY"}},
        {"deliverables": [VIDEO] * 20},
        {"deliverables": [VIDEO | {"count": 100, "max_revisions": 20}]},
        {"deliverables": [VIDEO | {"max_revisions": 0}]},
        {"usage_rights": {"spark_ads_days": 365, "paid_usage": True, "territories": ["US", "WORLD"]}},
        {"usage_rights": {}},
        {"exclusivity": EXCLUSIVITY | {"category": "beauty/skincare"}},
        {"payment_schedule": [HALF, HALF | {"net_days": 365}]},
        {"clauses": [{"id": f"c{number}"} for number in range(100)]},
        {"clauses": [{"id": "c", "title": "t" * 200, "text": "x" * 20_000}]},
        {"clauses": []},
    ],
)
def test_terms_that_are_allowed(terms: dict[str, Any]) -> None:
    assert faults(pb.CreateProposalRequest, proposal(**terms)) == []


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"price": None}, "price"),
        ({"price": USD | {"amount_minor": -1}}, "price.amount_minor"),
        ({"price": USD | {"amount_minor": 10**16}}, "price.amount_minor"),
        ({"price": USD | {"currency": "usd"}}, "price.currency"),
        ({"price": USD | {"currency": "XYZ"}}, "price.currency"),
        ({"price": USD | {"currency": "XXX"}}, "price.currency"),
        ({"price": USD | {"currency": ""}}, "price.currency"),
        ({"price": {"currency": "USD"}}, "price.amount_minor"),
        ({"deliverables": []}, "deliverables"),
        ({"deliverables": [VIDEO] * 21}, "deliverables"),
        ({"deliverables": [VIDEO, VIDEO | {"type": ""}]}, "deliverables[1].type"),
        ({"deliverables": [VIDEO | {"type": "Video"}]}, "deliverables[0].type"),
        ({"deliverables": [VIDEO | {"type": "v" * 41}]}, "deliverables[0].type"),
        ({"deliverables": [VIDEO | {"count": 0}]}, "deliverables[0].count"),
        ({"deliverables": [VIDEO | {"count": 101}]}, "deliverables[0].count"),
        ({"deliverables": [{"type": "video"}]}, "deliverables[0].count"),
        ({"deliverables": [VIDEO | {"max_revisions": 21}]}, "deliverables[0].max_revisions"),
        ({"deliverables": [VIDEO | {"max_revisions": -1}]}, "deliverables[0].max_revisions"),
        ({"usage_rights": {"spark_ads_days": 8}}, "usage_rights.spark_ads_days"),
        ({"usage_rights": {"spark_ads_days": 0}}, "usage_rights.spark_ads_days"),
        ({"usage_rights": {"territories": ["US", "usa"]}}, "usage_rights.territories[1]"),
        ({"usage_rights": {"territories": ["US", "UK"]}}, "usage_rights.territories[1]"),
        ({"usage_rights": {"territories": ["US", "US"]}}, "usage_rights.territories[1]"),
        ({"exclusivity": EXCLUSIVITY | {"category": "beauty/../x"}}, "exclusivity.category"),
        ({"exclusivity": EXCLUSIVITY | {"category": "beauty//skincare"}}, "exclusivity.category"),
        ({"exclusivity": EXCLUSIVITY | {"category": "Beauty"}}, "exclusivity.category"),
        ({"exclusivity": EXCLUSIVITY | {"category": "beauty/"}}, "exclusivity.category"),
        ({"exclusivity": EXCLUSIVITY | {"from": None}}, "exclusivity.from"),
        ({"exclusivity": EXCLUSIVITY | {"until": None}}, "exclusivity.until"),
        ({"payment_schedule": [HALF | {"percent": 0}]}, "payment_schedule[0].percent"),
        ({"payment_schedule": [HALF | {"stage": None}]}, "payment_schedule[0].stage"),
        ({"payment_schedule": [HALF, HALF | {"net_days": 366}]}, "payment_schedule[1].net_days"),
        ({"payment_schedule": [HALF, HALF | {"net_days": -1}]}, "payment_schedule[1].net_days"),
        ({"clauses": [{"id": "a"}, {"id": "a"}]}, "clauses[1].id"),
        ({"clauses": [{"id": " "}]}, "clauses[0].id"),
        ({"clauses": [{"id": "a", "title": "t" * 201}]}, "clauses[0].title"),
        ({"clauses": [{"id": "a", "text": "x" * 20_001}]}, "clauses[0].text"),
        ({"clauses": [{"id": f"c{number}"} for number in range(101)]}, "clauses"),
    ],
)
def test_terms_that_are_not(terms: dict[str, Any], field: str) -> None:
    assert faults(pb.CreateProposalRequest, proposal(**terms)) == [f"terms.{field}"]


def test_everything_wrong_is_told_at_once() -> None:
    body = {"terms": {"deliverables": [{"type": "", "count": 0}]}, "message": "x" * 5001}
    assert faults(pb.CreateProposalRequest, body) == [
        "base_version",
        "terms.price",
        "terms.deliverables[0].type",
        "terms.deliverables[0].count",
        "message",
    ]


def test_defaults_are_filled_in() -> None:
    request = asked(pb.CreateProposalRequest, proposal(deliverables=[VIDEO, VIDEO | {"max_revisions": 0}]))
    assert [item.max_revisions for item in request.terms.deliverables] == [2, 0]
    inbox = asked(pb.ListInboxRequest, {})
    assert (inbox.page_size, inbox.sort) == (25, pb.OFFER_SORT_RESPOND_BY)


CAMPAIGN = {"name": "Spring", "category": "beauty", "starts_on": "2026-03-01", "ends_on": "2026-03-01"}


def target(**weights: list[tuple[str, float]]) -> dict[str, Any]:
    """A target of buckets with their weights."""
    dimensions = {
        name: [{"bucket": bucket, "weight": weight} for bucket, weight in pairs]
        for name, pairs in weights.items()
    }
    return {"target": dimensions}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "n" * 200, "brief": "", "category": None},
        {"budget": None, "starts_on": None, "ends_on": None},
        target(gender=[("FEMALE", 0.7)], age=[("18-24", 1)], country=[("US", 0), ("Others", 1)]),
    ],
)
def test_campaigns_that_are_allowed(changes: dict[str, Any]) -> None:
    for kind in (pb.CreateCampaignRequest, pb.PutCampaignRequest):
        assert faults(kind, CAMPAIGN | changes) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "n" * 201}, "name"),
        ({"brief": "b" * 20_001}, "brief"),
        ({"category": "Beauty"}, "category"),
        ({"category": "c" * 201}, "category"),
        ({"budget": USD | {"amount_minor": -1}}, "budget.amount_minor"),
        ({"budget": USD | {"currency": ""}}, "budget.currency"),
        ({"starts_on": "20260301"}, "starts_on"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        (target(gender=[("female", 1)]), "target.gender[0].bucket"),
        (target(age=[("0-17", 1)]), "target.age[0].bucket"),
        (target(country=[("USA", 1)]), "target.country[0].bucket"),
        (target(country=[("US", 1), ("US", 1)]), "target.country[1].bucket"),
        (target(country=[("US", 1.1)]), "target.country[0].weight"),
        ({"target": {"country": [{"bucket": "US"}]}}, "target.country[0].weight"),
    ],
)
def test_campaigns_that_are_not(changes: dict[str, Any], field: str) -> None:
    for kind in (pb.CreateCampaignRequest, pb.PutCampaignRequest):
        assert faults(kind, CAMPAIGN | changes) == [field]


URL = "https://video.example/1"


@pytest.mark.parametrize(
    ("kind", "body", "fields"),
    [
        (pb.CreateOfferRequest, {}, ["creator_id", "terms"]),
        (pb.AcceptOfferRequest, {}, ["version", "hash"]),
        (pb.AcceptOfferRequest, {"version": 0, "hash": "x"}, ["version"]),
        (pb.ConfirmOfferRequest, {}, ["version"]),
        (pb.DeclineOfferRequest, {}, []),
        (pb.DeclineOfferRequest, {"reason": "x" * 2001}, ["reason"]),
        (pb.WithdrawOfferRequest, {"reason": "x" * 2001}, ["reason"]),
        (pb.CancelOfferRequest, {"reason": "x" * 2001}, ["reason"]),
        (pb.CreateMessageRequest, {"text": "Hi"}, []),
        (pb.CreateMessageRequest, {"text": " \n"}, ["text"]),
        (pb.CreateMessageRequest, {"text": "x" * 5001}, ["text"]),
        (pb.CreateDraftRequest, {"url": URL, "note": "x" * 5000}, []),
        (pb.CreateDraftRequest, {"note": "x" * 5001}, ["url", "note"]),
        (pb.ReviewDraftRequest, {"comment": "x" * 5001}, ["decision", "comment"]),
        (pb.CreateCommentRequest, {"text": "x", "at_second": 0}, []),
        (pb.CreateCommentRequest, {"text": "", "at_second": -0.1}, ["text", "at_second"]),
        (pb.PublishDeliverableRequest, {"video_id": "v" * 200, "url": URL}, []),
        (pb.PublishDeliverableRequest, {"video_id": "v" * 201}, ["video_id", "url"]),
        (pb.DiffVersionsRequest, {"from": 0, "to": 1}, ["from"]),
        (pb.ListInboxRequest, {"due_within_hours": 8785}, ["due_within_hours"]),
        (pb.ListInboxRequest, {"due_within_hours": -1}, ["due_within_hours"]),
        (pb.ListInboxRequest, {"sort": "price"}, ["sort"]),
        (pb.ListInboxRequest, {"page_size": 0}, ["page_size"]),
        (pb.ListInboxRequest, {"page_size": 101}, ["page_size"]),
        (pb.ListInboxRequest, {"page_size": 100, "sort": "-respond_by", "due_within_hours": 0}, []),
    ],
)
def test_other_requests(kind: Any, body: dict[str, Any], fields: list[str]) -> None:
    assert faults(kind, body) == fields
