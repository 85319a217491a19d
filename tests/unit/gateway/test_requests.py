"""What callers send as a body, good and bad."""

from __future__ import annotations

import gzip
from typing import Any

import orjson
import pytest

from protos.campaigns.v1 import campaigns_pb2
from services.shared.codes import FieldCode
from services.shared.errors import MOST_FAULTS, FieldError, Invalid
from tests.unit.gateway.support import Stage

LIMIT = 1 << 20
OFFERS = "/v1/campaigns/cp_1/offers"
RATES = "/v1/creators/cr_1/rate-card"


def faults(response: Any) -> dict[str, str]:
    """The faults that a problem lists, by field."""
    return {each["field"]: each["message"] for each in response.json["errors"]}


def test_an_offer_is_decoded_whole(stage: Stage) -> None:
    body = {
        "creator_id": "cr_1",
        "message": "Hi ✨",
        "respond_by": "2026-04-01T10:00:00.5+02:00",
        "terms": {
            "price": {"amount_minor": 2**53 + 1, "currency": "USD"},
            "deliverables": [{"type": "video", "count": 2, "publish_by": "2026-05-01", "max_revisions": 0}],
            "usage_rights": {"spark_ads_days": None, "paid_usage": True, "territories": ["US", "DE"]},
            "payment_schedule": [{"stage": "on_agreement", "percent": 100, "net_days": 30}],
            "exclusivity": {"category": "beauty", "from": "2026-01-01t00:00:00z"},
        },
    }
    response = stage.send("POST", OFFERS, "brand_1", json=body)
    assert response.status_code == 201
    sent = stage.campaigns.last("CreateOffer").request
    assert (sent.campaign_id, sent.creator_id, sent.message) == ("cp_1", "cr_1", "Hi ✨")
    assert sent.respond_by.ToJsonString() == "2026-04-01T08:00:00.500Z"
    terms = sent.terms
    assert terms.price.amount_minor == 2**53 + 1
    assert terms.deliverables[0].publish_by.ToJsonString() == "2026-05-01T00:00:00Z"
    assert terms.deliverables[0].HasField("max_revisions")
    assert not terms.usage_rights.HasField("spark_ads_days")
    assert terms.payment_schedule[0].stage == campaigns_pb2.PAYMENT_STAGE_ON_AGREEMENT
    assert getattr(terms.exclusivity, "from").ToJsonString() == "2026-01-01T00:00:00Z"


UNREADABLE = [
    b"{",
    b"\xff\xfe",
    b'{"message": "\xff"}',
    b'{"message": "\\ud800"}',
    b"\xef\xbb\xbf{}",
    b'{"message": NaN}',
    b'{"a": 1e400}',
    b"{} {}",
    b"{'a': 1}",
    b"\x00",
    gzip.compress(b"{}"),
    b"[" * 10_000,
    b'{"a":' * 10_000,
    b'{"terms":' + b"[" * 65 + b"]" * 65 + b"}",
    b'{"a":' * 64 + b"{}" + b"}" * 64,
]


def test_a_body_that_cannot_be_read_is_malformed(stage: Stage, subtests: pytest.Subtests) -> None:
    for body in UNREADABLE:
        with subtests.test(body=body[:20]):
            response = stage.send("POST", OFFERS, "brand_1", data=body, content_type="application/json")
            assert response.status_code == 400
            assert response.json["type"] == "/docs#body_unreadable"
            assert not stage.campaigns.calls


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"null", b"1"])
def test_a_body_that_is_no_object_can_be_read_but_is_not_allowed(stage: Stage, body: bytes) -> None:
    response = stage.send("POST", OFFERS, "brand_1", data=body, content_type="application/json")
    assert (response.status_code, faults(response)) == (422, {"body": "must be an object"})


