"""What a service asserts to another: who is calling, and what the assertion is good for.

An assertion for a reading is good for every reading under one scope, as long as the lease behind it. One
for anything else is good for one call alone: this RPC, this request byte for byte, this idempotency key.
So whoever gets hold of one can repeat what was asked anyway for a moment, and do nothing else with it.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from google.protobuf.message import DecodeError
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from protos.roster.v1 import roster_pb2
from services.shared.access import CLOCK_SKEW_SECONDS, LEASE_SECONDS, Identity, Rule
from services.shared.clock import Clock
from services.shared.errors import Unauthenticated
from services.shared.tokens import ASSERTION, Verifier

REMEMBERED = 512
"""Assertions that a process remembers, at some 12 kB each. None is shown again after half a second."""

OWN_SECONDS = 5.0
"""How long a call is good that a service makes on its own account: about as long as anybody waits for it."""


@dataclass(frozen=True)
class Reading:
    """Good for every reading under `scope`."""

    scope: str


@dataclass(frozen=True)
class OneCall:
    """Good for one call of one RPC, `package.Service/Method`.

    `sha256` is of the request as it stands on the wire, in hexadecimal; empty for a stream of requests.
    """

    rpc: str
    sha256: str
    key: str
    request_id: str


Use = Reading | OneCall


def digest(request: bytes) -> str:
    """What `OneCall` knows a request by."""
    return hashlib.sha256(request).hexdigest()


@dataclass(frozen=True)
class Assertion:
    """Who is calling, and for what."""

    identity: Identity
    use: Use

    def check(self, rule: Rule, call: OneCall) -> None:
        """Raises Unauthenticated unless it was made for this call of an RPC with this rule."""
        if isinstance(self.use, Reading):
            holds = not rule.command and self.use.scope == rule.scope
        else:
            holds = self.use == call
        if not holds:
            raise Unauthenticated("The assertion was made for another call.")


class _Claims(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Restriction(_Claims):
    """A restriction that this version does not know is none that it could keep."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class _ForReadings(_Restriction):
    mode: Literal["read"]
    scope: str

    def use(self) -> Use:
        return Reading(self.scope)


class _ForOneCall(_Restriction):
    mode: Literal["call"]
    rpc: str
    sha256: str
    key: str
    request_id: str

    def use(self) -> Use:
        return OneCall(self.rpc, self.sha256, self.key, self.request_id)


class _Person(_Claims):
    id: str = Field(min_length=1)
    session: str = Field(min_length=1)
    name: str
    role: str = Field(min_length=1)
    creators: list[str]
    """The only creators whom she may see; all of the party's where empty."""


class _Party(_Claims):
    id: str = Field(min_length=1)
    kind: str
    client: str
    scopes: list[str]
    name: str
    person: _Person | None


class _Grant(_Claims):
    creator: str = Field(min_length=1)
    delegation: str
    version: int
    scopes: list[str]
    guardrails: str
    """A `roster.v1.Guardrails`, serialized, in base64url."""


class _Assertion(_Claims):
    """The claims of an assertion, each of them required and of its type."""

    iss: str
    iat: FiniteFloat
    exp: Annotated[FiniteFloat, Field(ge=0, lt=1e11)]  # What a datetime holds.
    for_: Annotated[_ForReadings | _ForOneCall, Field(alias="for", discriminator="mode")]
    party: _Party | None
    grant: _Grant | None


def claims_of(assertion: Assertion) -> dict[str, Any]:
    """What is signed; issuer, audience and times are added by the signer."""
    who, use = assertion.identity, assertion.use
    person = {
        "id": who.person_id,
        "session": who.session_id,
        "name": who.person_name,
        "role": who.role,
        "creators": sorted(who.limited_to),
    }
    party = {
        "id": who.party_id,
        "kind": who.kind,
        "client": who.client_id,
        "scopes": sorted(who.token_scopes),
        "name": who.name,
        "person": person if who.person_id else None,
    }
    grant = {
        "creator": who.on_behalf_of,
        "delegation": who.delegation_id,
        "version": who.delegation_version,
        "scopes": sorted(who.granted_scopes),
        "guardrails": urlsafe_b64encode(who.guardrails.SerializeToString(deterministic=True)).decode(),
    }
    mode = "read" if isinstance(use, Reading) else "call"
    return {
        "for": {"mode": mode, **vars(use)},
        "party": party if who.party_id else None,
        "grant": grant if who.on_behalf_of else None,
    }


def from_claims(claims: dict[str, Any]) -> Assertion:
    """What verified claims say; raises ValueError where one is missing or mistyped, or too long."""
    said = _Assertion.model_validate(claims)
    party, grant = said.party, said.grant
    person = party.person if party else None
    # The end is of the clock that decided, the beginning of the one that signs.
    if party and round(said.exp - said.iat, 3) > LEASE_SECONDS + CLOCK_SKEW_SECONDS:
        raise ValueError("an assertion for a party outlives the decision that it rests on")
    identity = Identity(
        service=said.iss,
        party_id=party.id if party else "",
        kind=party.kind if party else "",
        client_id=party.client if party else "",
        token_scopes=frozenset(party.scopes if party else ()),
        on_behalf_of=grant.creator if grant else "",
        delegation_id=grant.delegation if grant else "",
        delegation_version=grant.version if grant else 0,
        granted_scopes=frozenset(grant.scopes if grant else ()),
        guardrails=_guardrails(grant.guardrails if grant else ""),
        until=datetime.fromtimestamp(said.exp, UTC) if party else None,
        name=party.name if party else "",
        person_id=person.id if person else "",
        session_id=person.session if person else "",
        person_name=person.name if person else "",
        role=person.role if person else "",
        limited_to=frozenset(person.creators if person else ()),
    )
    return Assertion(identity, said.for_.use())


def _guardrails(claim: str) -> roster_pb2.Guardrails:
    try:
        return roster_pb2.Guardrails.FromString(urlsafe_b64decode(claim))
    except DecodeError as error:
        raise ValueError("the guardrails cannot be read") from error


def assertion_verifier(service: str, keys_dir: Path, clock: Clock) -> Verifier[Assertion]:
    """Accepts what the services whose keys lie in `keys_dir` assert to `service`.

    For CLOCK_SKEW_SECONDS after its end too: its clock may be ahead, and the call was on its way.
    """
    return Verifier(
        ASSERTION,
        service,
        keys_dir,
        clock,
        from_claims,
        longest=OWN_SECONDS,
        leeway=CLOCK_SKEW_SECONDS,
        most=REMEMBERED,
    )
