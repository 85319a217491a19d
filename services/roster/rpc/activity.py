"""The activity log."""

from __future__ import annotations

from typing import Any

from google.api import httpbody_pb2

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.activity import Activity, Checkpoint, Proof
from services.roster.handlers import activity, checkpoints
from services.roster.handlers.checkpoints import Attester
from services.roster.rpc.base import Rpc
from services.roster.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import optional, to_page
from services.shared.paging import page_request

join(Activity, pb.Activity, domain_only=["event_id"], message_only=["creator", "actor"])
join(Checkpoint, pb.Checkpoint)
join(Proof, pb.ActivityProof, message_only=["creator"])

NDJSON = "application/x-ndjson"


class ActivityRpc(Rpc, grpc_.ActivityServiceServicer):
    """The activity log."""

    def __init__(self, store: Store, clock: Clock, attester: Attester) -> None:
        super().__init__(store, clock)
        self._attester = attester

    def ListActivity(self, request: pb.ListActivityRequest, _: Any) -> pb.ListActivityResponse:
        page = activity.list_activity(
            self.store,
            party_id=caller().party_id,
            kind=caller().kind,
            creator_id=request.creator_id,
            page=list_request(request, [int]),
        )
        return self.names.put_into(to_page(pb.ListActivityResponse, pb.Activity, page))

    def ExportActivity(self, request: pb.ExportActivityRequest, _: Any) -> httpbody_pb2.HttpBody:
        data = activity.export_activity(
            self.store, party_id=caller().party_id, creator_id=request.creator_id, after=max(0, request.after)
        )
        return httpbody_pb2.HttpBody(content_type=NDJSON, data=data)

    def ListCheckpoints(self, request: pb.ListCheckpointsRequest, _: Any) -> pb.ListCheckpointsResponse:
        page = checkpoints.list_checkpoints(
            self.store,
            party_id=caller().party_id,
            kind=caller().kind,
            creator_id=request.creator_id,
            sequence=optional(request, "sequence"),
            page=list_request(request, [int, str]),
        )
        return to_page(pb.ListCheckpointsResponse, pb.Checkpoint, page)

    def ListActivityProofs(
        self, request: pb.ListActivityProofsRequest, _: Any
    ) -> pb.ListActivityProofsResponse:
        page = checkpoints.list_proofs(
            self.store,
            self.clock,
            self._attester,
            page=page_request(request.page_size, request.cursor, "activity_proofs", [str, int, str]),
        )
        return self.names.put_into(to_page(pb.ListActivityProofsResponse, pb.ActivityProof, page))
