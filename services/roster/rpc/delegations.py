"""Delegations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.guardrails import Guardrails
from services.roster.handlers import delegations
from services.roster.rpc.base import Rpc
from services.shared.calls import caller
from services.shared.commands import Command
from services.shared.mapping import enum_of, from_message, moment, optional, to_message, to_page
from services.shared.paging import page_request
from services.shared.rpc import answer


class DelegationRpc(Rpc, grpc_.DelegationServiceServicer):
    """Delegations."""

    def CreateDelegation(self, request: pb.CreateDelegationRequest, _: Any) -> pb.Delegation:
        return self._command(
            request,
            lambda command: delegations.request_delegation(
                self.store,
                self.clock,
                agency_id=caller().party_id,
                client_id=caller().client_id,
                creator_id=request.creator_id,
                scopes=tuple(request.scopes),
                purpose=request.purpose,
                expires_at=moment(request, "expires_at"),
                command=command,
            ),
        )

    def ListDelegations(self, request: pb.ListDelegationsRequest, _: Any) -> pb.ListDelegationsResponse:
        state = enum_of(DelegationState, request, "state")
        page = delegations.list_delegations(
            self.store,
            party_id=caller().party_id,
            state=state,
            page=page_request(request.page_size, request.cursor, "delegations", [str]),
        )
        return to_page(pb.ListDelegationsResponse, pb.Delegation, page)

    def GetDelegation(self, request: pb.GetDelegationRequest, _: Any) -> pb.Delegation:
        found = delegations.get_delegation(
            self.store, party_id=caller().party_id, delegation_id=request.delegation_id
        )
        return to_message(pb.Delegation, found)

    def AcceptDelegation(self, request: pb.AcceptDelegationRequest, _: Any) -> pb.Delegation:
        return self._command(
            request,
            lambda command: delegations.accept_delegation(
                self.store,
                self.clock,
                creator_id=caller().party_id,
                client_id=caller().client_id,
                delegation_id=request.delegation_id,
                scopes=tuple(request.scopes),
                guardrails=from_message(Guardrails, request.guardrails),
                command=command,
            ),
        )

    def DeclineDelegation(self, request: pb.DeclineDelegationRequest, _: Any) -> pb.Delegation:
        return self._command(
            request,
            lambda command: delegations.decline_delegation(
                self.store,
                self.clock,
                creator_id=caller().party_id,
                delegation_id=request.delegation_id,
                reason=request.reason,
                command=command,
            ),
        )

    def RevokeDelegation(self, request: pb.RevokeDelegationRequest, _: Any) -> pb.Delegation:
        revoked = self._command(
            request,
            lambda command: delegations.revoke_delegation(
                self.store,
                self.clock,
                creator_id=caller().party_id,
                delegation_id=request.delegation_id,
                reason=request.reason,
                command=command,
            ),
        )
        delegations.wait_out_leases(self.clock)
        return revoked

    def EndDelegation(self, request: pb.EndDelegationRequest, _: Any) -> pb.Delegation:
        ended = self._command(
            request,
            lambda command: delegations.end_delegation(
                self.store,
                self.clock,
                agency_id=caller().party_id,
                delegation_id=request.delegation_id,
                reason=request.reason,
                command=command,
            ),
        )
        delegations.wait_out_leases(self.clock)
        return ended

    def PutGuardrails(self, request: pb.PutGuardrailsRequest, _: Any) -> pb.Delegation:
        return self._command(
            request,
            lambda command: delegations.put_guardrails(
                self.store,
                self.clock,
                creator_id=caller().party_id,
                delegation_id=request.delegation_id,
                guardrails=from_message(Guardrails, request.guardrails),
                expected_version=optional(request, "expected_version"),
                command=command,
            ),
        )

    def _command(self, request: Any, run: Callable[[Command], Delegation]) -> pb.Delegation:
        return answer(request, run, lambda done: to_message(pb.Delegation, done), pb.Delegation)
