"""An agency and a creator, and what they say to roster."""

from __future__ import annotations

from typing import Any

from protos.roster.v1 import roster_pb2 as pb
from services.shared.access import KINDS, Identity
from services.shared.access import SCOPES as ALL_SCOPES
from tests.fakes.clock import FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.build import PROFILE, RATES, numbers
from tests.unit.roster.calling import OPERATOR, Caller

WRITE = "marketplace.rates.write"
ALL = frozenset(ALL_SCOPES)
READ_PROFILE, READ_RATES = "get_creator", "get_rate_card"
WRITE_RATES = "put_rate_card"
GATEWAY, CAMPAIGNS = Identity("gateway"), Identity("campaigns")


class Scene:
    """An agency and a creator, and everything that they say to roster."""

    def __init__(self, store: FakeStore, clock: FakeClock) -> None:
        self.store, self.clock, self.call = store, clock, Caller(store, clock)
        created = self.call(
            OPERATOR, "PartyService/CreateAgency", pb.CreateAgencyRequest(name="Acme", country="US")
        )
        self.agency = Identity("gateway", created.agency.id, "agency", created.client.client_id, ALL)
        self.agency_client = created.client
        self.creator = self.new_creator("zoe")

    def new_creator(self, handle: str) -> Identity:
        request = pb.CreateCreatorRequest(
            handle=f"@{handle}", display_name="Zoe", country="US", languages=["en"]
        )
        made = self.call(OPERATOR, "PartyService/CreateCreator", request)
        return Identity("gateway", made.creator.id, "creator", made.client.client_id, ALL)

    def requested(self, *scopes: str, creator: Identity | None = None) -> Any:
        creator_id = (creator or self.creator).party_id
        request = pb.CreateDelegationRequest(
            creator_id=creator_id, scopes=numbers(*(scopes or (PROFILE, RATES, WRITE))), purpose="All"
        )
        return self.call(self.agency, "DelegationService/CreateDelegation", request)

    def active(self, *scopes: str, creator: Identity | None = None) -> Any:
        asked = self.requested(*scopes, creator=creator)
        request = pb.AcceptDelegationRequest(delegation_id=asked.id)
        return self.call(creator or self.creator, "DelegationService/AcceptDelegation", request)

    def authorize(self, action: str = READ_PROFILE, who: Identity | None = None, **fields: Any) -> Any:
        """Roster's answer where `who`, the agency if nobody, wants to do `action` for the creator."""
        asking = who or self.agency
        given: dict[str, Any] = {
            "party_id": asking.party_id,
            "party_kind": KINDS[asking.kind],
            "client_id": asking.client_id,
            "token_scopes": list(ALL_SCOPES.values()),
            "creator_id": self.creator.party_id,
            "action": action,
            "object": "/v1",
            "request_id": "rq_9",
        }
        return self.call(GATEWAY, "AccessService/Authorize", pb.AuthorizeRequest(**(given | fields)))

    def log(self, reader: Identity | None = None, **fields: Any) -> Any:
        request = pb.ListActivityRequest(creator_id=self.creator.party_id, **fields)
        return self.call(reader or self.creator, "ActivityService/ListActivity", request)
