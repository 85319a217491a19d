"""Who may act for a creator now. Every decision is logged before it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from services.roster.domain.activity import ALLOWED, DENIED, Activity
from services.roster.domain.delegations import Decision, decide
from services.roster.domain.parties import PartyKind
from services.roster.handlers.activity import append
from services.roster.handlers.refusals import log_refusal
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.contracts import rules
from services.shared.errors import FieldError, Invalid


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
    """Decides and logs. A creator's readings of her own side are not logged.

    Raises Invalid for an action that is no declared RPC.
    """
    _check_action(question.action)
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
    if (agency or question.command) and _is_creator(store, question.creator_id, decision):
        log_decision(store, clock, _entry(question, decision, clock), decision)
    return decision


def log_decision(store: Store, clock: Clock, entry: Activity, decision: Decision) -> None:
    """Logs what was allowed, each time; what was refused at first, and then as one entry with a number."""
    if decision.allowed:
        append(store, clock, entry)
        return
    delegation = decision.delegation
    stranger = entry.on_behalf_of != "" and (delegation is None or delegation.granted_at is None)
    log_refusal(store, clock, entry, stranger=stranger)


def _check_action(action: str) -> None:
    """What stands in a log was declared: nobody who asks can put a sentence of his own there."""
    if action not in rules():
        raise Invalid(f"There is no RPC {action[:100]!r}.", [FieldError("action", "is no declared RPC")])


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


def list_grants(store: Store, clock: Clock, *, agency_id: str, scope: str) -> list[str]:
    """The creators who have granted `scope` to the agency, now. What it reads of them is reported later."""
    now = clock.now()
    active = [each for each in store.active_delegations(agency_id) if each.active_at(now)]
    return sorted({each.creator_id for each in active if scope in each.scopes})
