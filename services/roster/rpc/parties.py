"""Parties."""

from __future__ import annotations

from typing import Any

from google.protobuf.empty_pb2 import Empty

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.parties import Client, Party, PartyKind, Registered, Stats
from services.roster.handlers import parties
from services.roster.rpc.base import Rpc
from services.shared.commands import Command
from services.shared.joins import join
from services.shared.mapping import to_message
from services.shared.rpc import answer

join(Party, pb.Agency, excerpt=True)
join(Party, pb.Brand, excerpt=True)
# Her name is shown as `display_name`, what kind of party she is by the resource.
join(Party, pb.Creator, domain_only=["kind", "name", "category", "credentials", "version"])
join(Stats, pb.Stats, domain_only=["version"])
join(Client, pb.Client)


class PartyRpc(Rpc, grpc_.PartyServiceServicer):
    """Parties."""

    def CreateAgency(self, request: pb.CreateAgencyRequest, _: Any) -> Any:
        return self._register(request, PartyKind.AGENCY, pb.CreateAgencyResponse, pb.Agency, "agency")

    def CreateBrand(self, request: pb.CreateBrandRequest, _: Any) -> Any:
        return self._register(request, PartyKind.BRAND, pb.CreateBrandResponse, pb.Brand, "brand")

    def CreateCreator(self, request: pb.CreateCreatorRequest, _: Any) -> Any:
        return self._register(request, PartyKind.CREATOR, pb.CreateCreatorResponse, pb.Creator, "creator")

    def _register(self, request: Any, kind: PartyKind, reply: Any, resource: Any, name: str) -> Any:
        given = {field.name: getattr(request, field.name) for field in request.DESCRIPTOR.fields}
        if kind is PartyKind.CREATOR:
            given["name"] = given.pop("display_name")

        def encode(registered: Registered) -> Any:
            party = to_message(resource, registered.party)
            return reply(**{name: party, "client": to_message(pb.Client, registered.client)})

        def run(command: Command) -> Registered:
            return parties.register(self.store, self.clock, kind, **given, command=command)

        return answer(request, run, encode, reply)

    def CreateClient(self, request: pb.CreateClientRequest, _: Any) -> Any:
        def run(command: Command) -> Registered:
            return parties.add_client(self.store, self.clock, party_id=request.party_id, command=command)

        def encode(registered: Registered) -> pb.CreateClientResponse:
            return pb.CreateClientResponse(client=to_message(pb.Client, registered.client))

        return answer(request, run, encode, pb.CreateClientResponse)

    def DeleteClient(self, request: pb.DeleteClientRequest, _: Any) -> Empty:
        named = {"party_id": request.party_id, "client_id": request.client_id}

        def run(command: Command) -> Party:
            return parties.remove_client(self.store, self.clock, **named, command=command)

        return answer(request, run, lambda _: Empty(), Empty)

    def GetCreator(self, request: pb.GetCreatorRequest, _: Any) -> pb.Creator:
        return to_message(pb.Creator, parties.get_creator(self.store, creator_id=request.creator_id))
