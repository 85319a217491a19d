"""Rate cards."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.rates import Rate, RateCard
from services.roster.handlers import rates
from services.roster.rpc.base import Rpc
from services.shared.calls import caller
from services.shared.joins import join
from services.shared.mapping import from_message, optional, to_message, to_page
from services.shared.paging import page_request
from services.shared.rpc import answer

join(Rate, pb.Rate)
join(RateCard, pb.RateCard, domain_only=["id"])


class RateCardRpc(Rpc, grpc_.RateCardServiceServicer):
    """Rate cards."""

    def GetRateCard(self, request: pb.GetRateCardRequest, _: Any) -> pb.RateCard:
        return to_message(pb.RateCard, rates.get_rate_card(self.store, creator_id=request.creator_id))

    def PutRateCard(self, request: pb.PutRateCardRequest, _: Any) -> pb.RateCard:
        return answer(
            request,
            lambda command: rates.put_rate_card(
                self.store,
                self.clock,
                creator_id=request.creator_id,
                rates=tuple(from_message(Rate, each) for each in request.rates),
                by=caller().party_id,
                expected_version=optional(request, "expected_version"),
                command=command,
            ),
            lambda card: to_message(pb.RateCard, card),
            pb.RateCard,
        )

    def ListRateCardHistory(
        self, request: pb.ListRateCardHistoryRequest, _: Any
    ) -> pb.ListRateCardHistoryResponse:
        page = rates.list_history(
            self.store,
            creator_id=request.creator_id,
            page=page_request(request.page_size, request.cursor, "rate_card_history", [int]),
        )
        return to_page(pb.ListRateCardHistoryResponse, pb.RateCard, page)
