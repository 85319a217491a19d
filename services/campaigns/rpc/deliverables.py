"""DeliverableService."""

from __future__ import annotations

from typing import Any, TypeVar

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.campaigns.v1 import campaigns_pb2_grpc as grpc_
from services.campaigns.domain.commands import CommentDraft, PublishDeliverable, ReviewDraft, SubmitDraft
from services.campaigns.domain.deals import find_deliverable
from services.campaigns.domain.deliverables import DeliverableState
from services.campaigns.domain.listing import POSITION
from services.campaigns.domain.offers import Offer
from services.campaigns.handlers import deliverables, reading
from services.campaigns.rpc.convert import deliverable_message, join_act, party_of, path_of
from services.campaigns.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.lists import list_request
from services.shared.mapping import enum_of, fitted, from_message

C = TypeVar("C")

join_act(SubmitDraft, pb.CreateDraftRequest, "creator_id")
join_act(ReviewDraft, pb.ReviewDraftRequest, "campaign_id")
join_act(CommentDraft, pb.CreateCommentRequest, "campaign_id", "creator_id")
join_act(PublishDeliverable, pb.PublishDeliverableRequest, "creator_id")


class DeliverableRpc(grpc_.DeliverableServiceServicer):
    """Drafts, rounds of review and publication."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock

    def ListDeliverables(self, request: pb.ListDeliverablesRequest, _: Any) -> pb.ListDeliverablesResponse:
        offer, page = reading.list_deliverables(
            self.store,
            by=party_of(caller()),
            path=path_of(request),
            state=enum_of(DeliverableState, request, "state"),
            page=list_request(request, key=POSITION),
        )
        now = self.clock.now()
        items = [deliverable_message(offer, item, now) for item in page.items]
        return fitted(pb.ListDeliverablesResponse(items=items, next_cursor=page.next_cursor), page)

    def GetDeliverable(self, request: pb.GetDeliverableRequest, _: Any) -> pb.Deliverable:
        offer = reading.get_offer(self.store, by=party_of(caller()), path=path_of(request))
        return self._shown(offer, request.deliverable_id)

    def CreateDraft(self, request: pb.CreateDraftRequest, _: Any) -> pb.Deliverable:
        invocation, command = self._invoked(SubmitDraft, request)
        changed = deliverables.submit_draft(self.store, self.clock, command, invocation)
        return invocation.answer(changed)

    def ReviewDraft(self, request: pb.ReviewDraftRequest, _: Any) -> pb.Deliverable:
        invocation, command = self._invoked(ReviewDraft, request)
        changed = deliverables.review_draft(self.store, self.clock, command, invocation)
        return invocation.answer(changed)

    def CreateComment(self, request: pb.CreateCommentRequest, _: Any) -> pb.Deliverable:
        invocation, command = self._invoked(CommentDraft, request)
        changed = deliverables.comment_draft(self.store, self.clock, command, invocation)
        return invocation.answer(changed)

    def PublishDeliverable(self, request: pb.PublishDeliverableRequest, _: Any) -> pb.Deliverable:
        invocation, command = self._invoked(PublishDeliverable, request)
        changed = deliverables.publish_deliverable(self.store, self.clock, command, invocation)
        return invocation.answer(changed)

    def _invoked(self, kind: type[C], request: Any) -> tuple[RpcInvocation[Offer, pb.Deliverable], C]:
        def shown(offer: Offer) -> pb.Deliverable:
            return self._shown(offer, request.deliverable_id)

        command = from_message(kind, request, by=party_of(caller()), path=path_of(request))
        return RpcInvocation(request, shown), command

    def _shown(self, offer: Offer, deliverable_id: str) -> pb.Deliverable:
        return deliverable_message(offer, find_deliverable(offer, deliverable_id), self.clock.now())
