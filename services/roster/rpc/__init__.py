"""The RPCs of the roster service: parse, call one handler, convert. One servicer, one file."""

from __future__ import annotations

from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.rpc.access import AccessRpc
from services.roster.rpc.activity import ActivityRpc
from services.roster.rpc.delegations import DelegationRpc
from services.roster.rpc.parties import PartyRpc
from services.roster.rpc.rates import RateCardRpc
from services.roster.rpc.roster import RosterRpc
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.rpc import Registration
from services.shared.tokens import Signer


def registrations(store: Store, clock: Clock, signer: Signer) -> list[Registration]:
    """Every servicer with the function that adds it to a server; `signer` signs what is to be kept."""
    return [
        (grpc_.add_PartyServiceServicer_to_server, PartyRpc(store, clock)),
        (grpc_.add_DelegationServiceServicer_to_server, DelegationRpc(store, clock, signer)),
        (grpc_.add_RosterServiceServicer_to_server, RosterRpc(store, clock)),
        (grpc_.add_RateCardServiceServicer_to_server, RateCardRpc(store, clock)),
        (grpc_.add_ActivityServiceServicer_to_server, ActivityRpc(store, clock)),
        (grpc_.add_AccessServiceServicer_to_server, AccessRpc(store, clock)),
    ]
