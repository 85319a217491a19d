"""Access rules as the protos declare them, who is calling, and whether the one allows the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from google.api import annotations_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2
from services.shared.codes import ErrorCode
from services.shared.enums import names_of, numbers_of
from services.shared.errors import Forbidden, NotFound, Unauthenticated

_in_words: Any = access_pb2.in_words

SCOPES: dict[str, Any] = numbers_of(access_pb2.Scope.DESCRIPTOR)
"""The closed list of scopes: `marketplace.profile.read` → number in the enum."""

SCOPE_NAMES: dict[int, str] = names_of(access_pb2.Scope.DESCRIPTOR)

DELEGABLE: tuple[str, ...] = tuple(numbers_of(access_pb2.DelegableScope.DESCRIPTOR))
"""The scopes that a creator can delegate; the others hold in the caller's own name and narrow tokens only."""

SCOPE_WORDS: dict[str, str] = {
    name: access_pb2.DelegableScope.DESCRIPTOR.values_by_number[number].GetOptions().Extensions[_in_words]
    for name, number in numbers_of(access_pb2.DelegableScope.DESCRIPTOR).items()
}
"""What the holder of a scope may do, in words that a creator understands."""

TOKEN_WORDS: dict[str, str] = {
    name: access_pb2.Scope.DESCRIPTOR.values_by_number[number].GetOptions().Extensions[_in_words]
    for name, number in SCOPES.items()
}
"""What the holder of a token may do by each scope, in words for whoever lets an application in."""

KINDS: dict[str, Any] = numbers_of(access_pb2.PartyKind.DESCRIPTOR)
"""The kinds of party: `agency` → number in the enum."""

KIND_NAMES: dict[int, str] = names_of(access_pb2.PartyKind.DESCRIPTOR)

LEASE_SECONDS = 0.5
"""The longest time for which a decision of roster's may be relied upon."""

CLOCK_SKEW_SECONDS = 0.25
"""How far the clocks of two machines of the installation may differ."""

REVOCATION_SECONDS = LEASE_SECONDS + 2 * CLOCK_SKEW_SECONDS
"""After which nothing that rests on a decision from before is accepted any more, by whatever clock.

A service accepts it for CLOCK_SKEW_SECONDS longer, and its clock may be as much behind that of the decision.
"""

FRONT_DOOR = "gateway"
"""The one service that proves who a party is, and so the only issuer that may speak for one."""

DELEGATED_KINDS = frozenset({"agency", "creator"})
"""The kinds that reach a creator's side: herself, or for her."""


@dataclass(frozen=True)
class Identity:
    """Who is calling, as a signed assertion says it.

    `service` is the issuer. `party_id` is empty when the service asks on its own account.
    `on_behalf_of` is the creator acted for, under the grant `delegation_id` at `delegation_version`
    with `granted_scopes` and `guardrails`; all empty where a party acts in its own name. `until` is when
    the decision ends that a party acts upon; `name` is what the party was called when it was made.
    `person_id`, `session_id`, `person_name` and `role` are of the member of the party who acts, empty where
    a client of the party does, which acts for the whole of it; `limited_to` are the only creators whom she
    may see, all of the party's where it is empty.
    """

    service: str
    party_id: str = ""
    kind: str = ""
    client_id: str = ""
    token_scopes: frozenset[str] = frozenset()
    on_behalf_of: str = ""
    delegation_id: str = ""
    delegation_version: int = 0
    granted_scopes: frozenset[str] = frozenset()
    guardrails: roster_pb2.Guardrails = field(default_factory=roster_pb2.Guardrails)
    until: datetime | None = field(default=None, compare=False)
    name: str = ""
    person_id: str = ""
    session_id: str = ""
    person_name: str = ""
    role: str = ""
    limited_to: frozenset[str] = frozenset()

    @property
    def signature(self) -> str:
        """What records call the actor: `Ana López (Northlight Talent)`, or the party by its name."""
        return f"{self.person_name} ({self.name})" if self.person_name else self.name

    def reaches(self, creator_id: str) -> bool:
        """Whether the creator is one of those whom the person may see, as far as her membership says."""
        return not self.limited_to or creator_id in self.limited_to


