"""What a party and a rate card may look like."""

from __future__ import annotations

import base64
import hashlib

import pytest

from services.roster.domain.commands import RegisterParty
from services.roster.domain.parties import PartyKind, normal_handle
from services.roster.domain.rates import RateCard, put, starting_rate
from services.roster.handlers import parties
from services.shared.commands import internal
from services.shared.errors import Invalid, Stale
from services.shared.money import Money
from tests.fakes.clock import START, FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.build import CREATOR, card, rate


@pytest.mark.parametrize(
    ("given", "normal"),
    [("@Zoe", "zoe"), (" zoe ", "zoe"), ("zoe", "zoe"), ("@@zoe", "@zoe"), ("ZO\u212a", "zok"), ("", "")],
)
def test_a_handle_has_one_form(given: str, normal: str) -> None:
    assert normal_handle(given) == normal


def test_a_card_of_another_version_is_stale() -> None:
    with pytest.raises(Stale):
        put(card(), (rate(),), by=CREATOR, expected_version=1, now=START)


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
