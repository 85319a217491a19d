"""The roster of an agency."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from google.protobuf.empty_pb2 import Empty

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.commands import LabelsContent, PatchLabels, PutLabels, RemoveCreator
from services.roster.domain.roster import Filter, Labels, RosterItem, position
from services.roster.handlers import roster
from services.roster.rpc.base import Rpc, actor
from services.shared.calls import caller
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import from_message, patch_of, text_of, to_message, to_page

join(Filter, pb.ListRosterRequest, message_only=["sort", "page_size", "cursor"])
join(RosterItem, pb.RosterItem)
join(Labels, pb.Labels, domain_only=["id"], message_only=["creator"])
CONTENT = [each.name for each in fields(LabelsContent)]
join(LabelsContent, pb.PutLabelsRequest, message_only=["creator_id", "expected_version"])
join(LabelsContent, pb.PatchLabelsRequest, message_only=["creator_id", "expected_version", "update_mask"])
join(PutLabels, pb.PutLabelsRequest, domain_only=["agency_id", "content"], message_only=CONTENT)
join(
    PatchLabels,
    pb.PatchLabelsRequest,
    domain_only=["agency_id", "changes"],
    message_only=[*CONTENT, "update_mask"],
)
join(RemoveCreator, pb.RemoveCreatorRequest, domain_only=["by"])


class RosterRpc(Rpc, grpc_.RosterServiceServicer):
    """The roster of an agency."""

    def ListRoster(self, request: pb.ListRosterRequest, _: Any) -> pb.ListRosterResponse:
        sort = text_of(request, "sort")
        page = roster.list_roster(
            self.store,
            self.clock,
            agency_id=caller().party_id,
            token_scopes=caller().token_scopes,
            limited_to=caller().limited_to,
            wanted=from_message(Filter, request),
            sort=sort,
            page=list_request(request, position(sort)),
        )
        return self.names.put_into(to_page(pb.ListRosterResponse, pb.RosterItem, page))

    def GetLabels(self, request: pb.GetLabelsRequest, _: Any) -> pb.Labels:
        labels = roster.get_labels(self.store, agency_id=caller().party_id, creator_id=request.creator_id)
        return self._shown(labels)

    def PutLabels(self, request: pb.PutLabelsRequest, _: Any) -> pb.Labels:
        invocation = RpcInvocation(request, self._shown)
        given = {"agency_id": caller().party_id, "content": from_message(LabelsContent, request)}
        command = from_message(PutLabels, request, **given)
        return invocation.answer(roster.change_labels(self.store, self.clock, command, invocation))

    def PatchLabels(self, request: pb.PatchLabelsRequest, _: Any) -> pb.Labels:
        invocation = RpcInvocation(request, self._shown)
        changes = patch_of(LabelsContent, request, request.update_mask.paths)
        command = from_message(PatchLabels, request, agency_id=caller().party_id, changes=changes)
        return invocation.answer(roster.change_labels(self.store, self.clock, command, invocation))

    def RemoveCreator(self, request: pb.RemoveCreatorRequest, _: Any) -> Empty:
        roster.remove_creator(self.store, self.clock, from_message(RemoveCreator, request, by=actor()))
        return Empty()

    def _shown(self, labels: Labels) -> pb.Labels:
        return self.names.put_into(to_message(pb.Labels, labels))
