"""Who may do what now. Every decision that concerns a creator is logged before it is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from services.roster.domain.activity import ALLOWED, DENIED, Activity
from services.roster.domain.decisions import Decision, decide
from services.roster.domain.parties import YOU_ARE_SUSPENDED, Party, PartyKind
from services.roster.domain.people.roles import Role, scopes_of
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

SESSION_ENDED = "session_ended"
"""The rule by which a person is refused whose session, or membership of the party, has ended."""

ROLE = "role"
"""The rule by which a person is refused what her role does not admit."""

LIMITED = "limited"
"""The rule by which a person is refused who may see other creators of her agency's only."""

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
    person_id: str = ""
    session_id: str = ""


class Acting(NamedTuple):
    """A person as a member of the party that asks; `scopes` are those of the token that her role admits."""

    person_id: str
    name: str
    role: str
    creator_ids: frozenset[str]
    scopes: frozenset[str]


class Answer(NamedTuple):
    """A decision, the moment at which it is true, the name of the party that asks, "" where unknown, and
    the person who asks for it, where one does.
    """

    decision: Decision
    at: datetime
    party_name: str = ""
    acting: Acting | None = None


def authorize(store: Store, clock: Clock, question: Question) -> Answer:
    """Decides and logs.

    A creator's readings of her own side are not logged, nor is what names no creator. Raises Invalid where
    `action` stands for no RPC that is for parties.
    """
    rule = actions().get(question.action)
    if rule is None:
        raise Invalid(f"{question.action[:100]!r} stands for no RPC that is for parties.")
    answer = _decide(store, clock, rule, question)
    logged = question.creator_id and (rule.command or question.kind == PartyKind.AGENCY)
    if not logged or not log_decision(store, clock, question, answer):
        return answer
    if clock.now() - answer.at > LATE:
        # It has waited for its turn in the log, and would run out on the way: what is still so, is so now.
        again = _decide(store, clock, rule, question)
        return again if again.decision == answer.decision else answer
    return answer


def _decide(store: Store, clock: Clock, rule: Rule, question: Question) -> Answer:
    # Taken before anything is read: a revocation that the reading misses comes later than this.
    now = clock.now()
    for_agency = question.creator_id if question.kind == PartyKind.AGENCY else ""
    # An application has persons of many parties; its client is none of theirs.
    of_person = question.party_id if question.person_id else ""
    holder, pair, barred = store.standing(question.client_id, for_agency, party_id=of_person)
    acting = _acting(store, question) if question.person_id else None
    if refused := _barred(holder, acting, question):
        return Answer(refused, now)
    name = holder.name if holder else ""
    scopes = acting.scopes if acting else question.token_scopes
    if acting and (unfit := _beyond(acting, rule, question, name)):
        return Answer(unfit, now, name, acting)
    if not question.creator_id or question.kind not in rule.kinds:
        return Answer(_in_own_name(rule, question.kind, scopes), now, name, acting)
    decision = decide(
        kind=question.kind,
        party_id=question.party_id,
        creator_id=question.creator_id,
        pair=pair,
        scope=rule.scope,
        token_scopes=scopes,
        now=now,
        suspended=barred,
    )
    return Answer(decision, now, name, acting)


def _acting(store: Store, question: Question) -> Acting | None:
    """The person as a member of the party now; None where she is none, or her session has ended."""
    person = store.people.get(question.person_id)
    membership = person.membership_of(question.party_id) if person else None
    if person is None or membership is None:
        return None
    if not store.session_is_open(question.session_id, question.person_id):
        return None
    scopes = question.token_scopes & scopes_of(question.kind, membership.role)
    return Acting(person.id, person.name, membership.role, frozenset(membership.creator_ids), scopes)


def _barred(holder: Party | None, acting: Acting | None, question: Question) -> Decision | None:
    """Why nobody may act for the party by this token; None where somebody may."""
    if holder is None or (holder.id, holder.kind) != (question.party_id, question.kind):
        return _stranger(CLIENT_UNKNOWN, "The client is none of the party's.")
    if question.person_id and acting is None:
        return _stranger(SESSION_ENDED, "The session, or the membership of the party, has ended.")
    if holder.has_revoked(question.token_id):
        return _stranger(REVOKED, "The token was revoked.")
    if holder.suspended:
        return replace(_stranger(SUSPENDED, YOU_ARE_SUSPENDED), code=ErrorCode.PARTY_SUSPENDED)
    return None


def _stranger(rule: str, reason: str) -> Decision:
    return Decision(False, rule, reason, known=False, stranger=True)


def _beyond(acting: Acting, rule: Rule, question: Question, party_name: str) -> Decision | None:
    """Why the member's role, or its limits, do not admit this; None where they do.

    The role comes before the token, which holds no more than the role did: another token would not help her.
    """
    lacking = bool(rule.scope) and rule.scope not in scopes_of(question.kind, acting.role)
    if question.kind in rule.kinds and lacking:
        reason = f"Your role, {acting.role}, does not hold {rule.scope}."
        if rule.scope in scopes_of(question.kind, Role.OWNER):
            reason += f" An owner of {party_name} can give you another one."
        return replace(_stranger(ROLE, reason), code=ErrorCode.ROLE_NOT_ALLOWED)
    if acting.creator_ids and question.creator_id and question.creator_id not in acting.creator_ids:
        return _stranger(LIMITED, "The person may not see this creator.")
    return None


def _in_own_name(rule: Rule, kind: str, scopes: frozenset[str]) -> Decision:
    """By the same rule that gateway and service check."""
    try:
        rule.check_party(kind, scopes)
    except Forbidden as error:
        return Decision(False, "own_name", error.detail, stranger=True, code=error.code)
    return Decision(True, "own_name")


def log_decision(store: Store, clock: Clock, question: Question, answer: Answer) -> bool:
    """Logs a decision where there is such a creator; whether there is."""
    if not _is_creator(store, question.creator_id, answer.decision):
        return False
    log_decided(store, clock, _entry(question, answer, clock), answer.decision)
    return True


def _is_creator(store: Store, creator_id: str, decision: Decision) -> bool:
    """A log is kept for creators that exist; where a delegation was found, one does."""
    if decision.known:
        return True
    party = store.parties.get(creator_id)
    return party is not None and party.kind is PartyKind.CREATOR


def _entry(question: Question, answer: Answer, clock: Clock) -> Activity:
    decision = answer.decision
    delegation = decision.delegation
    return Activity(
        creator_id=question.creator_id,
        at=clock.now(),
        actor_id=question.party_id,
        actor_kind=PartyKind(question.kind) if question.kind else None,
        client_id=question.client_id,
        person_id=question.person_id,
        person_name=answer.acting.name if answer.acting else "",
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
