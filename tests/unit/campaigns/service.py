"""The service's RPCs on fakes, called as the gateway would call them."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import Any

from google.protobuf.json_format import ParseDict

from protos.campaigns.v1 import campaigns_pb2 as pb
from services.campaigns.rpc import registrations
from services.shared import calls
from services.shared.access import Identity, path_of
from services.shared.commands import Replayed
from services.shared.constraints import enforce
from tests.fakes.campaigns import FakeRoster, FakeStore
from tests.fakes.clock import FakeClock
from tests.unit.answering import check_answer

READ = "marketplace.offers.read"
BRAND = Identity("gateway", "br_1", "brand", "cl_b")
CREATOR = Identity("gateway", "cr_1", "creator", "cl_c", frozenset({READ}))
AGENCY = Identity("gateway", "ag_1", "agency", "cl_a", frozenset({READ}), on_behalf_of="cr_1")
METHODS = [method for each in pb.DESCRIPTOR.services_by_name.values() for method in each.methods]
URL = "https://video.example/1"


class Service:
    """The servicers on fakes; calling an RPC by its name, as somebody."""

    def __init__(self) -> None:
        self.store, self.clock, self.roster = FakeStore(), FakeClock(), FakeRoster()
        self.store.offers.now = self.clock.now
        self.roster.add("br_1", "brand", "Glow", "beauty/skincare")
        self.roster.add("br_2", "brand", "Other", "food")
        self.roster.add("cr_1", "creator", "Ana")
        self.roster.add("cr_2", "creator", "Bea")
        self._servicers = [each for _, each in registrations(self.store, self.clock, self.roster)]

    def call(self, name, identity, /, key="", **fields):
        """The answer of RPC `name`."""
        servicer = next(each for each in self._servicers if name in vars(type(each)))
        request = ParseDict(fields, getattr(pb, f"{name}Request")())
        enforce(request)
        method = next(each for each in METHODS if each.name == name)
        with as_caller(identity, path_of(method).removeprefix("/"), key):
            try:
                reply = getattr(servicer, name)(request, None)
                check_answer(reply)
                return reply
            except Replayed as done:
                described: Any = method.output_type
                return described._concrete_class.FromString(done.reply)

    def offer(self, **changes):
        """An offer that the brand has sent."""
        campaign = self.call("CreateCampaign", BRAND, name="Spring")
        given = {"campaign_id": campaign.id, "creator_id": "cr_1", "terms": terms(), **changes}
        return self.call("CreateOffer", BRAND, **given)

    def deal(self):
        """An offer that the creator has accepted."""
        return self.call("AcceptOffer", CREATOR, **hers(self.offer()), **latest(self.offer_now()))

    def offer_now(self):
        """The newest offer."""
        return self.store.offers.all()[-1]


@contextmanager
def as_caller(identity, action="Test", key=""):
    """Serves a call by `identity` on this thread."""
    call = calls.Call(action, identity, "rq_1", key, time.monotonic() + 5)
    token = calls.serving.set(call)
    try:
        yield
    finally:
        calls.serving.reset(token)


def terms(amount=250_000, **more):
    return {
        "price": {"amount_minor": amount, "currency": "USD"},
        "deliverables": [{"type": "video", "count": 1}],
        **more,
    }


def hers(offer):
    return {"creator_id": offer.creator_id, "offer_id": offer.id}


def brands(offer):
    return {"campaign_id": offer.campaign_id, "offer_id": offer.id}


def latest(offer):
    return {"version": offer.current_version, "hash": offer.current_hash}
