"""What is rendered is read back as it was: messages, JSON, messages."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message_factory import GetMessageClass
from hypothesis import given
from hypothesis import strategies as st

from protos.campaigns.v1 import campaigns_pb2
from protos.metrics.v1 import metrics_pb2
from protos.roster.v1 import roster_pb2
from services.gateway.transcode.decode import decoder_of, parse_object
from services.shared.errors import Invalid, Malformed, Problems
from services.shared.rendering import is_timestamp, renderer_of
from services.shared.text import hidden_character

MESSAGES = [
    campaigns_pb2.CreateProposalRequest,
    campaigns_pb2.Deliverable,
    campaigns_pb2.Offer,
    metrics_pb2.CreateAudienceRequest,
    metrics_pb2.ProfileMetrics,
    roster_pb2.Activity,
    roster_pb2.Delegation,
    roster_pb2.ListRosterResponse,
]

_TEXT = st.text(max_size=8).filter(lambda text: not hidden_character(text))
_SCALARS: dict[int, Any] = {
    FieldDescriptor.CPPTYPE_STRING: _TEXT,
    FieldDescriptor.CPPTYPE_BOOL: st.booleans(),
    FieldDescriptor.CPPTYPE_INT32: st.integers(-(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: st.integers(-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_DOUBLE: st.floats(allow_nan=False, allow_infinity=False),
}


def values(message: Descriptor) -> st.SearchStrategy[dict[str, Any]]:
    """What messages of a type may be made of."""
    return st.fixed_dictionaries({}, optional={field.name: _field(field) for field in message.fields})


def _field(field: FieldDescriptor) -> st.SearchStrategy[Any]:
    one = _one(field)
    return st.lists(one, max_size=2) if field.is_repeated else one


def _one(field: FieldDescriptor) -> st.SearchStrategy[Any]:
    if is_timestamp(field):
        moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
        return moments.map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))
    if field.message_type is not None:
        return values(field.message_type)
    if field.enum_type is not None:
        named = [value.number for value in field.enum_type.values]
        return st.sampled_from(named[1:] if field.is_repeated or field.has_presence else named)
    return _SCALARS[field.cpp_type]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: each.DESCRIPTOR.name)
@given(data=st.data())
def test_a_message_comes_back_as_it_was(message: Any, data: st.DataObject) -> None:
    descriptor = message.DESCRIPTOR
    before = GetMessageClass(descriptor)(**data.draw(values(descriptor)))
    parsed = parse_object(orjson.dumps(renderer_of(descriptor)(before)))
    faults = Problems()
    after = message(**decoder_of(descriptor).read(parsed, "", faults))
    assert not faults.found
    assert after == before


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["terms", "price", "message", "clauses", "id", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(body=st.binary(max_size=64) | _JSON.map(orjson.dumps))
def test_any_body_is_read_or_refused_with_a_reason(body: bytes) -> None:
    descriptor = campaigns_pb2.CreateProposalRequest.DESCRIPTOR
    faults = Problems()
    with contextlib.suppress(Malformed, Invalid):
        read = decoder_of(descriptor).read(parse_object(body), "", faults)
        assert faults.found or campaigns_pb2.CreateProposalRequest(**read).IsInitialized()


def test_what_is_unset_is_null() -> None:
    rendered = renderer_of(roster_pb2.RosterItem.DESCRIPTOR)(roster_pb2.RosterItem(creator={"id": "cr_1"}))
    assert rendered == {
        "updated_at": None,
        "creator": {
            "id": "cr_1",
            "handle": "",
            "display_name": "",
            "country": "",
            "languages": [],
            "categories": [],
            "stats": None,
            "created_at": None,
            "bio": "",
            "portfolio": [],
            "version": 0,
        },
        "starting_rate": None,
        "delegation": None,
        "open_offers": None,
        "labels": None,
    }


def test_values_look_as_the_interface_says() -> None:
    offer = campaigns_pb2.Offer(
        state=campaigns_pb2.OFFER_STATE_IN_REVIEW,
        price={"amount_minor": 2**62, "currency": "USD"},
        changes_proposed_by=campaigns_pb2.SIDE_CREATOR_SIDE,
        created_at=datetime(2026, 1, 31, 12, tzinfo=UTC),
        updated_at=datetime(2026, 1, 31, 12, 0, 0, 5_000, tzinfo=UTC),
    )
    rendered = renderer_of(offer.DESCRIPTOR)(offer)
    assert (rendered["state"], rendered["tab"]) == ("in_review", None)
    assert (rendered["changes_proposed_by"], rendered["cancellation_requested_by"]) == ("creator_side", None)
    assert rendered["price"]["amount_minor"] == 2**62
    assert rendered["created_at"] == "2026-01-31T12:00:00Z"
    assert rendered["updated_at"] == "2026-01-31T12:00:00.005Z"
    assert rendered["late"] is False
