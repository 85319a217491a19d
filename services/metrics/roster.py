"""What metrics asks of the roster service."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from protos.callboard.access.v1 import access_pb2
from protos.roster.v1 import roster_pb2
from services.metrics.domain.provenance import Actor
from services.shared.access import KINDS, SCOPES
from services.shared.client import Client
from services.shared.codes import ErrorCode
from services.shared.joins import join
from services.shared.mapping import from_message, to_message
from services.shared.wire import code_of

NAMES_AT_ONCE = 1_000
QUESTIONS_AT_ONCE = 200
"""Each first answer is logged before it is given, which takes roster some milliseconds a creator."""

AUDIENCE_READ = "marketplace.audience.read"

_METHODS = roster_pb2.DESCRIPTOR.services_by_name["AccessService"].methods_by_name


@dataclass(frozen=True)
class Creator:
    """A creator as roster knows her; `version` counts the changes."""

    id: str
    handle: str
    display_name: str = ""
    version: int = 0


@dataclass(frozen=True)
class Importer:
    """The party that imports, with the call in which it does."""

    by: Actor
    import_id: str
    request_id: str


@dataclass(frozen=True)
class ImportAnswer:
    """Whether a creator's rows may be stored now, under the delegation at that version."""

    creator_id: str
    allowed: bool
    delegation_id: str = ""
    delegation_version: int = 0


join(ImportAnswer, roster_pb2.ImportAnswer)


@dataclass(frozen=True)
class ImportDecision:
    """Whether the party may import at all, why not, and what was answered for each creator."""

    allowed: bool
    reason: str = ""
    code: ErrorCode | None = None
    answers: Mapping[str, ImportAnswer] = field(default_factory=dict)


@dataclass(frozen=True)
class Letting:
    """The creators who let an agency read their audience now; whether there may be more of them."""

    creator_ids: frozenset[str]
    more: bool = False


Questions = Mapping[str, ImportAnswer | None]
"""Creators, each with the answer that the import got last."""


class Roster(Protocol):
    """The questions; each raises Unavailable where roster is out of reach."""

    def creators(self, names: Collection[str]) -> list[Creator]:
        """The creators with these ids or handles; unknown ones are left out."""
        ...

    def authorize_import(self, importer: Importer, questions: Questions) -> ImportDecision:
        """For which creators the party may import now. Roster logs the answers that are new."""
        ...

    def letting(self, agency_id: str, creator_ids: Collection[str], request_id: str) -> Letting:
        """Who lets the agency read her audience now: of these creators, or of all where none is named."""
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
        return [
            Creator(p.id, p.handle, p.name, p.version)
            for p in found
            if p.kind == access_pb2.PARTY_KIND_CREATOR
        ]

    def authorize_import(self, importer: Importer, questions: Questions) -> ImportDecision:
        """For which creators the party may import now. Roster logs the answers that are new."""
        answers: dict[str, ImportAnswer] = {}
        rest = iter(questions.items())
        while True:
            some = list(islice(rest, QUESTIONS_AT_ONCE))
            reply = self._ask(importer, some)
            answers |= {each.creator_id: from_message(ImportAnswer, each) for each in reply.answers}
            if len(some) < QUESTIONS_AT_ONCE or not reply.allowed:
                code = code_of(reply.code)
                return ImportDecision(reply.allowed, reply.reason, code, answers)

    def letting(self, agency_id: str, creator_ids: Collection[str], request_id: str) -> Letting:
        """Who lets the agency read her audience now: of these creators, or of all where none is named."""
        request = roster_pb2.ListLettingRequest(
            agency_id=agency_id, scope=SCOPES[AUDIENCE_READ], creator_ids=creator_ids
        )
        reply = self._client.call(_METHODS["ListLetting"], request, request_id=request_id)
        return Letting(frozenset(reply.creator_ids), reply.more)

    def _ask(
        self, importer: Importer, questions: Collection[tuple[str, ImportAnswer | None]]
    ) -> roster_pb2.AuthorizeImportResponse:
        by = importer.by
        request = roster_pb2.AuthorizeImportRequest(
            party_id=by.party_id,
            party_kind=KINDS[by.kind],
            client_id=by.client_id,
            person_id=by.person_id,
            import_id=importer.import_id,
            request_id=importer.request_id,
            questions=[
                roster_pb2.ImportQuestion(
                    creator_id=creator_id,
                    last=to_message(roster_pb2.ImportAnswer, last) if last else None,
                )
                for creator_id, last in questions
            ],
        )
        method = _METHODS["AuthorizeImport"]
        reply: roster_pb2.AuthorizeImportResponse = self._client.call(
            method, request, request_id=importer.request_id
        )
        return reply
