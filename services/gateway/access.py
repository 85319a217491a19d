"""Who is calling, and whether they may do now what they want: the lease.

Roster decides, for every call. Its "allowed" may be reused for reads for half a second, counted from the
moment before the question was sent, and services accept what is asserted under it for as long, by roster's
clock. A revocation marks the grant, waits that half second and the tolerance of clocks out and only then
answers, so that nothing which begins after the answer is served under the grant; commands always ask anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from google.protobuf.descriptor import MethodDescriptor
from pydantic import BaseModel, ConfigDict, Field

from protos.roster.v1 import roster_pb2
from services.gateway.clients import Backend
from services.gateway.leases import Lease, Leases
from services.shared.access import (
    DELEGATED_KINDS,
    FRONT_DOOR,
    KINDS,
    LEASE_SECONDS,
    SCOPE_NAMES,
    SCOPES,
    Identity,
)
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import Forbidden, Internal, NotFound, Unauthenticated
from services.shared.mapping import to_datetime
from services.shared.tokens import ACCESS_TOKEN, Verifier
from services.shared.wire import code_of

SERVICE = FRONT_DOOR
AUDIENCE = "callboard"
"""The audience of access tokens."""

TOKEN_SECONDS = 900
"""How long an access token is good, and the longest that is accepted of one."""

ACCESS = roster_pb2.DESCRIPTOR.services_by_name["AccessService"]
AUTHORIZE: MethodDescriptor = ACCESS.methods_by_name["Authorize"]


@dataclass(frozen=True)
class Caller:
    """The party that a token stands for, and the token, which is good until `expires_at`.

    `person_id` is the member of the party who signed in, in the session `session_id`; empty for a client.
    """

    party_id: str
    kind: str
    client_id: str
    scopes: frozenset[str]
    token_id: str
    expires_at: datetime = field(compare=False)
    person_id: str = ""
    session_id: str = ""

    @property
    def counted_as(self) -> str:
        """Whose requests count together: the person's, or the client's. An application has many persons."""
        return self.person_id or self.client_id

    @cached_property
    def identity(self) -> Identity:
        """The caller acting in its own name."""
        return Identity(
            service=SERVICE,
            party_id=self.party_id,
            kind=self.kind,
            client_id=self.client_id,
            token_scopes=self.scopes,
            person_id=self.person_id,
            session_id=self.session_id,
        )

    @classmethod
    def from_claims(cls, claims: Mapping[str, Any]) -> Caller:
        """The party that verified claims name; raises ValueError where one is missing or mistyped."""
        said = _Claims.model_validate(claims)
        if said.kind not in KINDS:
            raise ValueError("There is no such kind of party.")
        if bool(said.person) != bool(said.session):
            raise ValueError("A person acts in a session, and nobody else does.")
        ends, scopes = datetime.fromtimestamp(said.exp, UTC), frozenset(said.scopes)
        return cls(said.sub, said.kind, said.client, scopes, said.jti, ends, said.person, said.session)


class _Claims(BaseModel):
    """The claims of an access token (RFC 9068), each of its type; the last two are a person's."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: str
    aud: str
    sub: str = Field(min_length=1)
    kind: str
    client: str = Field(min_length=1)
    scopes: list[str]
    jti: str = Field(min_length=1, max_length=64)
    iat: int
    exp: int
    person: str = ""
    session: str = ""


def access_token_verifier(keys_dir: Path, clock: Clock) -> Verifier[Caller]:
    """Accepts access tokens of the gateway, and of no other service whose key is trusted for calls."""
    return Verifier(
        ACCESS_TOKEN,
        AUDIENCE,
        keys_dir,
        clock,
        Caller.from_claims,
        longest=TOKEN_SECONDS,
        issuers=frozenset({SERVICE}),
    )


