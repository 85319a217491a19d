"""What a party and a rate card may look like."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from services.roster.domain.commands import RegisterParty
from services.roster.domain.parties import PartyKind, check_party, normal_handle
from services.roster.domain.rates import Rate, RateCard, check_rates, put, starting_rate
from services.roster.handlers import parties
from services.shared.commands import internal
from services.shared.errors import Invalid, Stale
from services.shared.money import Money
from tests.fakes.clock import START, FakeClock
from tests.fakes.roster import FakeStore
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
        ("agency", {"name": "Acme\nGrants nothing"}, ["name"]),
        ("agency", {"name": "Acme\u2028Grants nothing"}, ["name"]),
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


def test_a_secret_has_256_random_bits_and_only_its_hash_is_kept(store: FakeStore, clock: FakeClock) -> None:
    command = RegisterParty(PartyKind.AGENCY, "Acme", "US")
    made = parties.register_party(store, clock, command, internal("op_1"))
    secret, (kept,) = made.client.client_secret, made.party.credentials
    assert len(base64.urlsafe_b64decode(secret + "=")) == 32
    assert kept.secret_hash == hashlib.sha256(secret.encode()).hexdigest()


def test_a_short_secret_of_the_operator_is_refused(store: FakeStore, clock: FakeClock) -> None:
    with pytest.raises(Invalid, match="256 random bits"):
        parties.ensure_operator(store, clock, client_id="op_client", client_secret="x" * 42)
    assert store.party_of_client("op_client") is None
