"""The RPCs of the roster service: parse, call one handler, convert. One servicer, one file."""

from __future__ import annotations

from protos.roster.v1 import (
    oauth_pb2,
    oauth_pb2_grpc,
    parties_pb2,
    parties_pb2_grpc,
    people_pb2,
    people_pb2_grpc,
    profiles_pb2,
    profiles_pb2_grpc,
    roster_pb2,
)
from protos.roster.v1 import roster_pb2_grpc as grpc_
from services.roster.handlers.checkpoints import Attester
from services.roster.rpc.access import AccessRpc
from services.roster.rpc.accounts import AccountRpc
from services.roster.rpc.activity import ActivityRpc
from services.roster.rpc.administration import AdministrationRpc
from services.roster.rpc.applications import ApplicationRpc
from services.roster.rpc.delegations import DelegationRpc
from services.roster.rpc.me import MeRpc
from services.roster.rpc.oauth import OAuthRpc
from services.roster.rpc.own_account import OwnAccountRpc
from services.roster.rpc.parties import PartyRpc
from services.roster.rpc.people import PeopleRpc
from services.roster.rpc.profiles import DirectoryRpc, ProfileRpc
from services.roster.rpc.rates import RateCardRpc
from services.roster.rpc.roster import RosterRpc
from services.roster.rpc.sessions import SessionRpc
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.rpc import Registration
from services.shared.sealing import Seals

MODULES = (roster_pb2, parties_pb2, profiles_pb2, people_pb2, oauth_pb2)
"""The contracts that the servicers keep."""


def registrations(
    store: Store, clock: Clock, attester: Attester, seals: Seals, gateway_url: str = ""
) -> list[Registration]:
    """Every servicer with the function that adds it to a server.

    `attester` signs what is to be kept, `seals` keep what nobody shall read off the database, links that
    people are shown begin with `gateway_url`.
    """
    return [
        (grpc_.add_PartyServiceServicer_to_server, PartyRpc(store, clock)),
        (grpc_.add_DelegationServiceServicer_to_server, DelegationRpc(store, clock, attester.signer)),
        (grpc_.add_RosterServiceServicer_to_server, RosterRpc(store, clock)),
        (grpc_.add_RateCardServiceServicer_to_server, RateCardRpc(store, clock)),
        (grpc_.add_ActivityServiceServicer_to_server, ActivityRpc(store, clock, attester)),
        (grpc_.add_AccessServiceServicer_to_server, AccessRpc(store, clock)),
        (parties_pb2_grpc.add_AdministrationServiceServicer_to_server, AdministrationRpc(store, clock)),
        (parties_pb2_grpc.add_MeServiceServicer_to_server, MeRpc(store, clock)),
        (profiles_pb2_grpc.add_ProfileServiceServicer_to_server, ProfileRpc(store, clock)),
        (profiles_pb2_grpc.add_DirectoryServiceServicer_to_server, DirectoryRpc(store, clock)),
        (people_pb2_grpc.add_PeopleServiceServicer_to_server, PeopleRpc(store, clock, gateway_url)),
        (people_pb2_grpc.add_OwnAccountServiceServicer_to_server, OwnAccountRpc(store, clock, seals)),
        (people_pb2_grpc.add_AccountServiceServicer_to_server, AccountRpc(store, clock, seals, gateway_url)),
        (oauth_pb2_grpc.add_ApplicationServiceServicer_to_server, ApplicationRpc(store, clock)),
        (oauth_pb2_grpc.add_SessionServiceServicer_to_server, SessionRpc(store, clock)),
        (oauth_pb2_grpc.add_OAuthServiceServicer_to_server, OAuthRpc(store, clock)),
    ]
