"""A dataclass and a message that are joined say the same, or the process does not start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import Any

import pytest

from protos.callboard.common.v1 import money_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.shared import joins, process
from services.shared.config import ServiceSettings
from services.shared.contracts import SERVICES
from services.shared.joins import Mismatch, join, joined
from services.shared.mapping import from_message, to_message

for service in SERVICES:
    import_module(f"services.{service}.__main__")


@dataclass(frozen=True)
class Price:
    """Like Money."""

    amount_minor: int
    currency: str


@dataclass(frozen=True)
class Rate:
    """Like the Rate of the contract."""

    deliverable: str
    price: Price | None
    negotiable: bool = False
    note: str = ""


@dataclass(frozen=True)
class Other:
    """A rate with a field too many and one too few; its price says something else."""

    deliverable: str
    price: Rate | None
    negotiable: bool = False
    colour: str = ""


class State(StrEnum):
    """Too few states."""

    REQUESTED = "requested"


@dataclass(frozen=True)
class Delegation:
    """Its state is of another kind."""

    state: State


@dataclass(frozen=True)
class Mistyped:
    """A message where the contract has a text."""

    deliverable: Price = field(default_factory=lambda: Price(1, "EUR"))


@dataclass(frozen=True)
class Untimed:
    """A text where the contract has a time."""

    updated_at: str


@dataclass(frozen=True)
class Timed:
    """A time where the contract has a text."""

    updated_by: datetime


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test joins is forgotten after it."""
    monkeypatch.setattr(joins, "_joins", dict(joins._joins))
    yield
    joined.cache_clear()


def test_all_that_services_join_says_the_same() -> None:
    assert {domain.__module__.split(".")[1] for domain, _ in joins._joins} >= set(SERVICES)
    joins.check()


def test_what_is_held_is_joined_with_what_holds_it() -> None:
    join(Rate, pb.Rate)
    rate = Rate("video", Price(5, "EUR"), note="x")
    assert from_message(Rate, to_message(pb.Rate, rate)) == rate
    assert (Price, money_pb2.Money) in joins._joins


CARD = ("creator_id", "rates", "version", "creator", "updated_by_actor")
"""What a rate card has beside the fields of interest."""

WRONG: list[tuple[Any, Any, dict[str, Any], str]] = [
    (Other, pb.Rate, {}, "note is missing from Other: add it, or name it in message_only"),
    (Other, pb.Rate, {"message_only": ["note"]}, "colour is missing from roster.v1.Rate: .* in domain_only"),
    (Rate, pb.Rate, {"message_only": ["note"]}, "note is not missing from Rate: strike it off message_only"),
    (Rate, pb.Rate, {"domain_only": ["tint"]}, "tint is not missing from roster.v1.Rate: strike it off"),
    (
        Other,
        pb.Rate,
        {"message_only": ["note"], "domain_only": ["colour"]},
        "Rate and callboard.common.v1.Money: amount_minor is missing from Rate",
    ),
    (
        Delegation,
        pb.Delegation,
        {"message_only": {each.name for each in pb.Delegation.DESCRIPTOR.fields} - {"state"}},
        "DELEGATION_STATE_ACTIVE is missing from Delegation",
    ),
    (
        Mistyped,
        pb.Rate,
        {"message_only": ["price", "negotiable", "note"]},
        "deliverable is of another type there",
    ),
    (
        Untimed,
        pb.RateCard,
        {"message_only": [*CARD, "updated_by"]},
        "updated_at is of another type there",
    ),
    (
        Timed,
        pb.RateCard,
        {"message_only": [*CARD, "updated_at"]},
        "updated_by is of another type there",
    ),
]


@pytest.mark.parametrize(("domain", "message", "exceptions", "said"), WRONG)
def test_a_mismatch_is_named(domain: Any, message: Any, exceptions: dict[str, Any], said: str) -> None:
    join(domain, message, **exceptions)
    with pytest.raises(Mismatch, match=rf"^\w+ and [\w.]+: .*{said}|^{said}"):
        joins.check()


def test_an_excerpt_leaves_out_what_it_likes() -> None:
    join(Other, pb.ReadableChange, message_only=["creator_id", "readable", "at"], excerpt=True)
    joined(Other, pb.ReadableChange)


def test_what_nobody_has_joined_is_not_mapped() -> None:
    with pytest.raises(Mismatch, match=r"Price and roster\.v1\.Rate are not joined: declare it where"):
        to_message(pb.Rate, Price(1, "EUR"))
    with pytest.raises(Mismatch, match=r"Price and roster\.v1\.Rate are not joined"):
        from_message(Price, pb.Rate())


def test_two_declarations_of_a_pair_agree() -> None:
    join(Rate, pb.Rate)
    join(Rate, pb.Rate)
    with pytest.raises(Mismatch, match="are joined at two places, with different exceptions"):
        join(Rate, pb.Rate, message_only=["note"])


def test_a_mismatch_stops_the_process_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    join(Rate, pb.Labels, message_only=["creator"])
    settings = ServiceSettings.model_construct()
    with pytest.raises(SystemExit, match=r"Rate and roster\.v1\.Labels: creator_id is missing from Rate"):
        process.main("roster", settings, {"rpc": lambda: pytest.fail("It has started.")}, ["rpc"])
