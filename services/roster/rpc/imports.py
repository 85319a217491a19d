"""Whether an import may go on: parse, decide, convert."""

from __future__ import annotations

from protos.roster.v1 import roster_pb2 as pb
from services.roster.handlers import imports
from services.roster.handlers.imports import ImportAnswer, ImportDecision, Importer
from services.roster.store import Store
from services.shared.access import KIND_NAMES
from services.shared.clock import Clock
from services.shared.errors import Invalid
from services.shared.joins import join
from services.shared.mapping import from_message, to_message

join(ImportAnswer, pb.ImportAnswer)
join(ImportDecision, pb.AuthorizeImportResponse)

MOST_QUESTIONS = 1_000


def authorize_import(
    store: Store, clock: Clock, request: pb.AuthorizeImportRequest
) -> pb.AuthorizeImportResponse:
    """Answers `AccessService.AuthorizeImport`; raises Invalid for too many questions at once."""
    if len(request.questions) > MOST_QUESTIONS:
        raise Invalid(f"Ask about at most {MOST_QUESTIONS} creators at once.")
    importer = Importer(
        party_id=request.party_id,
        kind=KIND_NAMES.get(request.party_kind, ""),
        client_id=request.client_id,
        import_id=request.import_id,
        request_id=request.request_id,
        person_id=request.person_id,
    )
    questions = [
        (each.creator_id, from_message(ImportAnswer, each.last) if each.HasField("last") else None)
        for each in request.questions
    ]
    return to_message(pb.AuthorizeImportResponse, imports.authorize_import(store, clock, importer, questions))