def bearer_of(authorization: str) -> str:
    """The token in an Authorization header; empty where there is none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


class Authenticator:
    """Makes callers out of bearer tokens."""

    def __init__(self, verifier: Verifier[Caller]) -> None:
        self._verifier = verifier

    def caller(self, authorization: str) -> Caller:
        """Whose token the Authorization header carries; raises Unauthenticated."""
        token = bearer_of(authorization)
        if not token:
            raise Unauthenticated(
                "Send an access token: Authorization: Bearer, from POST /oauth/token.",
                code=ErrorCode.TOKEN_MISSING,
            )
        return self._verifier.verify(token)


class Purpose(NamedTuple):
    """What somebody wants to do, as roster is asked and as its log keeps it."""

    action: str
    path: str
    request_id: str
    command: bool


class Access:
    """Turns callers into the identities that services accept."""

    def __init__(
        self,
        roster: Backend,
        clock: Clock,
        most_leases: int = 16_384,
        count: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`count` is told of each look-up: hit, miss (allowed when asked), denied, or failed."""
        self._roster, self._clock, self._count = roster, clock, count
        self._leases = Leases(clock, most_leases)

    def lease(self, scope: str, caller: Caller, creator_id: str, purpose: Purpose) -> Lease:
        """The identity for a call that acts for `creator_id`, or in the caller's own name where empty.

        Readings under `scope` share what is asked once; a command always asks. Raises NotFound, Forbidden
        or Unauthenticated as roster decides, and Unavailable where it does not answer.
        """
        creator_id = _acted_for(caller, creator_id)

        def ask() -> Lease:
            return self._counted(scope, caller, creator_id, purpose)

        if purpose.command:
            return ask()
        lease, there = self._leases.get((caller, creator_id, scope), ask)
        if there:
            self._count("hit")
        return lease

    async def held(self, scope: str, caller: Caller, creator_id: str) -> Lease | None:
        """What a reading may share without asking; None where roster has to be asked. For the event loop."""
        lease = await self._leases.held((caller, _acted_for(caller, creator_id), scope))
        if lease is not None:
            self._count("hit")
        return lease

    def forget(self, lease: Lease, caller: Caller, creator_id: str) -> None:
        """Gives up a lease that a service did not accept."""
        self._leases.forget((caller, _acted_for(caller, creator_id), lease.scope), lease)

    def _counted(self, scope: str, caller: Caller, creator_id: str, purpose: Purpose) -> Lease:
        outcome = "failed"
        try:
            lease = self._ask(scope, caller, creator_id, purpose)
            outcome = "miss"
            return lease
        except (NotFound, Forbidden, Unauthenticated):
            outcome = "denied"
            raise
        finally:
            self._count(outcome)

    def _ask(self, scope: str, caller: Caller, creator_id: str, purpose: Purpose) -> Lease:
        asked = self._clock.monotonic()
        question = roster_pb2.AuthorizeRequest(
            party_id=caller.party_id,
            party_kind=KINDS[caller.kind],
            client_id=caller.client_id,
            token_scopes=sorted(SCOPES[name] for name in caller.scopes if name in SCOPES),
            creator_id=creator_id,
            action=purpose.action,
            object=purpose.path,
            request_id=purpose.request_id,
            token_id=caller.token_id,
            person_id=caller.person_id,
            session_id=caller.session_id,
        )
        answer = self._roster.call(AUTHORIZE, question, request_id=purpose.request_id)
        _require_allowed(answer)
        # The end is on roster's clock, from the moment at which it decided; here the time runs from before
        # the question was sent, which is earlier still.
        decided = to_datetime(answer.decided_at)
        ends = decided + timedelta(seconds=LEASE_SECONDS)
        if answer.HasField("grant") and answer.grant.HasField("expires_at"):
            ends = min(ends, to_datetime(answer.grant.expires_at))
        until = asked + (ends - decided).total_seconds()
        return Lease(_granted(caller.identity, creator_id, answer), scope, until, ends)


def _acted_for(caller: Caller, creator_id: str) -> str:
    return creator_id if caller.kind in DELEGATED_KINDS else ""


def _require_allowed(answer: roster_pb2.AuthorizeResponse) -> None:
    if answer.decision == roster_pb2.DECISION_CLIENT_UNKNOWN:
        raise Unauthenticated(
            "The client of this token has been taken away; use another one.", code=ErrorCode.CLIENT_REMOVED
        )
    if answer.decision == roster_pb2.DECISION_TOKEN_REVOKED:
        raise Unauthenticated("The token was revoked; ask for a new one.", code=ErrorCode.TOKEN_REVOKED)
    if answer.decision == roster_pb2.DECISION_SESSION_ENDED:
        raise Unauthenticated("The session has ended; sign in again.", code=ErrorCode.SESSION_ENDED)
    if answer.decision == roster_pb2.DECISION_UNKNOWN:
        raise NotFound("There is no such creator.", code=ErrorCode.CREATOR_NOT_FOUND)
    if answer.decision == roster_pb2.DECISION_FORBIDDEN:
        raise Forbidden(answer.reason, code=code_of(answer.code))
    if answer.decision != roster_pb2.DECISION_ALLOWED:
        raise Internal("The roster service answered with a decision that is not known here.")


def _granted(identity: Identity, creator_id: str, answer: roster_pb2.AuthorizeResponse) -> Identity:
    identity = _acting(replace(identity, name=answer.party_name), answer)
    if not answer.HasField("grant"):
        return identity
    return replace(
        identity,
        on_behalf_of=creator_id,
        delegation_id=answer.grant.delegation_id,
        delegation_version=answer.grant.version,
        granted_scopes=frozenset(SCOPE_NAMES[scope] for scope in answer.grant.scopes if scope in SCOPE_NAMES),
        guardrails=answer.grant.guardrails,
    )


def _acting(identity: Identity, answer: roster_pb2.AuthorizeResponse) -> Identity:
    """The identity with the person who acts, and no more scopes than her role admits."""
    if not answer.HasField("person"):
        return identity
    person = answer.person
    return replace(
        identity,
        token_scopes=frozenset(SCOPE_NAMES[scope] for scope in person.scopes if scope in SCOPE_NAMES),
        person_id=person.id,
        person_name=person.name,
        role=person.role,
        limited_to=frozenset(person.creator_ids),
    )
