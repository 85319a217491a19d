"""Messages and dataclasses say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from importlib import import_module
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from protos.callboard.common.v1 import parties_pb2
from protos.metrics.v1 import events_pb2 as metrics_events
from protos.metrics.v1 import metrics_pb2
from protos.roster.v1 import roster_pb2 as pb
from services.roster.domain.activity import (
    ALLOWED,
    DENIED,
    READ,
    RECORDED,
    Activity,
    Checkpoint,
    Proof,
    Reading,
)
from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.parties import Client, PartyKind, Stats
from services.roster.domain.rates import Rate
from services.roster.domain.roster import Filter, Labels
from services.shared import joins
from services.shared.access import DELEGABLE
from services.shared.errors import Invalid
from services.shared.joins import join
from services.shared.mapping import (
    enum_of,
    from_message,
    moment,
    optional,
    patch_of,
    to_datetime,
    to_message,
    to_page,
)
from services.shared.money import Money
from services.shared.paging import Page
from tests.fakes.clock import START
from tests.unit.roster.build import card, delegation, entry, item, party, rate

# What roster maps is joined where it does so.
for part in ("rpc", "consumes"):
    import_module(f"services.roster.{part}")
joins.check()

TEXT = st.text(st.characters(codec="utf-8"), max_size=9)
INT64 = st.integers(-(2**63), 2**63 - 1)
TIMES = st.datetimes(timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
MONEY = st.builds(Money, INT64, TEXT)
RATES = st.builds(Rate, TEXT, MONEY, st.booleans(), TEXT)
SCOPES = st.lists(st.sampled_from(DELEGABLE)).map(tuple)
GUARDRAILS = st.builds(
    Guardrails,
    st.booleans(),
    MONEY | st.none(),
    MONEY | st.none(),
    st.lists(TEXT).map(tuple),
    st.integers(-(2**31), 2**31 - 1) | st.none(),
)
DELEGATIONS = st.builds(
    Delegation,
    id=TEXT,
    creator_id=TEXT,
    agency_id=TEXT,
    state=st.sampled_from(DelegationState),
    scopes=SCOPES,
    requested_scopes=SCOPES,
    purpose=TEXT,
    consent_text=TEXT,
    consent_hash=TEXT,
    requested_at=TIMES,
    requested_by=TEXT,
    guardrails=GUARDRAILS,
    granted_at=TIMES | st.none(),
    granted_by=TEXT,
    granted_with=TEXT,
    expires_at=TIMES | st.none(),
    ended_at=TIMES | st.none(),
    ended_by=TEXT,
    reason=TEXT,
    version=INT64,
)
NUMBERS = st.floats(allow_nan=False) | st.none()
STATS = st.builds(Stats, INT64 | st.none(), NUMBERS, NUMBERS, NUMBERS, TIMES | st.none(), st.just(0))
ENTRIES = st.builds(
    Activity,
    creator_id=TEXT,
    at=TIMES,
    actor_id=TEXT,
    actor_kind=st.sampled_from(PartyKind) | st.none(),
    action=TEXT,
    decision=st.sampled_from([ALLOWED, DENIED, READ, RECORDED]),
    sequence=INT64,
    delegation_version=INT64,
    previous_hash=TEXT,
    hash=TEXT,
    reason=TEXT,
)

ROUND_TRIPS: list[tuple[Any, Any, Any]] = [
    (pb.Guardrails, Guardrails, GUARDRAILS),
    (pb.Delegation, Delegation, DELEGATIONS),
    (pb.Rate, Rate, RATES),
    (pb.Stats, Stats, STATS),
    (pb.Activity, Activity, ENTRIES),
    (pb.Client, Client, st.builds(Client, TEXT, TEXT)),
]


@pytest.mark.parametrize(
    ("message", "domain", "values"), ROUND_TRIPS, ids=lambda each: getattr(each, "__name__", "")
)
def test_a_resource_survives_its_message(message: Any, domain: Any, values: Any) -> None:
    @given(values)
    def survives(value: Any) -> None:
        there = message.FromString(to_message(message, value).SerializeToString())
        assert from_message(domain, there) == value

    survives()


def missing(message: Any, value: Any) -> set[str]:
    """The fields of the message that a full value leaves unset, but for names, which are looked up."""
    made = to_message(message, value)
    fields = {field.name for field in message.DESCRIPTOR.fields if not is_name(field)}
    return fields - {field.name for field, _ in made.ListFields()}


def is_name(field: Any) -> bool:
    """Whether a field names a party beside its id."""
    return field.message_type is not None and field.message_type.file is parties_pb2.DESCRIPTOR


FULL_STATS = Stats(1, 2.0, 3.0, 0.4, START, 5)
FULL_RATE = rate(negotiable=True, note="n")
FULL_CARD = card(rates=(FULL_RATE,), version=1, updated_at=START, updated_by="cr_1")
FULL_PARTY = party(
    languages=("en",), categories=("a",), category="a", stats=FULL_STATS, bio="b", portfolio=("v",)
)
FULL_DELEGATION = delegation(
    guardrails=Guardrails(True, Money(1, "USD"), Money(1, "USD"), ("a",), 1),
    granted_at=START,
    granted_by="cl",
    granted_with="x",
    expires_at=START,
    updated_at=START,
    ended_at=START,
    ended_by="x",
    reason="x",
)
FULL_ENTRY = entry(
    client_id="cl",
    person_id="pe",
    person_name="Ana",
    on_behalf_of="cr",
    delegation_id="dg",
    delegation_version=1,
    object="o",
    rule="r",
    reason="x",
    request_id="rq",
    readings=(Reading("a", "o", 1, START, "rq"),),
    unlisted=1,
    sequence=1,
    previous_hash="0",
    hash="1",
)
FULL_CHECKPOINT = Checkpoint("cr", 1, "h", START, "signed")


@pytest.mark.parametrize(
    ("message", "value"),
    [
        (pb.Agency, FULL_PARTY),
        (pb.Brand, FULL_PARTY),
        (pb.Creator, FULL_PARTY),
        (pb.Stats, FULL_STATS),
        (pb.Guardrails, FULL_DELEGATION.guardrails),
        (pb.Delegation, FULL_DELEGATION),
        (pb.Rate, FULL_RATE),
        (pb.RateCard, FULL_CARD),
        (pb.Labels, Labels("ag_1:cr_1", ("a",), "n", 1)),
        (pb.RosterItem, item(starting_rate=FULL_RATE, open_offers=1)),
        (pb.Activity, FULL_ENTRY),
        (pb.Reading, FULL_ENTRY.readings[0]),
        (pb.Checkpoint, FULL_CHECKPOINT),
        (pb.ActivityProof, Proof("cr", 1, "h", checkpoint=FULL_CHECKPOINT)),
        (pb.Client, Client("cl", "secret")),
    ],
    ids=lambda each: each.DESCRIPTOR.name if hasattr(each, "DESCRIPTOR") else "",
)
def test_every_field_of_a_message_is_filled_by_its_dataclass(message: Any, value: Any) -> None:
    assert missing(message, value) - {"problem"} == set()


def test_nothing_is_shown_of_credentials() -> None:
    shown = to_message(pb.Creator, FULL_PARTY).SerializeToString()
    assert b"hash" not in shown


def test_what_is_unset_is_none_and_zero_is_not_unset() -> None:
    asked = from_message(Filter, pb.ListRosterRequest(min_followers=0))
    assert (asked.min_followers, asked.max_followers) == (0, None)
    limits = to_message(pb.Guardrails, Guardrails(max_active_campaigns=0))
    assert limits.HasField("max_active_campaigns")
    assert not to_message(pb.Guardrails, Guardrails()).HasField("max_active_campaigns")


def test_fields_can_be_given_beside_the_message() -> None:
    made = from_message(Money, pb.Rate(price={"amount_minor": 0}).price, currency="EUR")
    assert made == Money(0, "EUR")


@pytest.mark.parametrize(
    ("price", "field"),
    [({"currency": "USD"}, "amount_minor"), ({"amount_minor": 1}, "currency"), ({}, "amount_minor")],
)
def test_money_that_is_not_whole_is_no_money(price: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid, match=f"{field}: is required"):
        from_message(Rate, pb.Rate(deliverable="video", price=price))


def test_an_event_fills_the_statistics() -> None:
    event = metrics_events.CreatorStatsChanged(creator_id="cr", followers=5, version=2, captured_at=START)
    assert from_message(Stats, event) == Stats(followers=5, captured_at=START, version=2)


def test_an_enum_out_of_range_is_invalid() -> None:
    for number in (0, 99):
        with pytest.raises(Invalid, match="state: must be one of requested, active") as raised:
            from_message(Delegation, pb.Delegation(state=number))  # type: ignore[arg-type]
        assert raised.value.errors[0].field == "state"


def test_an_enum_of_a_request_may_be_unset() -> None:
    request = pb.ListDelegationsRequest()
    assert enum_of(DelegationState, request, "state") is None
    request.state = pb.DELEGATION_STATE_REVOKED
    assert enum_of(DelegationState, request, "state") is DelegationState.REVOKED
    request.state = 99  # type: ignore[assignment]
    with pytest.raises(Invalid):
        enum_of(DelegationState, request, "state")


def test_optional_fields_and_moments() -> None:
    request = pb.PutLabelsRequest()
    assert optional(request, "expected_version") is None
    request.expected_version = 0
    assert optional(request, "expected_version") == 0
    asked = pb.CreateDelegationRequest()
    assert moment(asked, "expires_at") is None
    asked.expires_at.FromDatetime(START.replace(microsecond=1_999))
    assert moment(asked, "expires_at") == START.replace(microsecond=1_000)


def test_the_values_that_a_mask_names() -> None:
    limits = pb.Guardrails(floor_price={"amount_minor": 7}, blocked_categories=["beauty"])
    names = ["floor_price.amount_minor", "floor_price.currency", "blocked_categories", "max_active_campaigns"]
    found = patch_of(Guardrails, limits, [*names, "confirm_all_accepts"])
    assert [value for _, value in found.values] == [7, None, ("beauty",), None, False]
    assert patch_of(Guardrails, pb.Guardrails(), ["floor_price"]).values == (("floor_price", None),)


@pytest.mark.parametrize("seconds", [10**15, -(10**14), 253_402_300_800])
def test_a_time_that_no_calendar_has_is_invalid(seconds: int) -> None:
    with pytest.raises(Invalid):
        to_datetime(Timestamp(seconds=seconds))


def test_a_page_becomes_a_response() -> None:
    response = to_page(pb.ListDelegationsResponse, pb.Delegation, Page((delegation(),), "next"))
    assert (response.items[0].id, response.next_cursor) == ("dg_1", "next")


@dataclass(frozen=True)
class Window:
    """A field whose name Python keeps to itself."""

    from_: str = ""


def test_a_trailing_underscore_keeps_pythons_words_apart() -> None:
    join(Window, metrics_pb2.GetSeriesRequest, message_only=["creator_id", "metric", "to", "interval"])
    message = to_message(metrics_pb2.GetSeriesRequest, Window("2026-03-01"))
    assert message == metrics_pb2.GetSeriesRequest(**{"from": "2026-03-01"})
    assert from_message(Window, message) == Window("2026-03-01")
