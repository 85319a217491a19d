"""What the contract allows in requests to roster: each case breaks rules and names the fields."""

from __future__ import annotations

from typing import Any

import pytest

from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import DELEGABLE, SCOPES
from tests.unit.asking import asked, faults

AGENCY = {"name": "Acme", "country": "US"}
BRAND = AGENCY | {"category": "beauty"}
CREATOR = {"handle": "zoe", "display_name": "Zoe", "country": "US"}
READ = "marketplace.profile.read"
USD = {"amount_minor": 100, "currency": "USD"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"languages": ["en", "fil"], "categories": ["beauty/skincare"]}, []),
        ({"handle": " @Zoe.B_1 "}, []),
        ({"handle": ""}, ["handle"]),
        ({"handle": None}, ["handle"]),
        ({"handle": "a" * 65}, ["handle"]),
        ({"handle": "@@zoe"}, ["handle"]),
        ({"handle": "zo é"}, ["handle"]),
        ({"handle": "cr_7"}, []),
        ({"handle": f"cr_{'0' * 32}"}, ["handle"]),
        ({"handle": f"@CR_{'0' * 32}"}, ["handle"]),
        ({"country": "UK", "languages": ["en", "eng", "xx"]}, ["country", "languages[1]", "languages[2]"]),
        ({"display_name": ""}, ["display_name"]),
        ({"languages": ["english", "EN", ""]}, ["languages[0]", "languages[1]", "languages[2]"]),
        ({"languages": ["en"] * 51}, ["languages"]),
        ({"categories": ["Beauty", "a" * 201]}, ["categories[0]", "categories[1]"]),
        ({"categories": ["a"] * 51}, ["categories"]),
        ({"country": "usa", "handle": "?"}, ["handle", "country"]),
    ],
)
def test_creators(changes: dict[str, Any], fields: list[str]) -> None:
    assert faults(pb.CreateCreatorRequest, CREATOR | changes) == fields


@pytest.mark.parametrize(
    ("kind", "body", "fields"),
    [
        (pb.CreateAgencyRequest, AGENCY, []),
        (pb.CreateAgencyRequest, AGENCY | {"country": "ZZ"}, ["country"]),
        (pb.CreateAgencyRequest, AGENCY | {"name": " "}, ["name"]),
        (pb.CreateAgencyRequest, AGENCY | {"name": "x" * 201}, ["name"]),
        (pb.CreateAgencyRequest, AGENCY | {"name": "Acme\nGrants nothing"}, ["name"]),
        (pb.CreateAgencyRequest, AGENCY | {"name": "Acme\u2028Grants nothing"}, ["name"]),
        (pb.CreateAgencyRequest, AGENCY | {"country": ""}, ["country"]),
        (pb.CreateAgencyRequest, AGENCY | {"country": "ÄÖ"}, ["country"]),
        (pb.CreateBrandRequest, BRAND, []),
        (pb.CreateBrandRequest, AGENCY, ["category"]),
        (pb.CreateBrandRequest, BRAND | {"country": "XX", "category": "beauty/"}, ["country", "category"]),
        (pb.CreateBrandRequest, BRAND | {"category": "beauty/.."}, ["category"]),
        (pb.CreateBrandRequest, BRAND | {"category": "a" * 201}, ["category"]),
    ],
)
def test_agencies_and_brands(kind: Any, body: dict[str, Any], fields: list[str]) -> None:
    assert faults(kind, body) == fields


def rate(deliverable: str = "video", **more: Any) -> dict[str, Any]:
    """A rate."""
    return {"deliverable": deliverable, "price": USD, **more}


@pytest.mark.parametrize(
    ("rates", "fields"),
    [
        ([], []),
        ([rate(), rate("live", note="x" * 2000)], []),
        ([rate(), rate()], ["rates[1].deliverable"]),
        ([rate("Video"), rate("9"), rate("")], [f"rates[{n}].deliverable" for n in range(3)]),
        ([rate("a" * 41)], ["rates[0].deliverable"]),
        ([{"deliverable": "video"}], ["rates[0].price"]),
        (
            [rate(price={"amount_minor": -1, "currency": "?"})],
            ["rates[0].price.amount_minor", "rates[0].price.currency"],
        ),
        ([rate(note="x" * 2001)], ["rates[0].note"]),
        ([rate(f"v{n}") for n in range(101)], ["rates"]),
    ],
)
def test_rate_cards(rates: list[dict[str, Any]], fields: list[str]) -> None:
    assert faults(pb.PutRateCardRequest, {"rates": rates}) == fields


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"tags": [" VIP", "a b"], "notes": "n"}, []),
        ({"tags": [""]}, ["tags[0]"]),
        ({"tags": ["ok", " "]}, ["tags[1]"]),
        ({"tags": ["ok", "x" * 51]}, ["tags[1]"]),
        ({"tags": ["x"] * 51}, ["tags"]),
        ({"notes": "x" * 10_001}, ["notes"]),
    ],
)
def test_labels(body: dict[str, Any], fields: list[str]) -> None:
    assert faults(pb.PutLabelsRequest, body) == fields


