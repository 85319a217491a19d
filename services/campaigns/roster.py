"""What campaigns asks of the roster service. Without its answer nothing is served."""

from __future__ import annotations

from dataclasses import dataclass

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2
from services.shared.access import KIND_NAMES
from services.shared.client import Client

_ACCESS = roster_pb2.DESCRIPTOR.services_by_name["AccessService"].methods_by_name
OFFERS_READ = "marketplace.offers.read"


@dataclass(frozen=True)
class KnownParty:
    """A party as roster knows it; `category` is a brand's."""

    id: str
    kind: str
    name: str
    category: str


@dataclass(frozen=True)
class Asking:
    """On whose request roster is asked; it goes into the creators' activity logs."""

    party_id: str
    client_id: str
    action: str
    request_id: str


class Roster:
    """Questions to roster over gRPC; each raises Unavailable where there is no answer."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def party(self, party_id: str, request_id: str) -> KnownParty | None:
        """The party with that id, or None."""
        request = roster_pb2.ResolvePartiesRequest(ids=[party_id])
        reply = self._client.call(_ACCESS["ResolveParties"], request, request_id=request_id)
        for found in reply.parties:
            if found.id == party_id:
                return KnownParty(found.id, KIND_NAMES[found.kind], found.name, found.category)
        return None

    def creators_readable_by(self, asking: Asking) -> frozenset[str]:
        """The creators who have delegated offers.read to the asking agency, now."""
        request = roster_pb2.ListGrantsRequest(
            agency_id=asking.party_id,
            scope=access_pb2.SCOPE_MARKETPLACE_OFFERS_READ,
        )
        reply = self._client.call(_ACCESS["ListGrants"], request, request_id=asking.request_id)
        return frozenset(reply.creator_ids)
