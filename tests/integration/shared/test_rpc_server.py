"""The server over a real socket: who is let in, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health, health_pb2_grpc

from protos.roster.v1 import roster_pb2 as pb
from services.roster.config import Settings
from services.roster.rpc import registrations
from services.shared.access import LEASE_SECONDS, SCOPES, Identity, UndeclaredRule
from services.shared.assertions import Assertion, OneCall, assertion_verifier, claims_of, digest
from services.shared.client import AssertionRefused, Client
from services.shared.codes import FieldCode
from services.shared.errors import (
    CLASSES_BY_KIND,
    CallboardError,
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    Malformed,
    Unavailable,
)
from services.shared.rpc import build_server
from services.shared.tokens import ASSERTION
from services.shared.wire import ASSERTION_KEY
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.calling import attester
from tests.unit.roster.people import KEY, SEALS
from tests.unit.shared.keys import signer
from tests.unit.shared.protofiles import file_with_rpc

METHODS = {
    f"{service.name}/{method.name}": method
    for service in pb.DESCRIPTOR.services_by_name.values()
    for method in service.methods
}
OPERATOR = Identity("gateway", "op_1", "operator", token_scopes=frozenset(SCOPES))
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED
AGENCY = pb.CreateAgencyRequest(name="Acme", country="US")


@dataclass
class Served:
    """A roster service that is listening, over a store in memory."""

    target: str
    store: FakeStore
    clock: FakeClock
    keys: Path

    def client(self, issuer: str = "gateway", name: str = "roster") -> Client:
        return Client(name, self.target, signer(self.keys, issuer, self.clock))

    def call(self, rpc: str, request: Any, identity: Identity = OPERATOR, **given: Any) -> Any:
        return self.client().call(METHODS[rpc], request, identity=identity, **given)

    def proof(self, identity: Identity = OPERATOR, **changed: str) -> str:
        """What the gateway would show with a call of CreateAgency for AGENCY; or with another one."""
        call = {
            "rpc": "roster.v1.PartyService/CreateAgency",
            "sha256": digest(AGENCY.SerializeToString()),
            "key": "",
            "request_id": "",
        }
        claims = claims_of(Assertion(identity, OneCall(**(call | changed))))
        gateway = signer(self.keys, "gateway", self.clock)
        return gateway.sign_until(ASSERTION, "roster", claims, gateway.later(LEASE_SECONDS))


def settings(keys: Path, **more: Any) -> Settings:
    return Settings(
        **more,
        mongo_uri="unused",
        nats_url="unused",
        signing_key_file=keys / "roster.pem",
        trusted_keys_dir=keys / "public",
        second_factor_key=KEY,
    )


@pytest.fixture
def served(keys: Path, clock: FakeClock) -> Iterator[Served]:
    with serving(keys, clock) as made:
        yield made


@contextmanager
def serving(keys: Path, clock: FakeClock, **more: Any) -> Iterator[Served]:
    """A server with these settings, and health."""
    store = FakeStore()
    verifier = assertion_verifier("roster", keys / "public", clock)
    services = registrations(store, clock, attester(clock), SEALS)
    server = build_server(settings(keys, **more), [pb], services, verifier)
    health_pb2_grpc.add_HealthServicer_to_server(health.HealthServicer(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield Served(f"127.0.0.1:{port}", store, clock, keys)
    server.stop(None).wait()


def raw(served: Served, metadata: Any = (), timeout: float | None = 5) -> grpc.StatusCode:
    """The code that a client without any of our machinery gets."""
    with grpc.insecure_channel(served.target) as channel:
        stub = channel.unary_unary("/roster.v1.PartyService/CreateAgency")
        with pytest.raises(grpc.RpcError) as raised:
            stub(AGENCY.SerializeToString(), timeout=timeout, metadata=metadata)
        code: grpc.StatusCode = raised.value.code()
        return code


def test_a_command_is_answered_and_its_repetition_too(served: Served) -> None:
    first = served.call("PartyService/CreateAgency", AGENCY, idempotency_key="k", request_id="rq_1")
    assert served.call("PartyService/CreateAgency", AGENCY, idempotency_key="k") == first
    assert len(served.store.parties.rows) == 1


def test_without_an_assertion_nobody_is_served(served: Served) -> None:
    assert raw(served) is UNAUTHENTICATED
    assert raw(served, [(ASSERTION_KEY, "nonsense")]) is UNAUTHENTICATED


def test_an_assertion_for_another_service_or_of_yesterday_is_refused(served: Served) -> None:
    with pytest.raises(AssertionRefused):
        served.client(name="campaigns").call(METHODS["PartyService/CreateAgency"], AGENCY, identity=OPERATOR)
    good = served.proof()
    served.clock.advance(milliseconds=749)
    served.client().call(METHODS["PartyService/CreateAgency"], AGENCY, assertion=good)
    served.clock.advance(milliseconds=1)
    with pytest.raises(AssertionRefused):
        served.client().call(METHODS["PartyService/CreateAgency"], AGENCY, assertion=good)


@pytest.mark.parametrize("changed", ["rpc", "sha256", "key", "request_id"])
def test_an_assertion_is_good_for_one_call_alone(served: Served, changed: str) -> None:
    other: dict[str, Any] = {changed: "other"}
    assert raw(served, [(ASSERTION_KEY, served.proof(**other))]) is UNAUTHENTICATED
    assert not served.store.parties.rows


def test_an_assertion_for_readings_is_good_for_its_scope_and_never_for_a_command(served: Served) -> None:
    named = pb.CreateCreatorRequest(handle="a", display_name="A", country="US")
    party = served.call("PartyService/CreateCreator", named).creator.id
    me, client = Identity("gateway", party, "creator", token_scopes=frozenset(SCOPES)), served.client()
    until = served.clock.now() + timedelta(seconds=LEASE_SECONDS)
    for scope in SCOPES:
        proof = client.reading(me, scope, until)
        for rpc, request, own in (
            ("PartyService/GetCreator", pb.GetCreatorRequest(creator_id=party), "profile.read"),
            ("RateCardService/GetRateCard", pb.GetRateCardRequest(creator_id=party), "rates.read"),
            ("RateCardService/PutRateCard", pb.PutRateCardRequest(creator_id=party), ""),
            ("AccessService/Authorize", pb.AuthorizeRequest(), ""),
        ):
            if scope == f"marketplace.{own}":
                assert client.call(METHODS[rpc], request, assertion=proof)
                continue
            with pytest.raises(AssertionRefused):
                client.call(METHODS[rpc], request, assertion=proof)


def test_a_party_asks_nothing_that_is_for_services(served: Served) -> None:
    with pytest.raises(Forbidden):
        served.call("AccessService/Authenticate", pb.AuthenticateRequest(), OPERATOR)


def test_a_service_on_its_own_account_gets_what_is_for_it(served: Served) -> None:
    campaigns = served.client("campaigns")
    assert (
        campaigns.call(METHODS["AccessService/ResolveParties"], pb.ResolvePartiesRequest(ids=["x"])).parties
        == []
    )
    with pytest.raises(Forbidden):
        campaigns.call(METHODS["AccessService/Authenticate"], pb.AuthenticateRequest())


def test_a_rule_that_does_not_allow_it_forbids(served: Served) -> None:
    brand = Identity("gateway", "br_1", "brand")
    with pytest.raises(Forbidden):
        served.call("PartyService/CreateAgency", AGENCY, brand)
    assert raw(served, [(ASSERTION_KEY, served.proof(brand))]) is grpc.StatusCode.PERMISSION_DENIED


def test_a_call_without_deadline_is_malformed(served: Served) -> None:
    assert raw(served, [(ASSERTION_KEY, served.proof())], timeout=None) is grpc.StatusCode.INVALID_ARGUMENT
    with pytest.raises(Malformed, match="deadline"):
        served.call("PartyService/CreateAgency", AGENCY, timeout=None)


def test_errors_come_back_with_their_fields(served: Served) -> None:
    with pytest.raises(Invalid) as raised:
        served.call("PartyService/CreateAgency", pb.CreateAgencyRequest(country="USA"))
    assert [each.field for each in raised.value.errors] == ["name", "country"]
    creator = pb.CreateCreatorRequest(handle="zoe", display_name="Zoé", country="US")
    served.call("PartyService/CreateCreator", creator)
    with pytest.raises(Conflict, match="The handle zoe is taken"):
        served.call("PartyService/CreateCreator", creator)


@pytest.mark.parametrize("kind", sorted(CLASSES_BY_KIND))
def test_every_kind_of_error_comes_back(served: Served, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error = CLASSES_BY_KIND[kind]("Gründe: €.", [FieldError("a.b", "ü", FieldCode.WRONG_TYPE)])

    def fail(_: str) -> None:
        raise error

    monkeypatch.setattr(served.store.parties, "get", fail)
    me = Identity("gateway", "cr_1", "creator", token_scopes=frozenset(SCOPES))
    with pytest.raises(CallboardError) as raised:
        served.call("PartyService/GetCreator", pb.GetCreatorRequest(creator_id="cr_1"), me)
    if kind == "unauthenticated":
        assert isinstance(raised.value, AssertionRefused)
        return
    assert type(raised.value) is type(error)
    assert (raised.value.detail, raised.value.errors) == (error.detail, error.errors)


def test_bad_input_of_any_size_is_an_answer_and_no_failure_of_the_transport(served: Served) -> None:
    huge = pb.CreateCreatorRequest(
        handle="ü" * 10**6, languages=["ü" * 100] * 2000, categories=["€" * 999] * 200
    )
    with pytest.raises(Invalid):
        served.call("PartyService/CreateCreator", huge)
    agency = Identity("gateway", "ag_1", "agency", token_scopes=frozenset(SCOPES))
    asked = pb.CreateDelegationRequest(creator_id="cr_1", purpose="€" * 10**6)
    with pytest.raises(Invalid, match="scopes: is required"):
        served.call("DelegationService/CreateDelegation", asked, agency)


def test_an_assertion_with_the_largest_guardrails_arrives(served: Served) -> None:
    limits = pb.Guardrails(blocked_categories=[f"{number:02}" + "x" * 98 for number in range(50)])
    granted = {"on_behalf_of": "cr_1", "granted_scopes": frozenset(SCOPES), "token_scopes": frozenset(SCOPES)}
    acting = Identity("gateway", "ag_1", "agency", "cl_1", guardrails=limits, **granted)  # type: ignore[arg-type]
    for _ in range(5):
        card = served.call("RateCardService/GetRateCard", pb.GetRateCardRequest(creator_id="cr_1"), acting)
        assert card.version == 0


def test_many_calls_at_once_are_all_answered(served: Served) -> None:
    client = served.client("campaigns")

    def ask(number: int) -> int:
        request = pb.ResolvePartiesRequest(ids=[str(number)])
        return len(client.call(METHODS["AccessService/ResolveParties"], request).parties)

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(ask, range(200))) == 0


def test_a_service_that_is_not_there_is_unavailable(keys: Path, clock: FakeClock) -> None:
    client = Client("roster", "127.0.0.1:1", signer(keys, "gateway", clock))
    with pytest.raises(Unavailable, match="roster"):
        client.call(METHODS["AccessService/Authenticate"], pb.AuthenticateRequest(), timeout=0.5)
    assert not client.healthy(timeout=0.2)


@pytest.mark.parametrize("rule", [{}, {"public": True, "services": ["gateway"]}])
def test_a_server_with_an_rpc_without_a_usable_rule_does_not_start(
    keys: Path, clock: FakeClock, rule: dict[str, Any]
) -> None:
    verifier = assertion_verifier("roster", keys / "public", clock)
    module = SimpleNamespace(DESCRIPTOR=file_with_rpc(**rule))
    with pytest.raises(UndeclaredRule, match=r"made\.Up\.Do in made/up\.proto"):
        build_server(settings(keys), [module], [], verifier)


def test_an_answer_that_is_given_again_says_so(served: Served) -> None:
    told: list[str] = []
    for _ in range(2):
        told.append("sent")
        served.call(
            "PartyService/CreateAgency",
            AGENCY,
            idempotency_key="k",
            on_replay=lambda: told.append("again"),
        )
    assert told == ["sent", "sent", "again"]
