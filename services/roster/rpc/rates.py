"""Rate cards."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import roster_pb2 as pb
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.domain.commands import PutRateCard
from services.roster.domain.rates import Rate, RateCard
from services.roster.handlers import rates
from services.roster.rpc.base import Rpc
from services.shared.calls import caller
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import from_message, to_message, to_page

join(Rate, pb.Rate)
join(RateCard, pb.RateCard, domain_only=["id"], message_only=["creator", "updated_by_actor"])
join(PutRateCard, pb.PutRateCardRequest, domain_only=["by"], message_only=["version"])


class RateCardRpc(Rpc, grpc_.RateCardServiceServicer):
    """Rate cards."""

    def GetRateCard(self, request: pb.GetRateCardRequest, _: Any) -> pb.RateCard:
        return self._shown(rates.get_rate_card(self.store, creator_id=request.creator_id))

    def PutRateCard(self, request: pb.PutRateCardRequest, _: Any) -> pb.RateCard:
        invocation = RpcInvocation(request, self._shown)
        command = from_message(PutRateCard, request, by=caller().party_id)
        return invocation.answer(rates.put_rate_card(self.store, self.clock, command, invocation))

    def ListRateCardHistory(
        self, request: pb.ListRateCardHistoryRequest, _: Any
    ) -> pb.ListRateCardHistoryResponse:
        page = rates.list_history(
            self.store,
            creator_id=request.creator_id,
            page=list_request(request, [int]),
        )
        return self.names.put_into(to_page(pb.ListRateCardHistoryResponse, pb.RateCard, page))

    def _shown(self, card: RateCard) -> pb.RateCard:
        return self.names.put_into(to_message(pb.RateCard, card))
