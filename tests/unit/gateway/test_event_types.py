"""The public list of event types."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from protos.notifications.v1 import public_pb2 as public
from services.gateway.openapi import openapi
from services.gateway.openapi.event_types import event_types
from services.notifications import catalogue
from services.shared.enums import names_of
from tests.unit.gateway.support import Stage

PATH = "/v1/event-types"


def test_anybody_may_read_which_types_there_are(stage: Stage) -> None:
    answer = stage.http.get(PATH)
    assert answer.status_code == 200, answer.text
    listed = orjson.loads(answer.data)["items"]
    assert [each["type"] for each in listed] == list(names_of(public.EventType.DESCRIPTOR).values())
    sent = listed[0]
    assert sent["type"] == "offer.sent"
    assert sent["description"] == "A brand has sent an offer."
    assert sent["scope"] == "marketplace.offers.read"
    assert sent["example"]["data"]["creator"]["id"].startswith("cr_")
    requested = next(each for each in listed if each["type"] == "delegation.requested")
    assert requested["scope"] is None


def test_it_is_trimmed_and_knows_its_parameters(stage: Stage) -> None:
    trimmed = orjson.loads(stage.http.get(f"{PATH}?fields=type").data)["items"]
    assert {tuple(each) for each in trimmed} == {("type",)}
    assert stage.http.get(f"{PATH}?types=offer.sent").status_code == 422


@pytest.mark.parametrize("described", event_types(), ids=lambda each: each["type"])
def test_each_schema_holds_for_its_example_and_for_what_is_sent(described: dict[str, Any]) -> None:
    schema = described["schema"]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert list(validator.iter_errors(described["example"]["data"])) == []
    assert list(validator.iter_errors({"unknown": 1}))
    kind = catalogue.kinds()[described["type"]]
    assert described["scope"] == (kind.scope or None)
    body = orjson.loads(catalogue.body_of(kind.name, "2026-04-01T12:00:00Z", kind.data()))
    assert body.keys() == described["example"].keys()
    assert body["data"].keys() == described["example"]["data"].keys()


def test_the_document_has_them_as_webhooks() -> None:
    document = openapi([])
    assert list(document["webhooks"]) == [each["type"] for each in event_types()]
    body = document["webhooks"]["offer.sent"]["post"]["requestBody"]["content"]["application/json"]
    assert body["schema"]["properties"]["data"] == {"$ref": "#/components/schemas/OfferEvent"}
    assert body["example"] == event_types()[0]["example"]
