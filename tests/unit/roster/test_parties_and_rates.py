"""What a party and a rate card may look like."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from argon2 import Type, extract_parameters

from services.roster.domain.parties import PartyKind, check_party, normal_handle
from services.roster.domain.rates import Rate, RateCard, check_rates, put, starting_rate
from services.roster.handlers import parties
from services.shared.errors import Invalid, Stale
from services.shared.money import Money
from tests.fakes.clock import START
from tests.unit.roster.build import CREATOR, card, party, rate


def refused(check: Any, *given: Any) -> list[str]:
    try:
        check(*given)
    except Invalid as invalid:
        return [each.field for each in invalid.errors]
    return []


@pytest.mark.parametrize(
    ("given", "normal"),
    [("@Zoe", "zoe"), (" zoe ", "zoe"), ("zoe", "zoe"), ("@@zoe", "@zoe"), ("ZO\u212a", "zok"), ("", "")],
)
def test_a_handle_has_one_form(given: str, normal: str) -> None:
    assert normal_handle(given) == normal


@pytest.mark.parametrize(
    ("kind", "fields", "named"),
    [
        ("creator", {"languages": ("en", "fil"), "categories": ("beauty/skincare",)}, []),
        ("creator", {"handle": ""}, ["handle"]),
        ("creator", {"handle": None}, ["handle"]),
        ("creator", {"handle": "a" * 65}, ["handle"]),
        ("creator", {"handle": "zo é"}, ["handle"]),
        ("creator", {"handle": "zoe\n"}, ["handle"]),
        ("creator", {"handle": "cr_7"}, []),
        ("creator", {"handle": f"cr_{'0' * 32}"}, ["handle"]),
        (
            "creator",
            {"country": "UK", "languages": ("en", "eng", "xx")},
            ["country", "languages[1]", "languages[2]"],
        ),
        ("agency", {"country": "ZZ"}, ["country"]),
        ("brand", {"country": "XX", "category": "beauty/"}, ["country", "category"]),
        ("brand", {"category": "beauty/.."}, ["category"]),
        ("creator", {"name": ""}, ["display_name"]),
        ("creator", {"languages": ("english", "EN", "")}, ["languages[0]", "languages[1]", "languages[2]"]),
        ("creator", {"languages": ("en",) * 51}, ["languages"]),
        ("creator", {"categories": ("Beauty", "a" * 201)}, ["categories[0]", "categories[1]"]),
        ("creator", {"categories": ("a",) * 51}, ["categories"]),
        ("creator", {"country": "usa", "handle": "?"}, ["country", "handle"]),
        ("agency", {}, []),
        ("agency", {"name": " "}, ["name"]),
        ("agency", {"name": "x" * 201}, ["name"]),
        ("agency", {"country": ""}, ["country"]),
        ("agency", {"country": "ÄÖ"}, ["country"]),
        ("brand", {"category": "beauty"}, []),
        ("brand", {}, ["category"]),
        ("brand", {"category": "a" * 201}, ["category"]),
    ],
)
def test_parties(kind: str, fields: dict[str, Any], named: list[str]) -> None:
    assert refused(check_party, party(kind=PartyKind(kind), **fields)) == named


@pytest.mark.parametrize(
    ("rates", "named"),
    [
        ((), []),
        ((rate(), rate("live", 0, "JPY", note="x" * 2000)), []),
        ((rate(), rate()), ["rates[1].deliverable"]),
        ((rate("Video"), rate("9"), rate("")), [f"rates[{n}].deliverable" for n in range(3)]),
        ((rate("a" * 41),), ["rates[0].deliverable"]),
        ((Rate("video", None),), ["rates[0].price"]),
        ((rate(amount=-1, currency="?"),), ["rates[0].price.amount_minor", "rates[0].price.currency"]),
        ((rate(note="x" * 2001),), ["rates[0].note"]),
        (tuple(rate(f"v{n}") for n in range(101)), ["rates"]),
    ],
)
def test_rates(rates: tuple[Rate, ...], named: list[str]) -> None:
    assert refused(check_rates, rates) == named


def test_a_new_card_keeps_every_former_one() -> None:
    first = replace(put(card(), (rate(),), by=CREATOR, expected_version=0, now=START), version=1)
    assert first.former == ()
    second = replace(put(first, (rate(amount=2),), by="ag_1", expected_version=1, now=START), version=2)
    third = replace(put(second, (), by=CREATOR, expected_version=None, now=START), version=3)
    assert [(each.version, each.rates, each.updated_by) for each in third.history] == [
        (3, (), CREATOR),
        (2, (rate(amount=2),), "ag_1"),
        (1, (rate(),), CREATOR),
    ]
    assert third.creator_id == third.history[0].creator_id == CREATOR


def test_a_card_before_the_first_has_no_history() -> None:
    assert card().history == ()


def test_a_card_of_another_version_is_stale_before_it_is_invalid() -> None:
    with pytest.raises(Stale):
        put(card(), (rate(amount=-1),), by=CREATOR, expected_version=1, now=START)
    with pytest.raises(Invalid):
        put(card(), (rate(amount=-1),), by=CREATOR, expected_version=0, now=START)


def prices(*given: tuple[int, str]) -> RateCard:
    return card(rates=tuple(rate(f"v{n}", *each) for n, each in enumerate(given)))


@pytest.mark.parametrize(
    ("given", "lowest"),
    [
        ([], None),
        ([(5, "USD")], (5, "USD")),
        ([(5, "USD"), (0, "USD")], (0, "USD")),
        ([(900, "USD"), (1, "EUR"), (800, "USD")], (800, "USD")),
    ],
)
def test_the_starting_rate_is_the_lowest_in_the_usual_currency(
    given: list[tuple[int, str]], lowest: tuple[int, str] | None
) -> None:
    found = starting_rate(prices(*given).rates)
    assert (found and found.price) == (Money(*lowest) if lowest else None)


def test_the_cost_of_a_hash_is_what_owasp_recommends_at_least() -> None:
    parameters = extract_parameters(parties._NOBODY)
    assert parameters.type is Type.ID
    assert (parameters.time_cost, parameters.memory_cost) >= (2, 19_456)
