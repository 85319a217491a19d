"""For whom a party may import now. Metrics asks again and again while an import runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.roster.domain.activity import ALLOWED, DENIED, Activity
from services.roster.domain.decisions import Decision, decide
from services.roster.domain.pairs import pair_id
from services.roster.domain.parties import YOU_ARE_SUSPENDED, Party, PartyKind
from services.roster.domain.people.person import Membership
from services.roster.domain.people.roles import scopes_of
from services.roster.handlers.refusals import log_decided
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode

ACTION = "import_snapshots"
SCOPE = "marketplace.metrics.import"

CLIENT_GONE = "This client, or membership of the party, does not exist any more."
NOBODY_LETS = f"No creator delegates {SCOPE} to this agency."


@dataclass(frozen=True)
class Importer:
    """The party that imports, with its client, or the member of it who does, and the import."""

    party_id: str
    kind: str
    client_id: str
    import_id: str
    request_id: str
    person_id: str = ""


@dataclass(frozen=True)
class ImportAnswer:
    """Whether a creator's rows may be stored now, under the delegation at that version."""

    creator_id: str
    allowed: bool
    delegation_id: str = ""
    delegation_version: int = 0


@dataclass(frozen=True)
class ImportDecision:
    """Whether the party may import at all, and what was answered for each creator asked about."""

    allowed: bool
    reason: str = ""
    code: ErrorCode | None = None
    answers: tuple[ImportAnswer, ...] = ()


def authorize_import(
    store: Store, clock: Clock, importer: Importer, questions: Sequence[tuple[str, ImportAnswer | None]]
) -> ImportDecision:
    """Decides for each creator, and logs what is not the answer that stands beside her.

    An import asks twice a second; its creators' logs hold what was decided, not how often it was asked.
    """
    holder, member = _holder(store, importer)
    if holder is None or holder.id != importer.party_id:
        answers = tuple(ImportAnswer(creator_id, False) for creator_id, _ in questions)
        return ImportDecision(False, CLIENT_GONE, ErrorCode.FORBIDDEN, answers)
    if holder.suspended:
        answers = tuple(ImportAnswer(creator_id, False) for creator_id, _ in questions)
        return ImportDecision(False, YOU_ARE_SUSPENDED, ErrorCode.PARTY_SUSPENDED, answers)
    if importer.kind != PartyKind.AGENCY:
        return ImportDecision(True, answers=tuple(ImportAnswer(each, True) for each, _ in questions))
    if not questions and not store.is_let(importer.party_id, SCOPE, clock.now()):
        return ImportDecision(False, NOBODY_LETS, ErrorCode.NO_DELEGATION)
    named = [each for each, _ in questions if member is None or member.reaches(each)]
    barred, grants = store.suspended_of(named), store.grants_for(importer.party_id, named, SCOPE, clock.now())
    answers = tuple(
        _answer(store, clock, importer, creator_id, creator_id in barred, grants.get(creator_id), last)
        if creator_id in named
        else ImportAnswer(creator_id, False)
        for creator_id, last in questions
    )
    return ImportDecision(True, answers=answers)


def _holder(store: Store, importer: Importer) -> tuple[Party | None, Membership | None]:
    """The party for which the importer may act now, and the membership by which a person does."""
    if not importer.person_id:
        return store.party_of_client(importer.client_id), None
    person = store.people.get(importer.person_id)
    member = person.membership_of(importer.party_id) if person else None
    if member is None or SCOPE not in scopes_of(importer.kind, member.role):
        return None, None
    return store.parties.get(importer.party_id), member


def _answer(
    store: Store,
    clock: Clock,
    importer: Importer,
    creator_id: str,
    barred: bool,
    grant: tuple[str, int] | None,
    last: ImportAnswer | None,
) -> ImportAnswer:
    answer = (
        ImportAnswer(creator_id, True, *grant) if grant and not barred else ImportAnswer(creator_id, False)
    )
    if last is not None and (answer == last or not (answer.allowed or last.allowed)):
        return last
    decision = decide(
        kind=importer.kind,
        party_id=importer.party_id,
        creator_id=creator_id,
        pair=store.pairs.get(pair_id(importer.party_id, creator_id)),
        scope=SCOPE,
        token_scopes=frozenset({SCOPE}),  # The rule of the RPC has checked the token.
        now=clock.now(),
        suspended=barred,
    )
    if decision.known or _is_creator(store, creator_id):
        called = store.names_of_people({importer.person_id} - {""}).get(importer.person_id, "")
        entry = replace(_entry(clock, importer, creator_id, decision), person_name=called)
        log_decided(store, clock, entry, decision)
    granted = decision.delegation if decision.allowed else None
    if granted is None:
        return ImportAnswer(creator_id, False)
    return ImportAnswer(creator_id, True, granted.id, granted.version)


def _is_creator(store: Store, creator_id: str) -> bool:
    party = store.parties.get(creator_id)
    return party is not None and party.kind is PartyKind.CREATOR


def _entry(clock: Clock, importer: Importer, creator_id: str, decision: Decision) -> Activity:
    delegation = decision.delegation
    return Activity(
        creator_id=creator_id,
        at=clock.now(),
        actor_id=importer.party_id,
        actor_kind=PartyKind(importer.kind),
        client_id=importer.client_id,
        person_id=importer.person_id,
        on_behalf_of=creator_id,
        delegation_id=delegation.id if delegation else "",
        delegation_version=delegation.version if delegation else 0,
        action=ACTION,
        object=f"/v1/metrics/imports/{importer.import_id}",
        decision=ALLOWED if decision.allowed else DENIED,
        rule=decision.rule,
        reason=decision.reason,
        request_id=importer.request_id,
    )
