"""DeliverableService."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.campaigns.v1 import campaigns_pb2_grpc as grpc_
from services.campaigns.domain.deliverables import ReviewDecision
from services.campaigns.domain.offers import Offer
from services.campaigns.handlers import deliverables, reading
from services.campaigns.rpc.convert import deliverable_message, party_of, path_of
from services.campaigns.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.errors import FieldError, Invalid
from services.shared.mapping import enum_of, optional
from services.shared.rpc import answer


class DeliverableRpc(grpc_.DeliverableServiceServicer):
    """Drafts, rounds of review and publication."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock

    def ListDeliverables(self, request: pb.ListDeliverablesRequest, _: Any) -> pb.ListDeliverablesResponse:
        offer = reading.get_offer(self.store, by=party_of(caller()), path=path_of(request))
        now = self.clock.now()
        items = [deliverable_message(offer, item.id, now) for item in offer.deliverables]
        return pb.ListDeliverablesResponse(items=items)

    def CreateDraft(self, request: pb.CreateDraftRequest, _: Any) -> pb.Deliverable:
        return self._act(request, deliverables.submit_draft, url=request.url, note=request.note)

    def ReviewDraft(self, request: pb.ReviewDraftRequest, _: Any) -> pb.Deliverable:
        decision = enum_of(ReviewDecision, request, "decision")
        if decision is None:
            message = f"must be one of {', '.join(ReviewDecision)}"
            raise Invalid(f"decision {message}", [FieldError("decision", message)])
        return self._act(request, deliverables.review_draft, decision=decision, comment=request.comment)

    def CreateComment(self, request: pb.CreateCommentRequest, _: Any) -> pb.Deliverable:
        at_second = optional(request, "at_second")
        return self._act(request, deliverables.comment_draft, text=request.text, at_second=at_second)

    def PublishDeliverable(self, request: pb.PublishDeliverableRequest, _: Any) -> pb.Deliverable:
        return self._act(
            request, deliverables.publish_deliverable, video_id=request.video_id, url=request.url
        )

    def _act(self, request: Any, handler: Callable[..., Offer], **given: Any) -> pb.Deliverable:
        deliverable_id = request.deliverable_id
        run = partial(
            handler,
            self.store,
            self.clock,
            by=party_of(caller()),
            path=path_of(request),
            deliverable_id=deliverable_id,
            **given,
        )
        return answer(
            request,
            lambda command: run(command=command),
            lambda offer: deliverable_message(offer, deliverable_id, self.clock.now()),
            pb.Deliverable,
        )
