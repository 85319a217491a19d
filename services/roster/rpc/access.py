"""What only the installation's own services ask."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.activity import Reading
from services.roster.domain.commands import RevokeToken
from services.roster.domain.decisions import Decision
from services.roster.domain.delegations import Delegation
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.parties import Party
from services.roster.handlers import access, binding, letting, parties, readable, readings, standing, tokens
from services.roster.rpc.base import Rpc
from services.roster.rpc.imports import authorize_import
from services.shared.access import KIND_NAMES, KINDS, SCOPE_NAMES, SCOPES
from services.shared.calls import caller
from services.shared.errors import Forbidden, Unauthenticated
from services.shared.joins import join
from services.shared.mapping import from_message, to_message
from services.shared.wire import number_of

join(
    Reading,
    pb.ReadingReport,
    message_only=["creator_id", "party_id", "party_kind", "client_id", "person_id"],
)
join(Guardrails, pb.Guardrails)
join(RevokeToken, pb.RevokeTokenRequest)


class AccessRpc(Rpc, grpc_.AccessServiceServicer):
    """What the other services ask."""

    def Authenticate(self, request: pb.AuthenticateRequest, _: Any) -> pb.Party:
        try:
            named = {"client_id": request.client_id, "client_secret": request.client_secret}
            return _party(parties.authenticate(self.store, self.clock, **named))
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
            token_id=request.token_id,
            person_id=request.person_id,
            session_id=request.session_id,
        )
        return _answer(access.authorize(self.store, self.clock, question))

    def RevokeToken(self, request: pb.RevokeTokenRequest, _: Any) -> empty_pb2.Empty:
        tokens.revoke_token(self.store, self.clock, from_message(RevokeToken, request))
        return empty_pb2.Empty()

    def CheckToken(self, request: pb.CheckTokenRequest, _: Any) -> pb.CheckTokenResponse:
        accepted = tokens.is_accepted(self.store, client_id=request.client_id, token_id=request.token_id)
        return pb.CheckTokenResponse(accepted=accepted)

    def RecordReadings(self, request: pb.RecordReadingsRequest, _: Any) -> empty_pb2.Empty:
        reports = [_report(each) for each in request.readings]
        named = {"reporter": caller().service, "batch_id": request.batch_id}
        readings.record_readings(self.store, self.clock, **named, reports=reports)
        return empty_pb2.Empty()

    def AuthorizeImport(self, request: pb.AuthorizeImportRequest, _: Any) -> pb.AuthorizeImportResponse:
        return authorize_import(self.store, self.clock, request)

    def AuthorizeBinding(self, request: pb.AuthorizeBindingRequest, _: Any) -> pb.AuthorizeBindingResponse:
        state, delegation = binding.authorize_binding(
            self.store,
            self.clock,
            agency_id=request.agency_id,
            creator_id=request.creator_id,
            offer_id=request.offer_id,
            request_id=request.request_id,
        )
        name = f"DELEGATION_STATE_{state.value.upper() if state else 'UNSPECIFIED'}"
        grant = _grant(delegation) if delegation else None
        return pb.AuthorizeBindingResponse(state=name, grant=grant)

    def ListReadable(self, request: pb.ListReadableRequest, _: Any) -> pb.ListReadableResponse:
        found = readable.list_readable(
            self.store,
            self.clock,
            agency_id=request.agency_id,
            creator_ids=request.creator_ids,
            since=request.since,
            most=request.most_changes,
        )
        changes = [
            pb.ReadableChange(creator_id=creator_id, readable=creator_id in found.readable, at=at)
            for creator_id, at in found.changes
        ]
        return pb.ListReadableResponse(
            creator_ids=sorted(found.readable & set(request.creator_ids)),
            changes=changes,
            marker=found.marker,
            more=found.more,
        )

    def ListLetting(self, request: pb.ListLettingRequest, _: Any) -> pb.ListLettingResponse:
        found, more = letting.list_letting(
            self.store,
            self.clock,
            agency_id=request.agency_id,
            scope=SCOPE_NAMES.get(request.scope, ""),
            creator_ids=request.creator_ids,
        )
        return pb.ListLettingResponse(creator_ids=sorted(found), more=more)

    def ResolveParties(self, request: pb.ResolvePartiesRequest, _: Any) -> pb.ResolvePartiesResponse:
        found = parties.resolve_parties(self.store, party_ids=request.ids, handles=request.handles)
        return pb.ResolvePartiesResponse(parties=[_party(party) for party in found])

    def GetStanding(self, request: pb.GetStandingRequest, _: Any) -> pb.Standing:
        found = standing.get_standing(self.store, self.clock, creator_id=request.creator_id)
        holders = [_holder(each) for each in found.delegations]
        return pb.Standing(creator=_party(found.creator) if found.creator else None, holders=holders)


def _holder(delegation: Delegation) -> pb.Holder:
    return pb.Holder(
        agency_id=delegation.agency_id,
        scopes=[SCOPES[each] for each in delegation.scopes],
        expires_at=delegation.expires_at,
    )


def _report(message: pb.ReadingReport) -> readings.Report:
    reader = readings.Reader(message.creator_id, message.party_id, message.client_id, message.person_id)
    kind = KIND_NAMES.get(message.party_kind, "")
    return readings.Report(reader, kind, from_message(Reading, message))


def _party(party: Party) -> pb.Party:
    return pb.Party(
        id=party.id,
        kind=KINDS[party.kind],
        name=party.name,
        handle=party.handle or "",
        category=party.category,
        suspended=party.suspended,
        version=party.version,
    )


_BY_RULE = {
    access.CLIENT_UNKNOWN: pb.DECISION_CLIENT_UNKNOWN,
    access.REVOKED: pb.DECISION_TOKEN_REVOKED,
    access.SESSION_ENDED: pb.DECISION_SESSION_ENDED,
    # The same for a creator whom nobody knows.
    access.SUSPENDED: pb.DECISION_FORBIDDEN,
    access.ROLE: pb.DECISION_FORBIDDEN,
}


def _outcome(decision: Decision) -> pb.Decision:
    if decision.allowed:
        return pb.DECISION_ALLOWED
    if decision.rule in _BY_RULE:
        return _BY_RULE[decision.rule]
    return pb.DECISION_FORBIDDEN if decision.known else pb.DECISION_UNKNOWN


def _answer(answer: access.Answer) -> pb.AuthorizeResponse:
    decision = answer.decision
    reply = pb.AuthorizeResponse(
        decision=_outcome(decision),
        rule=decision.rule,
        reason=decision.reason,
        decided_at=answer.at,
        party_name=answer.party_name,
    )
    if answer.acting:
        reply.person.CopyFrom(_acting(answer.acting))
    if not decision.allowed:
        reply.code = number_of(decision.code)
    elif decision.delegation:
        reply.grant.CopyFrom(_grant(decision.delegation))
    return reply


def _acting(acting: access.Acting) -> pb.ActingPerson:
    return pb.ActingPerson(
        id=acting.person_id,
        name=acting.name,
        role=acting.role,
        creator_ids=sorted(acting.creator_ids),
        scopes=sorted(SCOPES[each] for each in acting.scopes),
    )


def _grant(granted: Delegation) -> pb.Grant:
    return pb.Grant(
        delegation_id=granted.id,
        version=granted.version,
        scopes=[SCOPES[scope] for scope in granted.scopes],
        guardrails=to_message(pb.Guardrails, granted.guardrails),
        expires_at=granted.expires_at,
    )
