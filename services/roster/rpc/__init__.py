"""The RPCs of the roster service: parse, call one handler, convert. One servicer, one file."""

from __future__ import annotations

from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.handlers.checkpoints import Attester
from services.roster.rpc.access import AccessRpc
from services.roster.rpc.activity import ActivityRpc
from services.roster.rpc.delegations import DelegationRpc
from services.roster.rpc.parties import PartyRpc
from services.roster.rpc.rates import RateCardRpc
from services.roster.rpc.roster import RosterRpc
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.rpc import Registration


def registrations(store: Store, clock: Clock, attester: Attester) -> list[Registration]:
    """Every servicer with the function that adds it to a server; `attester` signs what is to be kept."""
    return [
        (grpc_.add_PartyServiceServicer_to_server, PartyRpc(store, clock)),
        (grpc_.add_DelegationServiceServicer_to_server, DelegationRpc(store, clock, attester.signer)),
        (grpc_.add_RosterServiceServicer_to_server, RosterRpc(store, clock)),
        (grpc_.add_RateCardServiceServicer_to_server, RateCardRpc(store, clock)),
        (grpc_.add_ActivityServiceServicer_to_server, ActivityRpc(store, clock, attester)),
        (grpc_.add_AccessServiceServicer_to_server, AccessRpc(store, clock)),
    ]
