"""Events as they travel, without a broker."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from google.protobuf.message import DecodeError

from protos.roster.v1 import events_pb2
from services.shared.events import (
    ATTEMPTS,
    RETRY_SECONDS,
    Consumer,
    Fact,
    Received,
    Staged,
    received,
    stage,
    stream_of,
)
from tests.fakes.clock import START

MESSAGE = events_pb2.CreatorRegistered(creator_id="cr_1", handle="zoe")


def staged(request_id: str = "rq_1") -> Staged:
    return stage(Fact("cr_1", MESSAGE), "cr_1", 3, START, "op_1", request_id)


def test_an_event_is_read_as_it_was_staged() -> None:
    event = staged()
    assert event.subject == "roster.v1.CreatorRegistered.cr_1"
    assert received(event.payload, event.headers(), events_pb2.CreatorRegistered) == Received(
        MESSAGE, "roster.v1.CreatorRegistered", event.id, "cr_1", 3, "2026-03-01T12:00:00Z", "op_1", "rq_1"
    )


def test_the_broker_knows_an_event_by_its_id_and_no_header_is_empty() -> None:
    event = staged(request_id="")
    headers = event.headers()
    assert headers["Nats-Msg-Id"] == headers["Callboard-Event-Id"] == event.id
    assert all(headers.values())
    assert received(event.payload, headers, events_pb2.CreatorRegistered).request_id == ""


def test_each_event_has_an_id_of_its_own() -> None:
    assert staged().id != staged().id


@pytest.mark.parametrize(
    ("payload", "headers", "error"),
    [
        (b"\xff\xff", {}, DecodeError),
        (b"", {}, KeyError),
        (b"", {"Callboard-Aggregate-Version": "x"}, ValueError),
    ],
)
def test_what_is_no_event_is_not_read(
    payload: bytes, headers: dict[str, str], error: type[Exception]
) -> None:
    known = (
        {"Callboard-Event-Id": "e", "Callboard-Aggregate-Id": "a", "Callboard-Time": "t"} if headers else {}
    )
    with pytest.raises(error):
        received(payload, known | headers, events_pb2.CreatorRegistered)


def test_a_consumer_finds_its_handler_by_the_subject() -> None:
    handler: Callable[[Received], None] = lambda _: None  # noqa: E731
    consumer = Consumer("d", "ROSTER", "roster.v1.>", {events_pb2.CreatorRegistered: handler})
    assert consumer.handler_for("roster.v1.CreatorRegistered.cr_1") == (events_pb2.CreatorRegistered, handler)
    assert consumer.handler_for("roster.v1.RateCardChanged.cr_1") is None
    assert consumer.handler_for("roster") is None


def test_each_producer_has_one_stream() -> None:
    assert [stream_of(package) for package in ("roster.v1", "metrics.v1")] == ["ROSTER", "METRICS"]


def test_five_attempts_with_growing_pauses() -> None:
    assert ATTEMPTS == 5
    assert list(RETRY_SECONDS) == sorted(RETRY_SECONDS)
