"""The service as it runs: gRPC, assertions and access rules on a real store; only roster is stood in for."""

from __future__ import annotations

from concurrent import futures
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf.json_format import ParseDict
from google.protobuf.timestamp_pb2 import Timestamp

from protos.callboard.access.v1 import access_pb2
from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.roster.v1 import roster_pb2, roster_pb2_grpc
from protos.roster.v1.roster_pb2 import Guardrails
from services.campaigns.config import Settings
from services.campaigns.roster import RosterClient
from services.campaigns.rpc import registrations
from services.shared.access import SCOPES as ALL_SCOPES
from services.shared.access import Identity, rules_of
from services.shared.assertions import assertion_verifier
from services.shared.client import AssertionRefused, Client
from services.shared.clock import SystemClock
from services.shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from services.shared.rpc import RpcInterceptor, build_server
from services.shared.tokens import Signer

pytestmark = pytest.mark.real

SCOPES = frozenset({f"marketplace.offers.{name}" for name in ("read", "negotiate", "accept")})
BRAND = Identity("gateway", "br_1", "brand", token_scopes=frozenset(ALL_SCOPES))
CREATOR = Identity("gateway", "cr_1", "creator", token_scopes=SCOPES)
GRANTED: dict[str, Any] = {"token_scopes": SCOPES, "granted_scopes": SCOPES, "on_behalf_of": "cr_1"}
AGENCY = Identity("gateway", "ag_1", "agency", client_id="cl_a", **GRANTED)
TERMS = {
    "price": {"amount_minor": 250_000, "currency": "USD"},
    "deliverables": [{"type": "video", "count": 1}],
}


