"""What creators show of themselves, and how they are found."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import profiles_pb2 as pb
from protos.roster.v1 import profiles_pb2_grpc as grpc_
from protos.roster.v1 import roster_pb2
from services.roster.domain.commands import ChangeProfile, ChangeVisibility
from services.roster.domain.directory import Entry, Profile
from services.roster.domain.parties import Party, PartyKind, Visibility, normal_handle
from services.roster.domain.search import Search, position
from services.roster.handlers import parties, profiles
from services.roster.rpc.base import Rpc
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.mapping import from_message, text_of, to_message, to_page
from services.shared.paging import page_request

join(Visibility, pb.Visibility, message_only=["version"])
join(Entry, pb.DirectoryEntry)
join(Profile, pb.DirectoryProfile)
join(
    Search,
    pb.ListDirectoryRequest,
    domain_only=["kind", "limit", "after", "listed", "state"],
    message_only=["page_size", "cursor", "handle"],
)


class ProfileRpc(Rpc, grpc_.ProfileServiceServicer):
    """A creator's profile, and who may find it."""

    def PatchCreator(self, request: pb.PatchCreatorRequest, _: Any) -> roster_pb2.Creator:
        invocation = RpcInvocation(request, _creator)
        command = ChangeProfile(request.creator_id, _changes(request), _expected(request))
        return invocation.answer(profiles.change_profile(self.store, self.clock, command, invocation))

    def GetVisibility(self, request: pb.GetVisibilityRequest, _: Any) -> pb.Visibility:
        return _visibility(parties.get_creator(self.store, creator_id=request.creator_id))

    def PatchVisibility(self, request: pb.PatchVisibilityRequest, _: Any) -> pb.Visibility:
        invocation = RpcInvocation(request, _visibility)
        command = ChangeVisibility(request.creator_id, _changes(request), _expected(request))
        return invocation.answer(profiles.change_visibility(self.store, self.clock, command, invocation))


class DirectoryRpc(Rpc, grpc_.DirectoryServiceServicer):
    """The creators who want to be found."""

    def ListDirectory(self, request: pb.ListDirectoryRequest, _: Any) -> pb.ListDirectoryResponse:
        if request.handle:
            entry = profiles.find_by_handle(self.store, handle=normal_handle(request.handle))
            return pb.ListDirectoryResponse(items=[to_message(pb.DirectoryEntry, entry)])
        sort = text_of(request, "sort")
        page = page_request(request.page_size, request.cursor, f"directory {sort}", position(sort))
        placed = {"kind": PartyKind.CREATOR, "limit": page.size + 1, "after": page.after, "listed": True}
        wanted = from_message(Search, request, **placed, state=None)
        found = profiles.list_directory(self.store, wanted, page)
        return to_page(pb.ListDirectoryResponse, pb.DirectoryEntry, found)

    def GetDirectoryEntry(self, request: pb.GetDirectoryEntryRequest, _: Any) -> pb.DirectoryProfile:
        found = profiles.get_directory_profile(self.store, creator_id=request.creator_id)
        return to_message(pb.DirectoryProfile, found)


def _changes(request: Any) -> tuple[tuple[str, Any], ...]:
    """The fields that the body has named, with what they are to be."""
    return tuple((path, _value(request, path)) for path in request.update_mask.paths)


def _value(request: Any, name: str) -> Any:
    """The field's value; None where it is unset."""
    field, value = request.DESCRIPTOR.fields_by_name[name], getattr(request, name)
    if field.is_repeated:
        return tuple(value)
    return None if field.has_presence and not request.HasField(name) else value


def _expected(request: Any) -> int | None:
    return request.expected_version if request.HasField("expected_version") else None


def _creator(party: Party) -> roster_pb2.Creator:
    return to_message(roster_pb2.Creator, party)


def _visibility(party: Party) -> pb.Visibility:
    message = to_message(pb.Visibility, party.visibility)
    message.version = party.version
    return message
