"""Services that are told what to answer, and a gateway in front of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from werkzeug.test import Client

from protos.roster.v1 import roster_pb2
from services.gateway.access import AUDIENCE, SERVICE, access_token_verifier
from services.gateway.app import Dependencies, create_app
from services.gateway.config import Settings
from services.gateway.front import shared
from services.gateway.front.front import Front
from services.gateway.front.limits import Limits
from services.gateway.front.shared import Shared
from services.gateway.transcode.routes import routes_of
from services.shared.access import KINDS, SCOPES, Identity
from services.shared.clock import Clock
from services.shared.contracts import SERVICES
from services.shared.errors import Forbidden
from services.shared.tokens import ACCESS_TOKEN, Signer
from tests.fakes.clock import FakeClock
from tests.unit.gateway.wire import Wire

ALL_SCOPES = tuple(SCOPES)
SECRET = "s3cret"


@dataclass(frozen=True)
class Call:
    """A call that a fake service got."""

    rpc: str
    request: Any
    assertion: str
    request_id: str
    idempotency_key: str
    timeout: float
    identity: Identity | None = None
    until: datetime | None = None


@dataclass
class FakeBackend:
    """Answers each RPC by name with a message, an error to raise, or what a function makes of the request."""

    name: str
    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    signed: list[Identity] = field(default_factory=list)
    """Those for whom assertions for readings were signed."""
    is_healthy: bool = True
    replays: bool = False
    """Whether every command was applied before."""
    clock: Clock = field(default_factory=FakeClock)

    def call(self, method: Any, request: Any, **more: Any) -> Any:
        """Remembers the call and answers it; an empty message where nothing else was said."""
        if (on_replay := more.pop("on_replay", None)) and self.replays:
            on_replay()
        known = {"assertion": "", "request_id": "", "idempotency_key": "", "timeout": 5.0, **more}
        self.calls.append(Call(method.name, request, **known))
        answer = self.answers.get(method.name)
        if callable(answer) and not isinstance(answer, Message):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, roster_pb2.AuthorizeResponse):
            answer = roster_pb2.AuthorizeResponse(**fields_of(answer), decided_at=self.clock.now())
        return answer if answer is not None else GetMessageClass(method.output_type)()

    async def read(self, method: Any, request: Any, **more: Any) -> bytes:
        """The same for the event loop."""
        answer: bytes = self.call(method, request, **more).SerializeToString()
        return answer

    def reading(self, identity: Identity, scope: str, until: datetime) -> str:
        """Remembers the identity; the assertion says which it was."""
        self.signed.append(identity)
        return f"{self.name}#{len(self.signed) - 1}"

    def healthy(self, timeout: float = 1.0) -> bool:
        """As told."""
        return self.is_healthy

    def last(self, rpc: str) -> Call:
        """The newest call of an RPC."""
        return next(call for call in reversed(self.calls) if call.rpc == rpc)

    def count(self, rpc: str) -> int:
        """How often an RPC was called."""
        return sum(call.rpc == rpc for call in self.calls)

    def identity(self, rpc: str) -> Identity:
        """Who was asserted in the newest call of an RPC."""
        call = self.last(rpc)
        if call.identity:
            return call.identity if not call.assertion else self.signed[int(call.assertion.partition("#")[2])]
        return Identity(SERVICE)


def fields_of(message: Message) -> dict[str, Any]:
    """What is set in a message."""
    return {field.name: value for field, value in message.ListFields()}


def allowed(**grant: Any) -> roster_pb2.AuthorizeResponse:
    """Roster allows it, under a grant where one is described."""
    answer = roster_pb2.AuthorizeResponse(decision=roster_pb2.DECISION_ALLOWED)
    if grant:
        answer.grant.CopyFrom(roster_pb2.Grant(**grant))
    return answer


def authenticate(request: Any) -> roster_pb2.Party:
    """Believes everybody with the secret; the id says the kind: `agency_1`."""
    if request.client_secret != SECRET:
        raise Forbidden("The client id or secret is wrong.")
    return roster_pb2.Party(id=request.client_id, kind=KINDS[request.client_id.split("_")[0]])


USUAL = {
    "roster_target": "r:1",
    "campaigns_target": "c:1",
    "metrics_target": "m:1",
    "notifications_target": "n:1",
    "signing_key_file": "key.pem",
    "trusted_keys_dir": "keys",
    "refusal_seconds": 0,
}


def made_shared() -> Shared:
    """What the workers of a gateway share, of which there is one here."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shared"
        shared.create(file)
        return Shared(file)


def write_keys(folder: Path) -> None:
    """The gateway's key pair."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "gateway.pem").write_bytes(private)
    (folder / "gateway.pub.pem").write_bytes(public)


class Stage:
    """A gateway with its front, the fake services behind it, and a clock; `settings` of its own."""

    def __init__(
        self, keys: Path, adjust: Callable[[Dependencies], Dependencies] = lambda same: same, **settings: Any
    ) -> None:
        self.clock = FakeClock()
        self.backends = {name: FakeBackend(name, clock=self.clock) for name in SERVICES}
        self.roster, self.campaigns = self.backends["roster"], self.backends["campaigns"]
        self.metrics = self.backends["metrics"]
        self.roster.answers |= {
            "Authorize": allowed(delegation_id="dg_1", version=3),
            "Authenticate": authenticate,
        }
        self.signer = Signer(SERVICE, keys / "gateway.pem", self.clock)
        verifier = access_token_verifier(keys, self.clock)
        self.settings = Settings(**{**USUAL, **settings})
        self.shared = made_shared()
        self.limits = Limits(self.settings, self.shared)
        given = Dependencies(self.backends, verifier, self.signer, self.clock, self.limits)
        dependencies = adjust(given)
        self.meter = dependencies.meter
        self.app = create_app(dependencies)
        self.front = Front(
            self.app, dependencies, self.settings, self.shared, routes_of(dependencies.services), worker=0
        )
        self.http = Client(Wire(self.front))

    def token(self, party: str = "agency_1", scopes: tuple[str, ...] = ALL_SCOPES, **claims: Any) -> str:
        """An access token; the party's id begins with its kind."""
        said = {
            "sub": party,
            "kind": party.split("_", maxsplit=1)[0],
            "client": f"client_{party}",
            "scopes": list(scopes),
            "jti": "token_1",
        }
        return self.signer.sign(ACCESS_TOKEN, AUDIENCE, {**said, **claims}, 900)

    def headers(self, party: str = "agency_1", scopes: tuple[str, ...] = ALL_SCOPES) -> dict[str, str]:
        """The header that says who is calling."""
        return {"Authorization": f"Bearer {self.token(party, scopes)}"}

    def send(self, verb: str, path: str, party: str = "agency_1", **more: Any) -> Any:
        """A request of a party."""
        headers = {**self.headers(party), **more.pop("headers", {})}
        return self.http.open(path, method=verb, headers=headers, **more)
