"""CampaignService."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from protos.campaigns.v1 import campaigns_pb2 as pb
from protos.campaigns.v1 import campaigns_pb2_grpc as grpc_
from services.campaigns.domain.campaigns import Campaign, Content
from services.campaigns.domain.commands import CreateCampaign, PatchCampaign, PutCampaign
from services.campaigns.handlers import campaigns
from services.campaigns.roster import Roster
from services.campaigns.rpc.convert import campaign_message
from services.campaigns.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import from_message, patch_of, to_page

join(Content, pb.CreateCampaignRequest)
join(Content, pb.PutCampaignRequest, message_only=["campaign_id", "expected_version"])
CONTENT = [each.name for each in fields(Content)]
join(PutCampaign, pb.PutCampaignRequest, domain_only=["brand_id", "content"], message_only=CONTENT)
join(
    PatchCampaign,
    pb.PatchCampaignRequest,
    domain_only=["brand_id", "changes"],
    message_only=[*CONTENT, "update_mask"],
)
join(Content, pb.PatchCampaignRequest, message_only=["campaign_id", "expected_version", "update_mask"])
join(Campaign, pb.Campaign)


class CampaignRpc(grpc_.CampaignServiceServicer):
    """A brand's campaigns."""

    def __init__(self, store: Store, clock: Clock, roster: Roster) -> None:
        self.store, self.clock, self.roster = store, clock, roster

    def CreateCampaign(self, request: pb.CreateCampaignRequest, _: Any) -> pb.Campaign:
        invocation = RpcInvocation(request, campaign_message)
        command = CreateCampaign(caller().party_id, from_message(Content, request))
        created = campaigns.create_campaign(self.store, self.clock, self.roster, command, invocation)
        return invocation.answer(created)

    def PutCampaign(self, request: pb.PutCampaignRequest, _: Any) -> pb.Campaign:
        invocation = RpcInvocation(request, campaign_message)
        given = {"brand_id": caller().party_id, "content": from_message(Content, request)}
        command = from_message(PutCampaign, request, **given)
        changed = campaigns.put_campaign(self.store, self.clock, self.roster, command, invocation)
        return invocation.answer(changed)

    def PatchCampaign(self, request: pb.PatchCampaignRequest, _: Any) -> pb.Campaign:
        invocation = RpcInvocation(request, campaign_message)
        changes = patch_of(Content, request, request.update_mask.paths)
        command = from_message(PatchCampaign, request, brand_id=caller().party_id, changes=changes)
        changed = campaigns.patch_campaign(self.store, self.clock, self.roster, command, invocation)
        return invocation.answer(changed)

    def ListCampaigns(self, request: pb.ListCampaignsRequest, _: Any) -> pb.ListCampaignsResponse:
        page = list_request(request)
        found = campaigns.list_campaigns(self.store, brand_id=caller().party_id, page=page)
        return to_page(pb.ListCampaignsResponse, pb.Campaign, found)

    def GetCampaign(self, request: pb.GetCampaignRequest, _: Any) -> pb.Campaign:
        brand_id = caller().party_id
        found = campaigns.get_campaign(self.store, brand_id=brand_id, campaign_id=request.campaign_id)
        return campaign_message(found)
