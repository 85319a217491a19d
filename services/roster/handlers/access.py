"""Who may act for a creator now. Every decision is logged before it is answered."""

from __future__ import annotations

from dataclasses import dataclass

from services.roster.domain.activity import ALLOWED, DENIED, Activity
from services.roster.domain.decisions import Decision, decide
from services.roster.domain.pairs import pair_id
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
        pair=store.pairs.get(pair_id(question.party_id, question.creator_id)) if agency else None,
        scope=question.scope,
        token_scopes=question.token_scopes,
        now=now,
    )
    if (agency or question.command) and _is_creator(store, question.creator_id, decision):
        append(store, _entry(question, decision, clock))
    return decision


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


def list_grants(
    store: Store, clock: Clock, *, agency_id: str, client_id: str, scope: str, action: str, request_id: str
) -> list[str]:
    """The creators who have granted `scope` to the agency, now; logged for each of them."""
    now = clock.now()
    active = [each for each in store.active_delegations(agency_id) if each.active_at(now)]
    granting = {each.creator_id: each for each in active if scope in each.scopes}
    for creator_id, delegation in granting.items():
        question = Question(
            agency_id,
            PartyKind.AGENCY,
            client_id,
            frozenset({scope}),
            creator_id,
            scope,
            action,
            "",
            request_id,
            False,
        )
        append(store, _entry(question, Decision(True, "delegation", delegation=delegation), clock))
    return sorted(granting)
