"""A call as the invocation of a command: its path, and an answer that is made once."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from protos.campaigns.v1 import campaigns_pb2 as pb
from services.shared import calls
from services.shared.access import Identity
from services.shared.invocations import RpcInvocation, variables


@pytest.fixture(autouse=True)
def _serving() -> Iterator[None]:
    identity = Identity("gateway", "br_1", "brand")
    call = calls.Call("campaigns.v1.OfferService/AcceptOffer", identity, "rq_1", "k", time.monotonic() + 5)
    token = calls.serving.set(call)
    yield
    calls.serving.reset(token)


def shown(name: str) -> pb.Offer:
    return pb.Offer(id=name)


def test_the_path_is_the_rpc_with_what_its_routes_name() -> None:
    request = pb.AcceptOfferRequest(campaign_id="cp_1", offer_id="of_1", version=2, hash="x")
    assert RpcInvocation(request, shown).path == (
        "campaigns.v1.OfferService/AcceptOffer&campaign_id=cp_1&creator_id=&offer_id=of_1"
    )
    assert variables("metrics.v1.ImportService/ImportSnapshots") == ()


def test_another_body_has_the_same_path_and_is_another_request() -> None:
    first, second = (
        RpcInvocation(pb.AcceptOfferRequest(offer_id="of_1", version=number), shown) for number in (1, 2)
    )
    assert first.command_id == second.command_id
    assert first.request_sha != second.request_sha


def test_an_answer_is_encoded_once() -> None:
    made: list[str] = []

    def counted(name: str) -> pb.Offer:
        made.append(name)
        return shown(name)

    invocation = RpcInvocation(pb.AcceptOfferRequest(), counted)
    sealed = invocation.seal("of_1")
    assert sealed is not None
    assert pb.Offer.FromString(invocation.open(sealed)) == invocation.answer("of_1")
    assert made == ["of_1"]