@dataclass(frozen=True)
class Rule:
    """The access rule of one RPC, with names in place of numbers."""

    public: bool
    services: frozenset[str]
    kinds: frozenset[str]
    creator_field: str
    scope: str
    command: bool = False
    """Whether the RPC changes something: every one that is not reached by GET, unless it says otherwise."""
    shown_field: str = ""
    """The path in the answer that names the creators whose data it shows, where the request names none."""
    any_scope: bool = False
    """Whether any token of the party will do: `scope` is empty then."""
    reading: bool = False
    """Whether the RPC says that it changes nothing although it is reached by POST."""

    def is_met_by(self, token_scopes: frozenset[str]) -> bool:
        """Whether a token with these scopes will do."""
        return self.any_scope or self.scope in token_scopes

    def check(self, identity: Identity | None, request: Message | None) -> None:
        """Raises Unauthenticated, Forbidden or NotFound unless `identity` may make this call.

        `request` is None for a stream of bytes, whose handler checks what the stream names.
        """
        if self.public:
            return
        if identity is None:
            raise Unauthenticated("The call carries no assertion of a service of this installation.")
        if self.services:
            own_account = identity.service in self.services and not identity.party_id
            _allow(own_account, "Only the installation's own services may ask this.", ErrorCode.FORBIDDEN)
            return
        speaks = identity.service == FRONT_DOOR
        _allow(speaks, "Only the gateway speaks for a party.", ErrorCode.FORBIDDEN)
        self.check_party(identity.kind, identity.token_scopes)
        if request is None:
            return
        _check_limits(identity, request)
        if self.creator_field and identity.kind in DELEGATED_KINDS:
            self._check_creator(identity, getattr(request, self.creator_field))

    def check_party(self, kind: str, token_scopes: frozenset[str]) -> None:
        """Raises Forbidden unless the RPC is for parties of this kind and the token holds its scope."""
        self.check_kind(kind)
        if not self.is_met_by(token_scopes):
            lacking = f"The token does not hold the scope {self.scope}."
            raise Forbidden(lacking, code=ErrorCode.SCOPE_MISSING_IN_TOKEN)

    def check_kind(self, kind: str) -> None:
        """Raises Forbidden unless the RPC is for parties of this kind."""
        if kind not in self.kinds:
            others = " or ".join(sorted(self.kinds))
            wrong = f"This is for a party of another kind: {others}."
            raise Forbidden(wrong, code=ErrorCode.PARTY_KIND_NOT_ALLOWED)

    def _check_creator(self, identity: Identity, creator_id: str) -> None:
        unnamed = "Name the creator: use the path under /v1/creators/."
        _allow(bool(creator_id), unnamed, ErrorCode.PARTY_KIND_NOT_ALLOWED)
        if identity.kind == "creator":
            if identity.party_id != creator_id:
                raise NotFound("There is no such creator.", code=ErrorCode.CREATOR_NOT_FOUND)
            return
        if identity.on_behalf_of != creator_id:
            raise NotFound("There is no such creator.", code=ErrorCode.CREATOR_NOT_FOUND)
        if self.scope not in identity.granted_scopes:
            lacking = f"The creator has not granted {self.scope}."
            raise Forbidden(lacking, code=ErrorCode.SCOPE_MISSING_IN_DELEGATION)


def _check_limits(identity: Identity, request: Message) -> None:
    """Raises NotFound where the request names a creator whom the person may not see, whatever it is about."""
    if not identity.limited_to:
        return
    named = getattr(request, "creator_id", "")
    if named and not identity.reaches(named):
        raise NotFound("There is no such creator.", code=ErrorCode.CREATOR_NOT_FOUND)


def _allow(holds: bool, otherwise: str, code: ErrorCode) -> None:
    if not holds:
        raise Forbidden(otherwise, code=code)


class UndeclaredRule(Exception):
    """An RPC is declared without a usable access rule; the message names it and the file to mend."""


def rule_of(method: MethodDescriptor) -> Rule:
    """The rule declared on `method`; raises UndeclaredRule where it is missing or contradictory."""
    extension: Any = access_pb2.rule
    declared: Any = method.GetOptions().Extensions[extension]
    ways = [declared.public, bool(declared.services), bool(declared.parties)]
    where = f"{method.full_name} in {method.containing_service.file.name}"
    if ways.count(True) != 1:
        raise UndeclaredRule(f"{where} must say exactly one of public, services, parties in its access rule.")
    if bool(declared.scope) + declared.any_scope != bool(declared.parties):
        raise UndeclaredRule(f"{where} must name parties with either a scope or any_scope, or none of them.")
    if declared.creator_field and not declared.parties:
        raise UndeclaredRule(f"{where} names a creator_field in its access rule, but no parties.")
    if declared.creator_field and SCOPE_NAMES.get(declared.scope) not in DELEGABLE:
        raise UndeclaredRule(f"{where} acts for a creator under a scope that nobody can delegate.")
    if declared.creator_field and declared.creator_field not in method.input_type.fields_by_name:
        raise UndeclaredRule(f"{where} names a creator_field that its request does not have.")
    http = method.GetOptions().Extensions[annotations_pb2.http]
    if declared.reading and not (declared.parties and http.post):
        raise UndeclaredRule(f"{where} says reading in its access rule, which is for parties, and for POST.")
    if declared.shown_field and not _names(method.output_type, declared.shown_field.split(".")):
        raise UndeclaredRule(f"{where} names a shown_field that its answer does not have.")
    return Rule(
        public=declared.public,
        services=frozenset(declared.services),
        kinds=frozenset(KIND_NAMES[number] for number in declared.parties),
        creator_field=declared.creator_field,
        scope=SCOPE_NAMES.get(declared.scope, ""),
        command=not http.get and not declared.reading,
        shown_field=declared.shown_field,
        any_scope=declared.any_scope,
        reading=declared.reading,
    )


def _names(message: Descriptor | None, path: list[str]) -> bool:
    """Whether `path` leads through a message to a text."""
    if message is None or path[0] not in message.fields_by_name:
        return False
    field = message.fields_by_name[path[0]]
    if len(path) == 1:
        return bool(field.type == FieldDescriptor.TYPE_STRING)
    return _names(field.message_type, path[1:])


def named_at(message: Any, path: Sequence[str]) -> set[str]:
    """The texts to which `path` leads through `message`, all of them where fields of it are repeated."""
    found = getattr(message, path[0])
    if len(path) > 1 and isinstance(found, Message):
        return named_at(found, path[1:])
    if isinstance(found, str):
        return {found} - {""}
    return {text for part in found for text in (named_at(part, path[1:]) if len(path) > 1 else {part})}


def rules_of(services: Iterable[ServiceDescriptor]) -> dict[str, Rule]:
    """The rule of every RPC, by its path on the wire: `/roster.v1.PartyService/GetCreator`."""
    return {path_of(method): rule_of(method) for service in services for method in service.methods}


_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def action_of(name: str) -> str:
    """The word for an act, or for what happened, by the name of its RPC or event, package and all.

    `campaigns.v1.OfferService/AcceptOffer` → `accept_offer`.
    """
    return _CAPITAL.sub("_", re.split("[./]", name)[-1]).lower()


def path_of(method: MethodDescriptor) -> str:
    """The path of an RPC on the wire."""
    return f"/{method.containing_service.full_name}/{method.name}"
