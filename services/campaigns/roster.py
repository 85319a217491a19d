"""What campaigns asks of the roster service. Without its answer nothing is served."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from protos.roster.v1 import roster_pb2
from services.campaigns.domain.guardrails import Guardrails, Mandate
from services.campaigns.domain.inbox import Readable, ReadableChange
from services.campaigns.domain.names import NamedCreator
from services.shared.access import KIND_NAMES, SCOPES
from services.shared.client import Client
from services.shared.joins import join
from services.shared.mapping import from_message, to_datetime

join(Guardrails, roster_pb2.Guardrails)

_METHODS = roster_pb2.DESCRIPTOR.services_by_name["AccessService"].methods_by_name
OFFERS_ACCEPT = "marketplace.offers.accept"


@dataclass(frozen=True)
class KnownParty:
    """A party as roster knows it; `category` is a brand's, `handle` a creator's. `version` counts changes."""

    id: str
    kind: str
    name: str
    category: str = ""
    handle: str = ""
    version: int = 1
    suspended: bool = False

    @property
    def as_creator(self) -> NamedCreator:
        """A creator by her names."""
        return NamedCreator(self.id, self.handle, self.name)


class Roster(Protocol):
    """The questions; each raises Unavailable where roster is out of reach."""

    def parties(self, party_ids: Collection[str], request_id: str) -> list[KnownParty]:
        """The parties with these ids; unknown ones are left out."""
        ...

    def mandate(self, agency_id: str, creator_id: str, offer_id: str, request_id: str) -> Mandate:
        """What the agency may bind the creator to now; roster logs that it was asked, and its decision."""
        ...

    def readable(
        self,
        agency_id: str,
        creator_ids: frozenset[str],
        request_id: str,
        *,
        since: str = "",
        most: int = 0,
    ) -> Readable:
        """Which of these creators the agency may read now; and up to `most` changes `since` a marker."""
        ...


class RosterClient:
    """Asks the roster service over gRPC."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def parties(self, party_ids: Collection[str], request_id: str) -> list[KnownParty]:
        """The parties with these ids; unknown ones are left out."""
        request = roster_pb2.ResolvePartiesRequest(ids=party_ids)
        reply = self._client.call(_METHODS["ResolveParties"], request, request_id=request_id)
        return [
            KnownParty(
                each.id,
                KIND_NAMES[each.kind],
                each.name,
                each.category,
                each.handle,
                each.version,
                each.suspended,
            )
            for each in reply.parties
        ]

    def mandate(self, agency_id: str, creator_id: str, offer_id: str, request_id: str) -> Mandate:
        """What the agency may bind the creator to now; roster logs that it was asked, and its decision."""
        request = roster_pb2.AuthorizeBindingRequest(
            agency_id=agency_id, creator_id=creator_id, offer_id=offer_id, request_id=request_id
        )
        reply = self._client.call(_METHODS["AuthorizeBinding"], request, request_id=request_id)
        return Mandate(
            active=reply.state == roster_pb2.DELEGATION_STATE_ACTIVE,
            may_accept=SCOPES[OFFERS_ACCEPT] in reply.grant.scopes,
            guardrails=from_message(Guardrails, reply.grant.guardrails),
        )

    def readable(
        self,
        agency_id: str,
        creator_ids: frozenset[str],
        request_id: str,
        *,
        since: str = "",
        most: int = 0,
    ) -> Readable:
        """Which of these creators the agency may read now; and up to `most` changes `since` a marker."""
        request = roster_pb2.ListReadableRequest(
            agency_id=agency_id, creator_ids=sorted(creator_ids), since=since, most_changes=most
        )
        reply = self._client.call(_METHODS["ListReadable"], request, request_id=request_id)
        changes = tuple(
            ReadableChange(each.creator_id, each.readable, to_datetime(each.at)) for each in reply.changes
        )
        return Readable(frozenset(reply.creator_ids), changes, reply.marker, reply.more)
