"""Decoding and rendering, against the reflection of google.protobuf.json_format, in this process alone."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import orjson
from google.protobuf import json_format

from protos.campaigns.v1 import campaigns_pb2
from services.gateway.openapi import examples
from services.gateway.transcode.decode import decoder_of, parse_object
from services.shared.errors import Problems
from services.shared.rendering import renderer_of
from tests.load.stack import Stack

ROUNDS, CALLS = 7, 300


def measure(_: Stack) -> list[str]:
    """How many times as fast a proposal is decoded, and a page of 25 offers rendered, as by json_format."""
    return [_decoding(), _rendering()]


def _decoding() -> str:
    kind: Any = campaigns_pb2.CreateProposalRequest
    body = _body()
    decode = decoder_of(kind.DESCRIPTOR)
    theirs = json_format.MessageToJson(_proposal(body), preserving_proto_field_name=True).encode()
    ours = _ratio(
        lambda: kind(**decode.read(parse_object(body), "", Problems())),
        lambda: json_format.Parse(theirs, kind()),
    )
    return f"decoding a proposal against json_format (at least 3): {ours:.1f}"


def _body() -> bytes:
    descriptor: Any = campaigns_pb2.CreateProposalRequest.DESCRIPTOR
    return orjson.dumps(examples.sent(descriptor))


def _proposal(body: bytes) -> Any:
    kind: Any = campaigns_pb2.CreateProposalRequest
    return kind(**decoder_of(kind.DESCRIPTOR).read(parse_object(body), "", Problems()))


def _rendering() -> str:
    offer = campaigns_pb2.Offer(
        id="of_1",
        state=campaigns_pb2.OFFER_STATE_IN_REVIEW,
        terms=_proposal(_body()).terms,
    )
    page = campaigns_pb2.ListOffersResponse(items=[offer] * 25)
    render = renderer_of(page.DESCRIPTOR)
    ours = _ratio(
        lambda: orjson.dumps(render(page)), lambda: json_format.MessageToJson(page), calls=CALLS // 10
    )
    return f"rendering 25 offers against json_format (at least 3): {ours:.1f}"


def _ratio(ours: Callable[[], Any], theirs: Callable[[], Any], calls: int = CALLS) -> float:
    """Of the CPU time that they take: the median of rounds in which both run, one after the other."""
    return statistics.median(_seconds(theirs, calls) / _seconds(ours, calls) for _ in range(ROUNDS))


def _seconds(run: Callable[[], Any], calls: int) -> float:
    begun = time.process_time()
    for _ in range(calls):
        run()
    return time.process_time() - begun