def test_sixty_four_levels_are_not_too_deep(stage: Stage) -> None:
    body = b'{"a":' * 63 + b"{}" + b"}" * 63
    response = stage.send("POST", OFFERS, "brand_1", data=body, content_type="application/json")
    assert response.status_code == 422


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"message": 1}, "message"),
    ({"message": ["a"]}, "message"),
    ({"unknown": 1}, "unknown"),
    ({"unknown": None}, "unknown"),
    ({"terms": []}, "terms"),
    ({"terms": {"price": "5 USD"}}, "terms.price"),
    ({"terms": {"price": {"amount_minor": 1.0, "currency": "USD"}}}, "terms.price.amount_minor"),
    ({"terms": {"price": {"amount_minor": "1", "currency": "USD"}}}, "terms.price.amount_minor"),
    ({"terms": {"price": {"amount_minor": True, "currency": "USD"}}}, "terms.price.amount_minor"),
    ({"terms": {"price": {"amount_minor": 2**63, "currency": "USD"}}}, "terms.price.amount_minor"),
    ({"terms": {"price": {"amount_minor": -0.0, "currency": "USD"}}}, "terms.price.amount_minor"),
    ({"terms": {"clauses": [{"text": "a\nb\u202e"}]}}, "terms.clauses[0].text"),
    ({"terms": {"clauses": [{"title": "a\nb"}]}}, "terms.clauses[0].title"),
    ({"message": "\x1b[2J"}, "message"),
    ({"terms": {"deliverables": {}}}, "terms.deliverables"),
    ({"terms": {"deliverables": [None]}}, "terms.deliverables[0]"),
    ({"terms": {"deliverables": [{}, {"count": 2**31}]}}, "terms.deliverables[1].count"),
    ({"terms": {"deliverables": [{"colour": 1}]}}, "terms.deliverables[0].colour"),
    ({"terms": {"usage_rights": {"paid_usage": 1}}}, "terms.usage_rights.paid_usage"),
    ({"terms": {"usage_rights": {"territories": ["US", 7]}}}, "terms.usage_rights.territories[1]"),
    ({"terms": {"payment_schedule": [{"stage": "ON_AGREEMENT"}]}}, "terms.payment_schedule[0].stage"),
    ({"terms": {"payment_schedule": [{"stage": "unspecified"}]}}, "terms.payment_schedule[0].stage"),
    ({"terms": {"payment_schedule": [{"stage": 1}]}}, "terms.payment_schedule[0].stage"),
    ({"respond_by": "tomorrow"}, "respond_by"),
    ({"respond_by": 1700000000}, "respond_by"),
    ({"respond_by": "2026-01-01T00:00:00"}, "respond_by"),
    ({"respond_by": "2026-02-30"}, "respond_by"),
    ({"respond_by": "0000-01-01"}, "respond_by"),
    ({"respond_by": "2016-12-31T23:59:60Z"}, "respond_by"),
    ({"respond_by": "2026-01-01T24:00:00Z"}, "respond_by"),
    ({"respond_by": "2026-01-01T00:00:00+24:00"}, "respond_by"),
    ({"respond_by": "2026-W01-1"}, "respond_by"),
    ({"respond_by": "20260101"}, "respond_by"),
    ({"respond_by": "0001-01-01T00:00:00+14:00"}, "respond_by"),
    ({"respond_by": "9999-12-31T23:59:59-01:00"}, "respond_by"),
    ({"respond_by": "٢٠٢٦-01-01"}, "respond_by"),
    ({"respond_by": "2026-01-01T00:00:00Z\n"}, "respond_by"),
    ({"campaign_id": "cp_2"}, "campaign_id"),
    ({"campaign_id": 3}, "campaign_id"),
]


def test_a_wrong_value_is_named_by_its_field(stage: Stage, subtests: pytest.Subtests) -> None:
    for body, field in WRONG:
        with subtests.test(body=body):
            response = stage.send("POST", OFFERS, "brand_1", json=body)
            assert response.status_code == 422
            assert list(faults(response)) == [field]
            assert not stage.campaigns.calls


def test_all_faults_are_named_at_once_up_to_a_bound(stage: Stage) -> None:
    response = stage.send(
        "POST", OFFERS, "brand_1", json={"message": 1, "terms": {"clauses": [{"id": 1}, 2]}}
    )
    assert list(faults(response)) == ["message", "terms.clauses[0].id", "terms.clauses[1]"]
    codes = [each["code"] for each in response.json["errors"]]
    assert codes == ["wrong_type", "wrong_type", "wrong_type"]
    response = stage.send("POST", OFFERS, "brand_1", json={"terms": {"clauses": [1] * 1_000}})
    assert len(response.json["errors"]) == MOST_FAULTS


