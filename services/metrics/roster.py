"""What metrics asks of the roster service."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2
from services.shared.access import KINDS, SCOPES, Identity
from services.shared.client import Client

IMPORT_SCOPE = "marketplace.metrics.import"
NAMES_AT_ONCE = 1_000

_METHODS = roster_pb2.DESCRIPTOR.services_by_name["AccessService"].methods_by_name


@dataclass(frozen=True)
class Creator:
    """A creator as roster knows her."""

    id: str
    handle: str


@dataclass(frozen=True)
class Importer:
    """The party that imports, with the call in which it does."""

    identity: Identity
    action: str
    object: str
    request_id: str


class Roster(Protocol):
    """The questions; each raises Unavailable where roster is out of reach."""

    def creators(self, names: Collection[str]) -> list[Creator]:
        """The creators with these ids or handles; unknown ones are left out."""
        ...

    def may_import(self, importer: Importer, creator_id: str) -> bool:
        """Whether the party may import for a creator now. Roster logs the decision."""
        ...


class RosterClient:
    """Asks the roster service over gRPC."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def creators(self, names: Collection[str]) -> list[Creator]:
        """The creators with these ids or handles; unknown ones are left out."""
        found, rest = [], iter(names)
        while some := list(islice(rest, NAMES_AT_ONCE)):
            request = roster_pb2.ResolvePartiesRequest(ids=some, handles=some)
            found += self._client.call(_METHODS["ResolveParties"], request).parties
        return [Creator(p.id, p.handle) for p in found if p.kind == access_pb2.PARTY_KIND_CREATOR]

    def may_import(self, importer: Importer, creator_id: str) -> bool:
        """Whether the party may import for a creator now. Roster logs the decision."""
        identity = importer.identity
        request = roster_pb2.AuthorizeRequest(
            party_id=identity.party_id,
            party_kind=KINDS[identity.kind],
            client_id=identity.client_id,
            token_scopes=[SCOPES[scope] for scope in sorted(identity.token_scopes)],
            creator_id=creator_id,
            action=importer.action,
            object=importer.object,
            request_id=importer.request_id,
        )
        reply = self._client.call(_METHODS["Authorize"], request, request_id=importer.request_id)
        return bool(reply.decision == roster_pb2.DECISION_ALLOWED)
