"""The RPCs of the campaigns service: parse, call one handler, convert."""

from __future__ import annotations

from protos.campaigns.v1 import campaigns_pb2_grpc as grpc_
from services.campaigns.roster import Roster
from services.campaigns.rpc.campaigns import CampaignRpc
from services.campaigns.rpc.deliverables import DeliverableRpc
from services.campaigns.rpc.offers import OfferRpc
from services.campaigns.store import Store
from services.shared.clock import Clock
from services.shared.rpc import Registration


def registrations(store: Store, clock: Clock, roster: Roster) -> list[Registration]:
    """Every servicer with the function that adds it to a server."""
    return [
        (grpc_.add_CampaignServiceServicer_to_server, CampaignRpc(store, clock, roster)),
        (grpc_.add_OfferServiceServicer_to_server, OfferRpc(store, clock, roster)),
        (grpc_.add_DeliverableServiceServicer_to_server, DeliverableRpc(store, clock)),
    ]
