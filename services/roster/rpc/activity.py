"""The activity log."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.handlers import activity
from services.roster.rpc.base import Rpc
from services.shared.calls import caller
from services.shared.mapping import to_page
from services.shared.paging import page_request


class ActivityRpc(Rpc, grpc_.ActivityServiceServicer):
    """The activity log."""

    def ListActivity(self, request: pb.ListActivityRequest, _: Any) -> pb.ListActivityResponse:
        page = activity.list_activity(
            self.store,
            party_id=caller().party_id,
            kind=caller().kind,
            creator_id=request.creator_id,
            page=page_request(request.page_size, request.cursor, "activity", [int]),
        )
        return to_page(pb.ListActivityResponse, pb.Activity, page)

    def ListActivityProofs(
        self, request: pb.ListActivityProofsRequest, _: Any
    ) -> pb.ListActivityProofsResponse:
        page = activity.list_proofs(
            self.store, page=page_request(request.page_size, request.cursor, "activity_proofs", [str])
        )
        return to_page(pb.ListActivityProofsResponse, pb.ActivityProof, page)