def test_a_double_takes_any_finite_number(stage: Stage) -> None:
    path = "/v1/creators/cr_1/offers/of_1/deliverables/dl_1/comments"
    for value, status in ((1, 201), (1.5, 201), (2**64 - 1, 201), ("1", 422), (True, 422)):
        assert stage.send("POST", path, json={"text": "x", "at_second": value}).status_code == status
    assert stage.campaigns.last("CreateComment").request.at_second == float(2**64)


@pytest.mark.parametrize(
    ("verb", "path", "party", "field"),
    [
        ("POST", OFFERS, "brand_1", "campaign_id"),
        ("POST", "/v1/campaigns/cp_1/offers/of_1/proposals", "brand_1", "creator_id"),
        ("PATCH", "/v1/delegations/dg_1", "creator_1", "delegation_id"),
        ("PUT", RATES, "agency_1", "expected_version"),
    ],
)
def test_what_a_path_or_a_header_says_is_no_field_of_a_body(
    stage: Stage, verb: str, path: str, party: str, field: str
) -> None:
    body: dict[str, Any] = {field: "cr_1"} | ({"rates": []} if verb == "PUT" else {})
    response = stage.send(verb, path, party, json=body, headers={"If-Match": "*"})
    assert faults(response) == {field: "is not a field here"}


def test_an_empty_body_is_an_empty_object(stage: Stage) -> None:
    assert stage.send("POST", "/v1/delegations/dg_1/accept", "creator_1").status_code == 200
    assert (
        stage.send("POST", "/v1/delegations/dg_1/accept", "creator_1", content_type="x/y").status_code == 200
    )


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("application/merge-patch+json", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("text/x+json", 415),
        (None, 415),
    ],
)
def test_a_body_must_say_that_it_is_json(stage: Stage, content_type: str | None, status: int) -> None:
    response = stage.send(
        "POST", "/v1/delegations/dg_1/accept", "creator_1", data=b"{}", content_type=content_type
    )
    assert response.status_code == status


def test_a_body_may_be_one_field_of_the_request(stage: Stage) -> None:
    path = "/v1/delegations/dg_1/guardrails"
    price = {"amount_minor": 5, "currency": "USD"}
    body: dict[str, Any] = {"confirm_all_accepts": True, "floor_price": price, "blocked_categories": []}
    body |= dict.fromkeys(("confirm_accepts_above", "max_active_campaigns"))
    response = stage.send("PUT", path, "creator_1", json=body, headers={"If-Match": '"4"'})
    assert response.status_code == 200
    sent = stage.roster.last("PutGuardrails").request
    assert (sent.delegation_id, sent.guardrails.floor_price.amount_minor) == ("dg_1", 5)
    assert sent.expected_version == 4
    response = stage.send(
        "PUT",
        path,
        "creator_1",
        json=body | {"floor_price": {"amount": 1} | price},
        headers={"If-Match": "*"},
    )
    assert list(faults(response)) == ["floor_price.amount"]
    wrong = FieldError("guardrails.floor_price.amount_minor", "must not be negative", FieldCode.OUT_OF_RANGE)
    stage.roster.answers["PutGuardrails"] = Invalid("guardrails.floor_price.amount_minor: …", [wrong])
    response = stage.send("PUT", path, "creator_1", json=body, headers={"If-Match": "*"})
    assert faults(response) == {"floor_price.amount_minor": "must not be negative"}


def test_a_body_over_the_limit_is_refused(stage: Stage) -> None:
    body = orjson.dumps({"message": "x" * LIMIT})
    response = stage.send("POST", OFFERS, "brand_1", data=body, content_type="application/json")
    assert (response.status_code, response.json["type"]) == (413, "/docs#body_too_large")
    assert not stage.campaigns.calls


def test_a_chunked_body_over_the_limit_is_refused(stage: Stage) -> None:
    body = orjson.dumps({"message": "x" * LIMIT})
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    response = stage.send(
        "POST", OFFERS, "brand_1", data=body, content_type="application/json", environ_overrides=chunked
    )
    assert response.status_code == 413


def test_a_body_that_breaks_off_is_malformed(stage: Stage) -> None:
    response = stage.send(
        "POST",
        OFFERS,
        "brand_1",
        data=b"{}",
        content_type="application/json",
        environ_overrides={"CONTENT_LENGTH": "3"},
    )
    assert (response.status_code, response.json["detail"]) == (400, "The body did not arrive whole.")
