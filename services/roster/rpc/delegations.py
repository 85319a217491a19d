"""Delegations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.guardrails import Guardrails
from services.roster.domain.terms import Terms
from services.roster.handlers import delegations, receipts
from services.roster.rpc.base import Rpc, actor
from services.roster.rpc.receipts import receipt_of
from services.roster.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.commands import Command
from services.shared.joins import join
from services.shared.mapping import enum_of, from_message, moment, optional, to_message, to_page
from services.shared.paging import page_request
from services.shared.rpc import answer
from services.shared.tokens import Signer

join(Delegation, pb.Delegation)
join(Guardrails, pb.Guardrails)


class DelegationRpc(Rpc, grpc_.DelegationServiceServicer):
    """Delegations."""

    def __init__(self, store: Store, clock: Clock, signer: Signer) -> None:
        super().__init__(store, clock)
        self._signer = signer

    def CreateDelegation(self, request: pb.CreateDelegationRequest, _: Any) -> pb.Delegation:
        return self._command(
            request,
            delegations.request_delegation,
            creator_id=request.creator_id,
            scopes=tuple(request.scopes),
            purpose=request.purpose,
            expires_at=moment(request, "expires_at"),
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
        limits = from_message(Guardrails, request.guardrails) if request.HasField("guardrails") else None
        scopes = tuple(request.scopes)
        return self._command(
            request,
            delegations.accept_delegation,
            delegation_id=request.delegation_id,
            scopes=scopes if scopes or "scopes" in request.given.paths else None,
            guardrails=limits,
        )

    def DeclineDelegation(self, request: pb.DeclineDelegationRequest, _: Any) -> pb.Delegation:
        return self._command(
            request,
            delegations.decline_delegation,
            delegation_id=request.delegation_id,
            reason=request.reason,
        )

    def RevokeDelegation(self, request: pb.RevokeDelegationRequest, _: Any) -> pb.Delegation:
        return self._command(
            request, delegations.revoke_delegation, delegation_id=request.delegation_id, reason=request.reason
        )

    def EndDelegation(self, request: pb.EndDelegationRequest, _: Any) -> pb.Delegation:
        return self._command(
            request, delegations.end_delegation, delegation_id=request.delegation_id, reason=request.reason
        )

    def PatchDelegation(self, request: pb.PatchDelegationRequest, _: Any) -> pb.Delegation:
        named: Terms = {"scopes": tuple(request.scopes), "expires_at": moment(request, "expires_at")}
        terms: Any = {name: value for name, value in named.items() if name in request.update_mask.paths}
        return self._command(
            request,
            delegations.alter_delegation,
            delegation_id=request.delegation_id,
            terms=terms,
            expected_version=optional(request, "expected_version"),
        )

    def PutGuardrails(self, request: pb.PutGuardrailsRequest, _: Any) -> pb.Delegation:
        wanted = from_message(Guardrails, request.guardrails)
        return self._limit(request, lambda _: wanted)

    def PatchGuardrails(self, request: pb.PatchGuardrailsRequest, _: Any) -> pb.Delegation:
        def patched(present: Guardrails) -> Guardrails:
            merged = to_message(pb.Guardrails, present)
            request.update_mask.MergeMessage(request.guardrails, merged, True, True)
            return from_message(Guardrails, merged)

        return self._limit(request, patched)

    def GetReceipt(self, request: pb.GetReceiptRequest, _: Any) -> pb.Receipt:
        receipt = receipts.get_receipt(
            self.store, self.clock, party_id=caller().party_id, delegation_id=request.delegation_id
        )
        return receipt_of(receipt, self._signer)

    def _limit(self, request: Any, guardrails: Callable[[Guardrails], Guardrails]) -> pb.Delegation:
        return self._command(
            request,
            delegations.limit_delegation,
            delegation_id=request.delegation_id,
            guardrails=guardrails,
            expected_version=optional(request, "expected_version"),
        )

    def _command(self, request: Any, run: Callable[..., Delegation], **given: Any) -> pb.Delegation:
        def act(command: Command) -> Delegation:
            return run(self.store, self.clock, by=actor(), command=command, **given)

        return answer(request, act, lambda done: to_message(pb.Delegation, done), pb.Delegation)
