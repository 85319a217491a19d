"""Who may act for a creator now. Every decision is logged before it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from services.roster.domain.activity import ALLOWED, DENIED, Activity
from services.roster.domain.delegations import Decision, decide
from services.roster.domain.parties import PartyKind
from services.roster.handlers.activity import append
from services.roster.store import Store
from services.shared.clock import Clock


@dataclass(frozen=True)
class Question:
    """May this party do `action` on `object` for this creator, who must have granted `scope`?

    `command` is False for a mere reading.
    """

    party_id: str
    kind: str
    client_id: str
    token_scopes: frozenset[str]
    creator_id: str
    scope: str
    action: str
    object: str
    request_id: str
    command: bool


def authorize(store: Store, clock: Clock, question: Question) -> Decision:
    """Decides and logs. A creator's readings of her own side are not logged."""
    now = clock.now()
    agency = question.kind == PartyKind.AGENCY
    decision = decide(
        kind=question.kind,
        party_id=question.party_id,
        creator_id=question.creator_id,
        delegations=store.delegations_between(question.party_id, question.creator_id) if agency else [],
        scope=question.scope,
        token_scopes=question.token_scopes,
        now=now,
    )
    if agency or question.command:
        log_decision(store, question, decision, clock)
    return decision


def log_decision(store: Store, question: Question, decision: Decision, clock: Clock) -> None:
    """Logs a decision before it is answered, where there is such a creator."""
    if _is_creator(store, question.creator_id, decision):
        append(store, _entry(question, decision, clock))


def _is_creator(store: Store, creator_id: str, decision: Decision) -> bool:
    """A log is kept for creators that exist; where a delegation was found, one does."""
    if decision.known:
        return True
    party = store.parties.get(creator_id)
    return party is not None and party.kind is PartyKind.CREATOR


def _entry(question: Question, decision: Decision, clock: Clock) -> Activity:
    delegation = decision.delegation
    return Activity(
        creator_id=question.creator_id,
        at=clock.now(),
        actor_id=question.party_id,
        actor_kind=PartyKind(question.kind) if question.kind else None,
        client_id=question.client_id,
        on_behalf_of="" if question.party_id == question.creator_id else question.creator_id,
        delegation_id=delegation.id if delegation else "",
        delegation_version=delegation.version if delegation else 0,
        action=question.action,
        object=question.object,
        decision=ALLOWED if decision.allowed else DENIED,
        rule=decision.rule,
        reason=decision.reason,
        request_id=question.request_id,
    )
