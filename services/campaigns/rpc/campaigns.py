"""CampaignService."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.campaigns.v1 import campaigns_pb2_grpc as grpc_
from services.campaigns.domain.campaigns import Campaign, Content
from services.campaigns.handlers import campaigns
from services.campaigns.roster import Roster
from services.campaigns.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.commands import Command
from services.shared.joins import join
from services.shared.mapping import from_message, optional, to_message, to_page
from services.shared.paging import page_request
from services.shared.rpc import answer

join(Content, pb.CreateCampaignRequest)
join(Content, pb.PutCampaignRequest, message_only=["campaign_id", "expected_version"])
join(Campaign, pb.Campaign)

NEWEST_FIRST = "newest_first"


class CampaignRpc(grpc_.CampaignServiceServicer):
    """A brand's campaigns."""

    def __init__(self, store: Store, clock: Clock, roster: Roster) -> None:
        self.store, self.clock, self.roster = store, clock, roster

    def CreateCampaign(self, request: pb.CreateCampaignRequest, _: Any) -> pb.Campaign:
        return self._command(
            request,
            lambda command: campaigns.create_campaign(
                self.store,
                self.clock,
                self.roster,
                brand_id=caller().party_id,
                content=from_message(Content, request),
                command=command,
            ),
        )

    def ListCampaigns(self, request: pb.ListCampaignsRequest, _: Any) -> pb.ListCampaignsResponse:
        page = page_request(request.page_size, request.cursor, NEWEST_FIRST, key=(str,))
        found = campaigns.list_campaigns(self.store, brand_id=caller().party_id, page=page)
        return to_page(pb.ListCampaignsResponse, pb.Campaign, found)

    def GetCampaign(self, request: pb.GetCampaignRequest, _: Any) -> pb.Campaign:
        brand_id = caller().party_id
        found = campaigns.get_campaign(self.store, brand_id=brand_id, campaign_id=request.campaign_id)
        return to_message(pb.Campaign, found)

    def PutCampaign(self, request: pb.PutCampaignRequest, _: Any) -> pb.Campaign:
        return self._command(
            request,
            lambda command: campaigns.put_campaign(
                self.store,
                self.clock,
                self.roster,
                brand_id=caller().party_id,
                campaign_id=request.campaign_id,
                content=from_message(Content, request),
                expected_version=optional(request, "expected_version"),
                command=command,
            ),
        )

    def _command(self, request: Any, run: Callable[[Command], Campaign]) -> pb.Campaign:
        return answer(request, run, lambda done: to_message(pb.Campaign, done), pb.Campaign)
