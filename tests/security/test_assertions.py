"""What a captured assertion is worth: signed as the gateway signs, and shown at the services' own ports."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.message import Message

from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import KINDS, LEASE_SECONDS, SCOPES, Identity
from services.shared.assertions import Assertion, OneCall, claims_of, digest
from services.shared.client import AssertionRefused, Client
from services.shared.clock import SystemClock
from services.shared.contracts import descriptors, rules
from services.shared.errors import CallboardError, Forbidden
from services.shared.mapping import to_datetime
from services.shared.tokens import ASSERTION, Signer
from tests.e2e.api import ALL_SCOPES, Actor, Operator, delegate
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually

METHODS = {
    f"{service.full_name}/{method.name}": method
    for services in descriptors().values()
    for service in services
    for method in service.methods
}
PROFILE, RATES, PUT_RATES = (
    "roster.v1.PartyService/GetCreator",
    "roster.v1.RateCardService/GetRateCard",
    "roster.v1.RateCardService/PutRateCard",
)
AUTHORIZE, IMPORT = "roster.v1.AccessService/Authorize", "metrics.v1.ImportService/ImportSnapshots"


@dataclass
class Wire:
    """Where services listen, and the keys that an installation signs with."""

    installation: Installation
    agency: Actor
    creator: Actor

    def client(self, service: str = "roster", issuer: str = "gateway") -> Client:
        """Calls a service as another one does."""
        return Client(service, self.installation.address(service), self.signer(issuer))

    def signer(self, issuer: str = "gateway") -> Signer:
        """Signs as a service does."""
        return Signer(issuer, self.installation.secrets.signing_key(issuer), SystemClock())

    def authorize(self, action: str = "get_creator") -> pb.AuthorizeResponse:
        """What the gateway is answered before it asserts anything."""
        question = pb.AuthorizeRequest(
            party_id=self.agency.id,
            party_kind=KINDS["agency"],
            client_id=self.agency.client_id,
            token_scopes=list(SCOPES.values()),
            creator_id=self.creator.id,
            action=action,
            object="/v1",
            request_id="rq_1",
        )
        answer: pb.AuthorizeResponse = self.client().call(METHODS[AUTHORIZE], question, request_id="rq_1")
        return answer

    def acting(self) -> Identity:
        """The agency under everything that it was granted."""
        everything = frozenset(ALL_SCOPES)
        granted = {"on_behalf_of": self.creator.id, "granted_scopes": everything, "token_scopes": everything}
        return Identity("gateway", self.agency.id, "agency", self.agency.client_id, **granted)  # type: ignore[arg-type]

    def reading(self, rpc: str = PROFILE, until: datetime | None = None) -> str:
        """The assertion that the gateway shows for readings like this one."""
        return self.client().reading(self.acting(), rules()[rpc].scope, until or soon())

    def one_call(self, rpc: str, request: Message, key: str = "k", until: datetime | None = None) -> str:
        """The assertion that the gateway shows for this call."""
        use = OneCall(rpc, digest(request.SerializeToString()), key, "rq_1")
        claims = claims_of(Assertion(self.acting(), use))
        return self.signer().sign_until(ASSERTION, "roster", claims, until or soon())

    def show(self, assertion: str, rpc: str, request: Any, key: str = "k", service: str = "roster") -> Any:
        """The answer to a call with an assertion that was captured."""
        client = self.client(service)
        return client.call(
            METHODS[rpc], request, assertion=assertion, request_id="rq_1", idempotency_key=key, timeout=10
        )


def soon() -> datetime:
    """When a decision of this moment runs out."""
    return SystemClock().now() + timedelta(seconds=LEASE_SECONDS)


@pytest.fixture
def wire(installation: Installation, operator: Operator) -> Wire:
    """An agency that holds everything that a creator can grant."""
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator)
    return Wire(installation, agency, creator)


def rates(wire: Wire, amount: int) -> pb.PutRateCardRequest:
    """A rate card, over whatever is there."""
    rate = {"deliverable": "video", "price": {"amount_minor": amount, "currency": "USD"}}
    return pb.PutRateCardRequest(creator_id=wire.creator.id, rates=[rate], expected_version=0)


def refused(call: Callable[[], object]) -> None:
    """The service does not believe it."""
    with pytest.raises(AssertionRefused):
        call()


def test_as_it_is_meant_an_assertion_is_believed(wire: Wire) -> None:
    """The control of what follows."""
    assert wire.show(wire.reading(), PROFILE, pb.GetCreatorRequest(creator_id=wire.creator.id)).id
    request = rates(wire, 100)
    assert wire.show(wire.one_call(PUT_RATES, request), PUT_RATES, request).version == 1


def test_one_for_readings_never_writes(wire: Wire) -> None:
    for scope_of in (PROFILE, RATES, PUT_RATES):
        refused(lambda scope_of=scope_of: wire.show(wire.reading(scope_of), PUT_RATES, rates(wire, 1)))  # type: ignore[misc]
    assert wire.creator.get(f"/v1/creators/{wire.creator.id}/rate-card")["version"] == 0


def commands() -> Iterator[str]:
    """Every RPC of roster that changes something or is for services."""
    return (name for name, rule in rules().items() if rule.command and name.startswith("roster."))


def test_one_for_readings_of_a_scope_is_good_for_no_command_of_that_scope(
    wire: Wire, subtests: pytest.Subtests
) -> None:
    for rpc in commands():
        scope = rules()[rpc].scope or "marketplace.profile.read"
        proof = wire.client().reading(wire.acting(), scope, soon())
        described: Any = METHODS[rpc].input_type
        request = described._concrete_class()
        with subtests.test(rpc):
            refused(lambda: wire.show(proof, rpc, request))  # noqa: B023 - called at once


def test_one_for_readings_reads_under_no_other_scope(wire: Wire) -> None:
    request = pb.GetRateCardRequest(creator_id=wire.creator.id)
    refused(lambda: wire.show(wire.reading(PROFILE), RATES, request))
    assert wire.show(wire.reading(RATES), RATES, request).creator_id == wire.creator.id


def test_one_for_a_command_is_good_for_no_other(wire: Wire) -> None:
    meant, other = rates(wire, 100), rates(wire, 999_999)
    captured = wire.one_call(PUT_RATES, meant)
    refused(lambda: wire.show(captured, PUT_RATES, other))
    refused(lambda: wire.show(captured, PUT_RATES, meant, key="another key"))
    refused(lambda: wire.show(captured, RATES, pb.GetRateCardRequest(creator_id=wire.creator.id)))
    remove = "roster.v1.RosterService/RemoveCreator"
    refused(lambda: wire.show(captured, remove, pb.RemoveCreatorRequest(creator_id=wire.creator.id)))
    assert wire.creator.get(f"/v1/creators/{wire.creator.id}/rate-card")["version"] == 0


def test_repeated_as_it_was_a_command_is_done_once(wire: Wire) -> None:
    request = rates(wire, 100)
    captured = wire.one_call(PUT_RATES, request)
    assert wire.show(captured, PUT_RATES, request) == wire.show(captured, PUT_RATES, request)
    assert wire.creator.get(f"/v1/creators/{wire.creator.id}/rate-card")["version"] == 1


def test_one_for_an_upload_is_good_for_no_other(wire: Wire) -> None:
    use = OneCall(IMPORT, "", "k", "rq_of_another_upload")
    for identity in (wire.acting(), Identity("gateway", "op_1", "operator", "cl", frozenset(SCOPES))):
        claims = claims_of(Assertion(identity, use))
        captured = wire.signer().sign_until(ASSERTION, "metrics", claims, soon())
        upload = iter([HttpBody(content_type="text/csv", data=b"creator,video,captured_at\n")])
        with pytest.raises(AssertionRefused):
            wire.show(captured, IMPORT, upload, service="metrics")


def test_it_is_worthless_when_the_decision_has_run_out(wire: Wire) -> None:
    request = pb.GetCreatorRequest(creator_id=wire.creator.id)
    captured = wire.reading()
    wire.show(captured, PROFILE, request)

    def worthless() -> bool:
        refused(lambda: wire.show(captured, PROFILE, request))
        return True

    eventually(worthless, seconds=1, error=pytest.fail.Exception)


def test_no_service_signs_itself_a_longer_life(wire: Wire) -> None:
    request = rates(wire, 1)
    much_later = SystemClock().now() + timedelta(seconds=3)
    refused(lambda: wire.show(wire.one_call(PUT_RATES, request, until=much_later), PUT_RATES, request))
    read = pb.GetCreatorRequest(creator_id=wire.creator.id)
    refused(lambda: wire.show(wire.reading(until=much_later), PROFILE, read))


def test_only_the_gateway_speaks_for_a_party(wire: Wire) -> None:
    request = pb.GetCreatorRequest(creator_id=wire.creator.id)
    for issuer in ("roster", "campaigns", "metrics"):
        with pytest.raises(Forbidden):
            wire.client(issuer=issuer).call(METHODS[PROFILE], request, identity=wire.acting())


def test_nobody_but_the_gateway_has_anything_decided_about_an_action_of_its_choice(wire: Wire) -> None:
    question = pb.AuthorizeRequest(action="put_rate_card", creator_id=wire.creator.id)
    for issuer in ("roster", "campaigns", "metrics"):
        with pytest.raises(Forbidden):
            wire.client(issuer=issuer).call(METHODS[AUTHORIZE], question)


def test_no_party_asks_what_is_for_services(wire: Wire) -> None:
    with pytest.raises(Forbidden):
        wire.client().call(METHODS[AUTHORIZE], pb.AuthorizeRequest(), identity=wire.acting())


def test_roster_decides_about_no_action_that_is_no_rpc(wire: Wire) -> None:
    invented = ("", "made.up/Action", "delegation_revoked", "authorize", AUTHORIZE)
    for action in invented:
        with pytest.raises(CallboardError, match="no RPC"):
            wire.authorize(action)
    logged = wire.creator.get(f"/v1/creators/{wire.creator.id}/activity")["items"]
    assert not {each["action"] for each in logged} & set(invented)


def test_after_an_acknowledged_revocation_no_captured_one_is_accepted(wire: Wire) -> None:
    """Whatever was decided at the last moment before it, and asserted for as long as it may be."""
    decided: list[datetime] = []
    begun, over = threading.Event(), threading.Event()

    def capture() -> None:
        while not over.is_set():
            answer = wire.authorize("put_rate_card")
            if answer.decision != pb.DECISION_ALLOWED:
                return
            decided.append(to_datetime(answer.decided_at))
            begun.set()

    capturing = threading.Thread(target=capture)
    capturing.start()
    assert begun.wait(30)
    delegation = wire.agency.get("/v1/delegations")["items"][0]
    try:
        wire.creator.post(f"/v1/delegations/{delegation['id']}/revoke", {"reason": "Enough."}, status=200)
    finally:
        over.set()
        capturing.join()
    until = decided[-1] + timedelta(seconds=LEASE_SECONDS)
    request = rates(wire, 666)
    refused(lambda: wire.show(wire.one_call(PUT_RATES, request, until=until), PUT_RATES, request))
    read = pb.GetCreatorRequest(creator_id=wire.creator.id)
    refused(lambda: wire.show(wire.reading(until=until), PROFILE, read))
    assert wire.creator.get(f"/v1/creators/{wire.creator.id}/rate-card")["version"] == 0