class StandIn(roster_pb2_grpc.AccessServiceServicer):
    """Roster, as far as campaigns asks it."""

    def ResolveParties(self, request, _):
        known = {
            "br_1": (access_pb2.PARTY_KIND_BRAND, "Glow", "beauty"),
            "cr_1": (access_pb2.PARTY_KIND_CREATOR, "Ana", ""),
        }
        found = [(key, *known[key]) for key in request.ids if key in known]
        parties = [roster_pb2.Party(id=i, kind=k, name=n, category=c) for i, k, n, c in found]
        return roster_pb2.ResolvePartiesResponse(parties=parties)

    def ListReadable(self, request, _):
        assert request.most_changes > 0
        first = [roster_pb2.ReadableChange(creator_id="cr_1", readable=True, at=Timestamp(seconds=1))]
        hers = request.agency_id == "ag_1"
        return roster_pb2.ListReadableResponse(
            creator_ids=set(request.creator_ids) & {"cr_1"} if hers else (),
            changes=first if hers and not request.since else (),
            marker="1:",
        )

    def AuthorizeBinding(self, request, _):
        assert request.offer_id.startswith("of_")
        scopes = [access_pb2.SCOPE_MARKETPLACE_OFFERS_ACCEPT]
        grant = roster_pb2.Grant(scopes=scopes) if request.agency_id == "ag_1" else None
        return roster_pb2.AuthorizeBindingResponse(state="DELEGATION_STATE_ACTIVE", grant=grant)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A key pair for each issuer."""
    folder = tmp_path_factory.mktemp("keys")
    for issuer in ("gateway", "campaigns", "stranger"):
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{issuer}.pem").write_bytes(pem)
        if issuer != "stranger":
            public = key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            (folder / f"{issuer}.pub.pem").write_bytes(public)
    return folder


@pytest.fixture
def roster_server(keys):
    """The stand-in behind the interceptor that roster itself has."""
    rules = rules_of([roster_pb2.DESCRIPTOR.services_by_name["AccessService"]])
    interceptor = RpcInterceptor(rules, assertion_verifier("roster", keys, SystemClock()))
    server = grpc.server(futures.ThreadPoolExecutor(4), interceptors=[interceptor])
    roster_pb2_grpc.add_AccessServiceServicer_to_server(StandIn(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield SimpleNamespace(target=f"127.0.0.1:{port}", stop=lambda: server.stop(0).wait())
    server.stop(0).wait()


@pytest.fixture
def call(keys, store, roster_server):
    """Calls an RPC of the running service as somebody."""
    clock = SystemClock()
    settings = Settings(
        signing_key_file=keys / "campaigns.pem",
        trusted_keys_dir=keys,
        mongo_uri="unused",
        nats_url="unused",
        roster_target=roster_server.target,
    )
    roster = RosterClient(
        Client("roster", settings.roster_target, Signer("campaigns", settings.signing_key_file, clock))
    )
    verifier = assertion_verifier("campaigns", settings.trusted_keys_dir, clock)
    server = build_server(settings, [pb], registrations(store, clock, roster), verifier)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    clients = {
        name: Client("campaigns", f"127.0.0.1:{port}", Signer(name, keys / f"{name}.pem", clock))
        for name in ("gateway", "stranger")
    }

    def make(name, identity, /, signer="gateway", key="", **fields):
        services = pb.DESCRIPTOR.services_by_name.values()
        method = next(each.methods_by_name[name] for each in services if name in each.methods_by_name)
        request = ParseDict(fields, getattr(pb, f"{name}Request")())
        client = clients[signer]
        return client.call(method, request, identity=identity, request_id="rq_1", idempotency_key=key)

    yield make
    server.stop(0).wait()


def send(call, **changes):
    """A new offer."""
    campaign = call("CreateCampaign", BRAND, name="Spring")
    return call(
        "CreateOffer", BRAND, **{"campaign_id": campaign.id, "creator_id": "cr_1", "terms": TERMS, **changes}
    )


def test_a_negotiation_over_the_wire(call):
    offer = send(call)
    hers = {"creator_id": "cr_1", "offer_id": offer.id}
    dearer = {**TERMS, "price": {"amount_minor": 300_000, "currency": "USD"}}
    offer = call("CreateProposal", AGENCY, key="k1", **hers, base_version=1, terms=dearer)
    assert call("CreateProposal", AGENCY, key="k1", **hers, base_version=1, terms=dearer) == offer
    named = {"version": 2, "hash": offer.current_hash}
    agreed = call("AcceptOffer", BRAND, campaign_id=offer.campaign_id, offer_id=offer.id, **named)
    assert agreed.state == pb.OFFER_STATE_ACTIVE
    assert agreed.brand_name == "Glow"
    assert [each.id for each in call("ListInbox", AGENCY).items] == [offer.id]
    with pytest.raises(Conflict, match="The offer is active"):
        call("AcceptOffer", CREATOR, **hers, **named)


def test_errors_cross_the_wire(call):
    with pytest.raises(Invalid) as refused:
        send(call, terms={**TERMS, "payment_schedule": [{"stage": 1, "percent": 60}]})
    assert [fault.field for fault in refused.value.errors] == ["terms.payment_schedule"]
    with pytest.raises(NotFound, match="no such creator"):
        send(call, creator_id="cr_2")


def test_the_rules_hold_without_the_gateway(call):
    offer = send(call)
    hers = {"creator_id": "cr_1", "offer_id": offer.id}
    with pytest.raises(AssertionRefused):
        call("GetOffer", BRAND, signer="stranger", **hers)
    with pytest.raises(NotFound):
        call("GetOffer", Identity("gateway", "cr_2", "creator", token_scopes=SCOPES), **hers)
    other = Identity("gateway", "ag_2", "agency", **{**GRANTED, "on_behalf_of": "cr_2"})
    with pytest.raises(NotFound):
        call("GetOffer", other, **hers)
    with pytest.raises(NotFound):
        call("GetOffer", other, creator_id="cr_2", offer_id=offer.id)
    with pytest.raises(Forbidden):
        call("ConfirmOffer", AGENCY, **hers, version=1)
    with pytest.raises(Forbidden, match=r"offers\.read"):
        call("ListInbox", Identity("gateway", "ag_1", "agency"))
    with pytest.raises(Forbidden, match="Name the creator"):
        call("GetOffer", CREATOR, campaign_id=offer.campaign_id, offer_id=offer.id)


def test_a_version_of_an_agency_that_may_not_accept_is_held(call):
    offer = send(call)
    other = Identity("gateway", "ag_2", "agency", **GRANTED)
    terms = {**TERMS, "price": {"amount_minor": 1, "currency": "USD"}}
    named = {"creator_id": "cr_1", "offer_id": offer.id}
    offer = call("CreateProposal", other, **named, base_version=1, terms=terms)
    named = {"version": 2, "hash": offer.current_hash}
    held = call("AcceptOffer", BRAND, campaign_id=offer.campaign_id, offer_id=offer.id, **named)
    assert list(held.held_because) == [pb.HELD_BECAUSE_SCOPE]


def test_guardrails_cross_the_wire(call):
    offer = send(call)
    limits = Guardrails(floor_price={"amount_minor": 300_000, "currency": "USD"})
    limited = Identity("gateway", "ag_1", "agency", **GRANTED, guardrails=limits)
    named = {"creator_id": "cr_1", "offer_id": offer.id, "version": 1, "hash": offer.current_hash}
    with pytest.raises(Forbidden, match="floor_price"):
        call("AcceptOffer", limited, **named)


def test_nothing_is_served_without_roster(call, roster_server):
    send(call)
    roster_server.stop()
    with pytest.raises(Unavailable):
        call("ListInbox", AGENCY)
    with pytest.raises(Unavailable):
        call("CreateCampaign", BRAND, name="Summer")
