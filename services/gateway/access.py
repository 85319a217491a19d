"""Who is calling, and whether they may act for a creator now: the grant lease.

Roster decides. Its "allowed" may be reused for reads for half a second, counted from the moment before
the question was sent. A revocation marks the grant, waits out that half second and only then answers, so
that no read which begins after the answer is served under the grant; commands always ask anew.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from cachetools import LRUCache
from google.protobuf.descriptor import MethodDescriptor

from protos.roster.v1 import roster_pb2
from services.gateway.clients import Backend
from services.gateway.transcode.render import renderer_of
from services.shared.access import DELEGATED_KINDS, KINDS, LEASE_SECONDS, SCOPE_NAMES, SCOPES, Identity
from services.shared.clock import Clock
from services.shared.errors import Forbidden, Internal, NotFound, Unauthenticated
from services.shared.mapping import to_datetime
from services.shared.tokens import Verifier

SERVICE = "gateway"
AUDIENCE = "callboard"
"""The audience of access tokens."""

OWN_NAME_SECONDS = 20.0
"""The longest reuse of an assertion without a creator, well within the half minute that it is good for."""

ACCESS = roster_pb2.DESCRIPTOR.services_by_name["AccessService"]
AUTHORIZE: MethodDescriptor = ACCESS.methods_by_name["Authorize"]

_guardrails = renderer_of(roster_pb2.Guardrails.DESCRIPTOR)


@dataclass(frozen=True)
class Caller:
    """The party that a token speaks for."""

    party_id: str
    kind: str
    client_id: str
    scopes: frozenset[str]

    @cached_property
    def identity(self) -> Identity:
        """The caller acting in its own name."""
        return Identity(SERVICE, self.party_id, self.kind, self.client_id, self.scopes)

    @classmethod
    def from_claims(cls, claims: Mapping[str, Any]) -> Caller:
        """The party that verified claims speak of."""
        return cls(claims["sub"], claims["kind"], claims["client"], frozenset(claims["scopes"]))


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
            raise Unauthenticated("Send an access token: Authorization: Bearer, from POST /oauth/token.")
        return self._verifier.verify(token)


class Purpose(NamedTuple):
    """What somebody wants to do, as roster is asked and as its log keeps it."""

    action: str
    path: str
    request_id: str
    command: bool


@dataclass(frozen=True)
class Lease:
    """An identity that may be asserted until a moment of the monotonic clock."""

    identity: Identity
    until: float
    _signed: dict[str, str] = field(default_factory=dict)

    def assertion_for(self, backend: Backend) -> str:
        """Signed proof of the identity for a service; signed once."""
        signed = self._signed.get(backend.name)
        if signed is None:
            signed = self._signed[backend.name] = backend.assertion_for(self.identity)
        return signed


class Access:
    """Turns callers into the identities that services believe."""

    def __init__(
        self,
        roster: Backend,
        clock: Clock,
        most_leases: int = 16_384,
        count: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`count` is told of each look-up: hit, miss (allowed when asked), denied, or failed."""
        self._roster, self._clock, self._count = roster, clock, count
        self._leases: LRUCache[Hashable, Lease] = LRUCache(most_leases)
        self._lock = threading.Lock()

    def lease(self, scope: str, caller: Caller | None, creator_id: str, purpose: Purpose) -> Lease:
        """The identity for a call that acts for `creator_id` under `scope`, or for nobody but the caller.

        Raises NotFound or Forbidden as roster decides, and Unavailable where it does not answer.
        """
        if caller is None or not creator_id or caller.kind not in DELEGATED_KINDS:
            return self._own_name(caller)
        key = (caller, creator_id, scope)
        lease = None if purpose.command else self._kept(key)
        if lease is not None:
            self._count("hit")
            return lease
        lease = self._counted(scope, caller, creator_id, purpose)
        if not purpose.command:
            self._keep(key, lease)
        return lease

    def _counted(self, scope: str, caller: Caller, creator_id: str, purpose: Purpose) -> Lease:
        outcome = "failed"
        try:
            lease = self._ask(scope, caller, creator_id, purpose)
            outcome = "miss"
            return lease
        except (NotFound, Forbidden):
            outcome = "denied"
            raise
        finally:
            self._count(outcome)

    def own_assertion(self) -> str:
        """Proof for roster that the gateway asks on its own account."""
        return self._own_name(None).assertion_for(self._roster)

    def _own_name(self, caller: Caller | None) -> Lease:
        lease = self._kept(caller)
        if lease is None:
            identity = caller.identity if caller else Identity(SERVICE)
            lease = Lease(identity, self._clock.monotonic() + OWN_NAME_SECONDS)
            self._keep(caller, lease)
        return lease

    def _kept(self, key: Hashable) -> Lease | None:
        with self._lock:
            lease: Lease | None = self._leases.get(key)
        return lease if lease is not None and self._clock.monotonic() < lease.until else None

    def _keep(self, key: Hashable, lease: Lease) -> None:
        with self._lock:
            self._leases[key] = lease

    def _ask(self, scope: str, caller: Caller, creator_id: str, purpose: Purpose) -> Lease:
        asked, asked_at = self._clock.monotonic(), self._clock.now()
        question = roster_pb2.AuthorizeRequest(
            party_id=caller.party_id,
            party_kind=KINDS[caller.kind],
            client_id=caller.client_id,
            token_scopes=sorted(SCOPES[name] for name in caller.scopes if name in SCOPES),
            creator_id=creator_id,
            scope=SCOPES[scope],
            action=purpose.action,
            object=purpose.path,
            request_id=purpose.request_id,
            command=purpose.command,
        )
        answer = self._roster.call(
            AUTHORIZE, question, assertion=self.own_assertion(), request_id=purpose.request_id
        )
        _require_allowed(answer)
        seconds = LEASE_SECONDS
        if answer.HasField("grant") and answer.grant.HasField("expires_at"):
            left = to_datetime(answer.grant.expires_at) - asked_at
            seconds = min(seconds, left.total_seconds())
        return Lease(_granted(caller.identity, creator_id, answer), asked + seconds)


def _require_allowed(answer: roster_pb2.AuthorizeResponse) -> None:
    if answer.decision == roster_pb2.DECISION_UNKNOWN:
        raise NotFound("There is no such creator.")
    if answer.decision == roster_pb2.DECISION_FORBIDDEN:
        raise Forbidden(answer.reason)
    if answer.decision != roster_pb2.DECISION_ALLOWED:
        raise Internal("The roster service answered with a decision that is not known here.")


def _granted(identity: Identity, creator_id: str, answer: roster_pb2.AuthorizeResponse) -> Identity:
    if not answer.HasField("grant"):
        return identity
    rendered = _guardrails(answer.grant.guardrails)
    return replace(
        identity,
        on_behalf_of=creator_id,
        delegation_id=answer.grant.delegation_id,
        delegation_version=answer.grant.version,
        granted_scopes=frozenset(SCOPE_NAMES[scope] for scope in answer.grant.scopes if scope in SCOPE_NAMES),
        guardrails={name: value for name, value in rendered.items() if value is not None},
    )
