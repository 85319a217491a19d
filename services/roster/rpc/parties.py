"""Parties."""

from __future__ import annotations

from typing import Any

from google.protobuf.empty_pb2 import Empty

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.commands import AddClient, RegisterParty, RemoveClient
from services.roster.domain.parties import Client, Party, PartyKind, Registered, Stats
from services.roster.handlers import parties
from services.roster.rpc.base import Rpc
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.mapping import from_message, to_message

join(Party, pb.Agency, excerpt=True)
join(Party, pb.Brand, excerpt=True)
# Her name is shown as `display_name`, what kind of party she is by the resource.
join(
    Party,
    pb.Creator,
    domain_only=[
        "kind",
        "name",
        "category",
        "updated_at",
        "visibility",
        "suspension",
        "credentials",
        "revoked_tokens",
    ],
)
join(Stats, pb.Stats, domain_only=["version"])
join(Client, pb.Client)
join(
    RegisterParty,
    pb.CreateAgencyRequest,
    domain_only=["kind", "category", "handle", "languages", "categories"],
)
join(RegisterParty, pb.CreateBrandRequest, domain_only=["kind", "handle", "languages", "categories"])
join(
    RegisterParty,
    pb.CreateCreatorRequest,
    domain_only=["kind", "name", "category"],
    message_only=["display_name"],
)
join(AddClient, pb.CreateClientRequest)
join(RemoveClient, pb.DeleteClientRequest)


class PartyRpc(Rpc, grpc_.PartyServiceServicer):
    """Parties."""

    def CreateAgency(self, request: pb.CreateAgencyRequest, _: Any) -> pb.CreateAgencyResponse:
        invocation = RpcInvocation(request, new_agency)
        command = from_message(RegisterParty, request, kind=PartyKind.AGENCY)
        return invocation.answer(parties.register_party(self.store, self.clock, command, invocation))

    def CreateBrand(self, request: pb.CreateBrandRequest, _: Any) -> pb.CreateBrandResponse:
        invocation = RpcInvocation(request, new_brand)
        command = from_message(RegisterParty, request, kind=PartyKind.BRAND)
        return invocation.answer(parties.register_party(self.store, self.clock, command, invocation))

    def CreateCreator(self, request: pb.CreateCreatorRequest, _: Any) -> pb.CreateCreatorResponse:
        invocation = RpcInvocation(request, new_creator)
        given = {"kind": PartyKind.CREATOR, "name": request.display_name}
        command = from_message(RegisterParty, request, **given)
        return invocation.answer(parties.register_party(self.store, self.clock, command, invocation))

    def CreateClient(self, request: pb.CreateClientRequest, _: Any) -> pb.CreateClientResponse:
        invocation = RpcInvocation(request, new_client)
        command = from_message(AddClient, request)
        return invocation.answer(parties.add_client(self.store, self.clock, command, invocation))

    def DeleteClient(self, request: pb.DeleteClientRequest, _: Any) -> Empty:
        invocation = RpcInvocation(request, nothing)
        command = from_message(RemoveClient, request)
        return invocation.answer(parties.remove_client(self.store, self.clock, command, invocation))

    def GetCreator(self, request: pb.GetCreatorRequest, _: Any) -> pb.Creator:
        return to_message(pb.Creator, parties.get_creator(self.store, creator_id=request.creator_id))


def new_agency(made: Registered) -> pb.CreateAgencyResponse:
    """A new agency with the secret of its client."""
    agency = to_message(pb.Agency, made.party)
    return pb.CreateAgencyResponse(agency=agency, client=client_message(made.client))


def new_brand(made: Registered) -> pb.CreateBrandResponse:
    """A new brand with the secret of its client."""
    brand = to_message(pb.Brand, made.party)
    return pb.CreateBrandResponse(brand=brand, client=client_message(made.client))


def new_creator(made: Registered) -> pb.CreateCreatorResponse:
    """A new creator with the secret of her client."""
    creator = to_message(pb.Creator, made.party)
    return pb.CreateCreatorResponse(creator=creator, client=client_message(made.client))


def new_client(made: Registered) -> pb.CreateClientResponse:
    """A new client with its secret."""
    return pb.CreateClientResponse(client=client_message(made.client))


def client_message(client: Client) -> pb.Client:
    """The client as it is shown once."""
    return to_message(pb.Client, client)


def nothing(_: Party) -> Empty:
    """The answer that says no more than that it is done."""
    return Empty()
