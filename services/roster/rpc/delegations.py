"""Delegations."""

from __future__ import annotations

from typing import Any, TypeVar

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.commands import (
    AcceptDelegation,
    AlterDelegation,
    DeclineDelegation,
    EndDelegation,
    LimitDelegation,
    RequestDelegation,
    RevokeDelegation,
)
from services.roster.domain.delegations import Delegation, DelegationState, require_reached
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.parties import PartyKind
from services.roster.domain.terms import Terms
from services.roster.handlers import delegations, receipts
from services.roster.rpc.base import Rpc, actor
from services.roster.rpc.receipts import receipt_of
from services.roster.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import enum_of, from_message, moment, patch_of, texts_of, to_message, to_page
from services.shared.tokens import Signer

C = TypeVar("C")

join(
    Delegation,
    pb.Delegation,
    domain_only=["agency_name", "creator_handle", "creator_name"],
    message_only=["creator", "agency", "ended_by_actor"],
)
join(RequestDelegation, pb.CreateDelegationRequest, domain_only=["by"])
join(AcceptDelegation, pb.AcceptDelegationRequest, domain_only=["by"], message_only=["given"])
join(DeclineDelegation, pb.DeclineDelegationRequest, domain_only=["by"])
join(RevokeDelegation, pb.RevokeDelegationRequest, domain_only=["by"])
join(EndDelegation, pb.EndDelegationRequest, domain_only=["by"])
join(
    AlterDelegation,
    pb.PatchDelegationRequest,
    domain_only=["by", "terms"],
    message_only=["scopes", "expires_at", "update_mask"],
)
join(LimitDelegation, pb.PutGuardrailsRequest, domain_only=["by"])
join(LimitDelegation, pb.PatchGuardrailsRequest, domain_only=["by"], message_only=["update_mask"])
join(Guardrails, pb.Guardrails)


class DelegationRpc(Rpc, grpc_.DelegationServiceServicer):
    """Delegations."""

    def __init__(self, store: Store, clock: Clock, signer: Signer) -> None:
        super().__init__(store, clock)
        self._signer = signer

    def CreateDelegation(self, request: pb.CreateDelegationRequest, _: Any) -> pb.Delegation:
        invocation, command = self._invoked(RequestDelegation, request)
        return invocation.answer(delegations.request_delegation(self.store, self.clock, command, invocation))

    def AcceptDelegation(self, request: pb.AcceptDelegationRequest, _: Any) -> pb.Delegation:
        named = request.scopes or "scopes" in request.given.paths
        scopes = texts_of(request, "scopes") if named else None
        invocation, command = self._invoked(AcceptDelegation, request, scopes=scopes)
        return invocation.answer(delegations.accept_delegation(self.store, self.clock, command, invocation))

    def DeclineDelegation(self, request: pb.DeclineDelegationRequest, _: Any) -> pb.Delegation:
        invocation, command = self._invoked(DeclineDelegation, request)
        return invocation.answer(delegations.decline_delegation(self.store, self.clock, command, invocation))

    def RevokeDelegation(self, request: pb.RevokeDelegationRequest, _: Any) -> pb.Delegation:
        invocation, command = self._invoked(RevokeDelegation, request)
        return invocation.answer(delegations.revoke_delegation(self.store, self.clock, command, invocation))

    def EndDelegation(self, request: pb.EndDelegationRequest, _: Any) -> pb.Delegation:
        if caller().limited_to:
            self._seen(request.delegation_id)
        invocation, command = self._invoked(EndDelegation, request)
        return invocation.answer(delegations.end_delegation(self.store, self.clock, command, invocation))

    def PatchDelegation(self, request: pb.PatchDelegationRequest, _: Any) -> pb.Delegation:
        named: Terms = {"scopes": texts_of(request, "scopes"), "expires_at": moment(request, "expires_at")}
        terms = {name: value for name, value in named.items() if name in request.update_mask.paths}
        invocation, command = self._invoked(AlterDelegation, request, terms=terms)
        return invocation.answer(delegations.alter_delegation(self.store, self.clock, command, invocation))

    def PutGuardrails(self, request: pb.PutGuardrailsRequest, _: Any) -> pb.Delegation:
        wanted = from_message(Guardrails, request.guardrails)
        invocation, command = self._invoked(LimitDelegation, request, guardrails=wanted)
        return invocation.answer(delegations.limit_delegation(self.store, self.clock, command, invocation))

    def PatchGuardrails(self, request: pb.PatchGuardrailsRequest, _: Any) -> pb.Delegation:
        changes = patch_of(Guardrails, request.guardrails, request.update_mask.paths)
        invocation, command = self._invoked(LimitDelegation, request, guardrails=changes)
        return invocation.answer(delegations.limit_delegation(self.store, self.clock, command, invocation))

    def ListDelegations(self, request: pb.ListDelegationsRequest, _: Any) -> pb.ListDelegationsResponse:
        state = enum_of(DelegationState, request, "state")
        page = delegations.list_delegations(
            self.store,
            party=(PartyKind(caller().kind), caller().party_id),
            state=state,
            page=list_request(request),
            limited_to=caller().limited_to,
        )
        return self.names.put_into(to_page(pb.ListDelegationsResponse, pb.Delegation, page))

    def GetDelegation(self, request: pb.GetDelegationRequest, _: Any) -> pb.Delegation:
        return self._shown(self._seen(request.delegation_id))

    def _seen(self, delegation_id: str) -> Delegation:
        """A delegation of the caller's; NotFound where the person may not see its creator."""
        found = delegations.get_delegation(
            self.store, party_id=caller().party_id, delegation_id=delegation_id
        )
        require_reached(found, caller().limited_to)
        return found

    def GetReceipt(self, request: pb.GetReceiptRequest, _: Any) -> pb.Receipt:
        self._seen(request.delegation_id)
        receipt = receipts.get_receipt(
            self.store, self.clock, party_id=caller().party_id, delegation_id=request.delegation_id
        )
        return receipt_of(receipt, self._signer)

    def _invoked(
        self, kind: type[C], request: Any, **given: Any
    ) -> tuple[RpcInvocation[Delegation, pb.Delegation], C]:
        """What an act on a delegation takes: the call that it came by, and the command."""
        return RpcInvocation(request, self._shown), from_message(kind, request, by=actor(), **given)

    def _shown(self, delegation: Delegation) -> pb.Delegation:
        return self.names.put_into(to_message(pb.Delegation, delegation))