@pytest.mark.parametrize(
    ("limits", "fields"),
    [
        ({}, []),
        ({"blocked_categories": ["gambling", "beauty/skincare"], "max_active_campaigns": 0}, []),
        ({"blocked_categories": ["Beauty", "a" * 101]}, ["blocked_categories[0]", "blocked_categories[1]"]),
        ({"blocked_categories": ["a"] * 51}, ["blocked_categories"]),
        (
            {"blocked_categories": ["ok", "", "a//b", "a/", "/a"]},
            [f"blocked_categories[{n}]" for n in (1, 2, 3, 4)],
        ),
        (
            {"floor_price": {"amount_minor": -1, "currency": "x"}, "max_active_campaigns": -1},
            ["floor_price.amount_minor", "floor_price.currency", "max_active_campaigns"],
        ),
        (
            {"confirm_accepts_above": {}},
            ["confirm_accepts_above.amount_minor", "confirm_accepts_above.currency"],
        ),
        ({"max_active_campaigns": 10_001}, ["max_active_campaigns"]),
    ],
)
def test_guardrails(limits: dict[str, Any], fields: list[str]) -> None:
    named = [f"guardrails.{field}" for field in fields]
    for kind in (pb.AcceptDelegationRequest, pb.PutGuardrailsRequest):
        assert faults(kind, {"guardrails": limits}) == named


def test_a_patch_misses_nothing_and_allows_no_more() -> None:
    assert faults(pb.PatchGuardrailsRequest, {"guardrails": {"floor_price": {"amount_minor": 5}}}) == []
    wrong = {"floor_price": {"amount_minor": -5}, "blocked_categories": [""]}
    assert faults(pb.PatchGuardrailsRequest, {"guardrails": wrong}) == [
        "guardrails.floor_price.amount_minor",
        "guardrails.blocked_categories[0]",
    ]
    # What was not named is not filled in either.
    assert not asked(pb.PatchGuardrailsRequest, {}).HasField("guardrails")


REQUEST = {"creator_id": "cr_1", "scopes": [READ], "purpose": "Brand deals."}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"scopes": list(DELEGABLE), "purpose": "ü" * 500}, []),
        ({"creator_id": "", "scopes": [], "purpose": " "}, ["creator_id", "scopes", "purpose"]),
        *(
            ({"purpose": purpose}, ["purpose"])
            for purpose in ("a\nb", "a\r\nb", "a\u2028b", "a\u2029b", "a\x85b", "a\x00b", "", "x" * 501)
        ),
        *(
            ({"scopes": [READ, scope]}, ["scopes[1]"])
            for scope in ("", "account", "user.info.basic", "marketplace", "marketplace.*", READ.upper())
        ),
        *(({"scopes": [scope]}, ["scopes[0]"]) for scope in sorted(set(SCOPES) - set(DELEGABLE))),
    ],
)
def test_requests_for_a_delegation(changes: dict[str, Any], fields: list[str]) -> None:
    assert faults(pb.CreateDelegationRequest, REQUEST | changes) == fields


@pytest.mark.parametrize(
    ("kind", "body", "fields"),
    [
        (pb.RevokeDelegationRequest, {"reason": "x" * 2001}, ["reason"]),
        (pb.DeclineDelegationRequest, {"reason": "x" * 2001}, ["reason"]),
        (pb.EndDelegationRequest, {"reason": "x" * 2000}, []),
        (pb.ListRosterRequest, {"country": "UK"}, ["country"]),
        (pb.ListRosterRequest, {"country": "zz"}, ["country"]),
        (pb.ListRosterRequest, {"category": "beauty/"}, ["category"]),
        (pb.ListRosterRequest, {"category": "../beauty"}, ["category"]),
        *(
            (pb.ListRosterRequest, {"sort": sort}, ["sort"])
            for sort in ("name", "--handle", "Handle", "handle,-followers", "")
        ),
        (pb.ListActivityRequest, {"page_size": -1}, ["page_size"]),
    ],
)
def test_other_requests(kind: Any, body: dict[str, Any], fields: list[str]) -> None:
    assert faults(kind, body) == fields


def test_a_roster_is_sorted_by_handle_unless_it_is_said_otherwise() -> None:
    assert asked(pb.ListRosterRequest, {}).sort == pb.ROSTER_SORT_HANDLE
