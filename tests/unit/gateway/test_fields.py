"""`?fields=`: answers with some of their fields only."""

from __future__ import annotations

import pytest

from protos.callboard.common.v1 import money_pb2
from protos.campaigns.v1 import campaigns_pb2
from protos.roster.v1 import roster_pb2
from tests.unit.gateway.support import Stage

CREATOR = "/v1/creators/cr_1"
OFFERS = "/v1/campaigns/cp_1/offers"


@pytest.fixture(autouse=True)
def _answers(stage: Stage) -> None:
    stats = roster_pb2.Stats(followers=1000)
    stage.roster.answers["GetCreator"] = roster_pb2.Creator(
        id="cr_1", handle="ana", country="US", stats=stats
    )
    price = money_pb2.Money(amount_minor=250_000, currency="USD")
    offer = campaigns_pb2.Offer(id="of_1", price=price, version=3)
    page = campaigns_pb2.ListOffersResponse(items=[offer, offer], next_cursor="more")
    stage.campaigns.answers["ListCampaignOffers"] = page
    stage.campaigns.answers["GetOffer"] = offer


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ("handle", {"handle": "ana"}),
        ("id,country", {"id": "cr_1", "country": "US"}),
        ("stats.followers", {"stats": {"followers": 1000}}),
        ("stats.followers,stats,stats.average_views", None),
        ("created_at", {"created_at": None}),
    ],
)
def test_a_resource_is_trimmed(stage: Stage, fields: str, left: dict[str, object] | None) -> None:
    whole = stage.send("GET", CREATOR).json
    got = stage.send("GET", f"{CREATOR}?fields={fields}")
    assert got.status_code == 200
    assert got.json == ({"stats": whole["stats"]} if left is None else left)


def test_items_of_a_list_are_trimmed_and_the_cursor_stays(stage: Stage) -> None:
    got = stage.send("GET", f"{OFFERS}?page_size=2&fields=id,price.currency", party="brand_1")
    item = {"id": "of_1", "price": {"currency": "USD"}}
    assert got.json == {"items": [item, item], "next_cursor": "more"}
    assert stage.campaigns.last("ListCampaignOffers").request.page_size == 2


def test_what_is_trimmed_keeps_the_tag_of_its_version(stage: Stage) -> None:
    got = stage.send("GET", f"{OFFERS}/of_1?fields=id", party="brand_1")
    assert (got.json, got.headers["ETag"]) == ({"id": "of_1"}, '"3"')


@pytest.mark.parametrize(
    "fields",
    ["", "nothing", "handle,", "handle.more", "created_at.seconds", ".id", "stats.", "items.id", "id%20"],
)
def test_what_is_no_field_is_named(stage: Stage, fields: str) -> None:
    got = stage.send("GET", f"{CREATOR}?fields={fields}")
    assert got.status_code == 422
    assert {(each["field"], each["code"]) for each in got.json["errors"]} == {("fields", "unknown_field")}
    assert not stage.roster.count("GetCreator"), "nothing was read"


def test_there_is_a_bound_on_fields(stage: Stage) -> None:
    got = stage.send("GET", f"{CREATOR}?fields={','.join(['id'] * 101)}")
    assert (got.status_code, got.json["errors"][0]["code"]) == (422, "too_many_items")


def test_only_readings_can_be_trimmed(stage: Stage) -> None:
    got = stage.send("POST", f"{OFFERS}?fields=id", party="brand_1", json={})
    assert (got.status_code, got.json["errors"][0]["field"]) == (422, "fields")
