"""What only the installation's own services ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.delegations import Decision
from services.roster.domain.parties import Party
from services.roster.handlers import access, parties
from services.roster.rpc.base import Rpc
from services.shared.access import KIND_NAMES, KINDS, SCOPE_NAMES, SCOPES
from services.shared.errors import Forbidden, Unauthenticated
from services.shared.mapping import to_message


class AccessRpc(Rpc, grpc_.AccessServiceServicer):
    """What the other services ask."""

    def Authenticate(self, request: pb.AuthenticateRequest, _: Any) -> pb.Party:
        try:
            named = {"client_id": request.client_id, "client_secret": request.client_secret}
            return _party(parties.authenticate(self.store, **named))
        except Unauthenticated as error:
            # Between services, Unauthenticated is said of the service that asks.
            raise Forbidden(error.detail) from error

    def Authorize(self, request: pb.AuthorizeRequest, _: Any) -> pb.AuthorizeResponse:
        question = access.Question(
            party_id=request.party_id,
            kind=KIND_NAMES.get(request.party_kind, ""),
            client_id=request.client_id,
            token_scopes=frozenset(SCOPE_NAMES.get(scope, "") for scope in request.token_scopes),
            creator_id=request.creator_id,
            action=request.action,
            object=request.object,
            request_id=request.request_id,
        )
        return _answer(*access.authorize(self.store, self.clock, question))

    def ListGrants(self, request: pb.ListGrantsRequest, _: Any) -> pb.ListGrantsResponse:
        creator_ids = access.list_grants(
            self.store,
            self.clock,
            agency_id=request.agency_id,
            client_id=request.client_id,
            scope=SCOPE_NAMES.get(request.scope, ""),
            action=request.action,
            request_id=request.request_id,
        )
        return pb.ListGrantsResponse(creator_ids=creator_ids)

    def ResolveParties(self, request: pb.ResolvePartiesRequest, _: Any) -> pb.ResolvePartiesResponse:
        found = parties.resolve(self.store, party_ids=request.ids, handles=request.handles)
        return pb.ResolvePartiesResponse(parties=[_party(party) for party in found])


def _party(party: Party) -> pb.Party:
    return pb.Party(
        id=party.id,
        kind=KINDS[party.kind],
        name=party.name,
        handle=party.handle or "",
        category=party.category,
    )


def _outcome(decision: Decision) -> pb.Decision:
    if decision.allowed:
        return pb.DECISION_ALLOWED
    if decision.rule == access.CLIENT_UNKNOWN:
        return pb.DECISION_CLIENT_UNKNOWN
    return pb.DECISION_FORBIDDEN if decision.known else pb.DECISION_UNKNOWN


def _answer(decision: Decision, at: datetime) -> pb.AuthorizeResponse:
    reply = pb.AuthorizeResponse(
        decision=_outcome(decision), rule=decision.rule, reason=decision.reason, decided_at=at
    )
    if decision.allowed and decision.delegation:
        granted = decision.delegation
        reply.grant.CopyFrom(
            pb.Grant(
                delegation_id=granted.id,
                version=granted.version,
                scopes=[SCOPES[scope] for scope in granted.scopes],
                guardrails=to_message(pb.Guardrails, granted.guardrails),
                expires_at=granted.expires_at,
            )
        )
    return reply
