"""Who may do what now. Every decision that concerns a creator is logged before it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from services.roster.domain.activity import ALLOWED, DENIED, Activity
from services.roster.domain.decisions import Decision, decide
from services.roster.domain.parties import YOU_ARE_SUSPENDED, PartyKind
from services.roster.handlers.refusals import log_decided
from services.roster.store import Store
from services.shared.access import LEASE_SECONDS, Rule
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.contracts import actions
from services.shared.errors import Forbidden, Invalid

LATE = timedelta(seconds=LEASE_SECONDS / 4)

CLIENT_UNKNOWN = "client_unknown"
"""The rule by which a client is refused that has been taken away."""

REVOKED = "token_revoked"
"""The rule by which a token is refused that its client has revoked."""

SUSPENDED = "party_suspended"
"""The rule by which a party is refused that the operator has suspended."""


@dataclass(frozen=True)
class Question:
    """May this party, by this client, do `action` on `object` for this creator, or in its own name?

    `action` is the word for an RPC, whose rule says which scope is needed and whether it is a command.
    """

    party_id: str
    kind: str
    client_id: str
    token_scopes: frozenset[str]
    creator_id: str
    action: str
    object: str
    request_id: str
    token_id: str = ""


class Answer(NamedTuple):
    """A decision, the moment at which it is true, and the name of the party that asks; "" where unknown."""

    decision: Decision
    at: datetime
    party_name: str = ""


def authorize(store: Store, clock: Clock, question: Question) -> Answer:
    """Decides and logs.

    A creator's readings of her own side are not logged, nor is what names no creator. Raises Invalid where
    `action` stands for no RPC that is for parties.
    """
    rule = actions().get(question.action)
    if rule is None:
        raise Invalid(f"{question.action[:100]!r} stands for no RPC that is for parties.")
    answer = _decide(store, clock, rule, question)
    decision, at, _ = answer
    logged = question.creator_id and (rule.command or question.kind == PartyKind.AGENCY)
    if not logged or not log_decision(store, clock, question, decision):
        return answer
    if clock.now() - at > LATE:
        # It has waited for its turn in the log, and would run out on the way: what is still so, is so now.
        again = _decide(store, clock, rule, question)
        return again if again.decision == decision else answer
    return answer


def _decide(store: Store, clock: Clock, rule: Rule, question: Question) -> Answer:
    # Taken before anything is read: a revocation that the reading misses comes later than this.
    now = clock.now()
    for_agency = question.creator_id if question.kind == PartyKind.AGENCY else ""
    holder, pair, barred = store.standing(question.client_id, for_agency)
    if holder is None or (holder.id, holder.kind) != (question.party_id, question.kind):
        reason = "The client is none of the party's."
        return Answer(Decision(False, CLIENT_UNKNOWN, reason, known=False, stranger=True), now)
    if holder.has_revoked(question.token_id):
        revoked = Decision(False, REVOKED, "The token was revoked.", known=False, stranger=True)
        return Answer(revoked, now)
    if holder.suspended:
        code = ErrorCode.PARTY_SUSPENDED
        refused = Decision(False, SUSPENDED, YOU_ARE_SUSPENDED, known=False, stranger=True, code=code)
        return Answer(refused, now)
    if not question.creator_id or question.kind not in rule.kinds:
        return Answer(_in_own_name(rule, question), now, holder.name)
    decision = decide(
        kind=question.kind,
        party_id=question.party_id,
        creator_id=question.creator_id,
        pair=pair,
        scope=rule.scope,
        token_scopes=question.token_scopes,
        now=now,
        suspended=barred,
    )
    return Answer(decision, now, holder.name)


def _in_own_name(rule: Rule, question: Question) -> Decision:
    """By the same rule that gateway and service check."""
    try:
        rule.check_party(question.kind, question.token_scopes)
    except Forbidden as error:
        return Decision(False, "own_name", error.detail, stranger=True, code=error.code)
    return Decision(True, "own_name")


def log_decision(store: Store, clock: Clock, question: Question, decision: Decision) -> bool:
    """Logs a decision where there is such a creator; whether there is."""
    if not _is_creator(store, question.creator_id, decision):
        return False
    log_decided(store, clock, _entry(question, decision, clock), decision)
    return True


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
