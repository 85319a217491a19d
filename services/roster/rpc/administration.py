"""What the operator sees of parties, and bars or lets in."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import parties_pb2 as pb
from protos.roster.v1 import parties_pb2_grpc as grpc_
from services.roster.domain.commands import ResumeParty, SuspendParty
from services.roster.domain.parties import Credential, Party, PartyKind, PartyState
from services.roster.domain.search import Search, position
from services.roster.handlers import administration
from services.roster.rpc.base import Rpc
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.mapping import enum_of, from_message, moment, text_of, to_message, to_page
from services.shared.paging import page_request

join(Party, pb.RegisteredParty, excerpt=True)
join(Credential, pb.RegisteredClient, domain_only=["secret_hash"])
_IDS = ["agency_id", "brand_id", "creator_id"]
join(SuspendParty, pb.SuspendPartyRequest, domain_only=["kind", "party_id"], message_only=_IDS)
join(ResumeParty, pb.ResumePartyRequest, domain_only=["kind", "party_id"], message_only=_IDS)


class AdministrationRpc(Rpc, grpc_.AdministrationServiceServicer):
    """What the operator sees of parties, and does to them."""

    def ListAgencies(self, request: pb.ListPartiesRequest, _: Any) -> pb.ListPartiesResponse:
        return self._list(PartyKind.AGENCY, request)

    def ListBrands(self, request: pb.ListPartiesRequest, _: Any) -> pb.ListPartiesResponse:
        return self._list(PartyKind.BRAND, request)

    def ListCreators(self, request: pb.ListPartiesRequest, _: Any) -> pb.ListPartiesResponse:
        return self._list(PartyKind.CREATOR, request)

    def GetParty(self, request: pb.GetPartyRequest, _: Any) -> pb.RegisteredParty:
        return party_message(administration.get_party(self.store, **_named(request)))

    def SuspendParty(self, request: pb.SuspendPartyRequest, _: Any) -> pb.RegisteredParty:
        invocation = RpcInvocation(request, party_message)
        command = from_message(SuspendParty, request, **_named(request))
        return invocation.answer(administration.suspend_party(self.store, self.clock, command, invocation))

    def ResumeParty(self, request: pb.ResumePartyRequest, _: Any) -> pb.RegisteredParty:
        invocation = RpcInvocation(request, party_message)
        command = from_message(ResumeParty, request, **_named(request))
        return invocation.answer(administration.resume_party(self.store, self.clock, command, invocation))

    def _list(self, kind: PartyKind, request: pb.ListPartiesRequest) -> pb.ListPartiesResponse:
        sort = text_of(request, "sort")
        page = page_request(request.page_size, request.cursor, f"{kind} {sort}", position(sort))
        wanted = Search(
            kind,
            sort,
            page.size + 1,
            page.after,
            q=request.q,
            state=enum_of(PartyState, request, "state"),
            updated_since=moment(request, "updated_since"),
        )
        found = administration.list_parties(self.store, wanted, page)
        return to_page(pb.ListPartiesResponse, pb.RegisteredParty, found)


def _named(request: Any) -> dict[str, Any]:
    """The party that the path names, and what kind it must be."""
    named = {
        PartyKind.AGENCY: request.agency_id,
        PartyKind.BRAND: request.brand_id,
        PartyKind.CREATOR: request.creator_id,
    }
    return next(({"kind": kind, "party_id": id_} for kind, id_ in named.items() if id_), _NOBODY)


_NOBODY: dict[str, Any] = {"kind": PartyKind.AGENCY, "party_id": ""}


def party_message(party: Party) -> pb.RegisteredParty:
    """The party as the operator sees it."""
    return to_message(pb.RegisteredParty, party)
