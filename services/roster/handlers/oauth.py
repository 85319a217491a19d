"""The authorization server's side of sessions: beginning them, codes, refresh tokens, and their end."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from services.roster.domain import sessions
from services.roster.domain.applications import PORTAL
from services.roster.domain.parties import Party, PartyKind
from services.roster.domain.people.roles import scopes_of
from services.roster.domain.sessions import CODE_LASTS, Code, Exchange, Outcome, Proof, Session
from services.roster.handlers.applications import find_application
from services.roster.produces import unannounced
from services.roster.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, create, execute, internal, itself

log = logs.logger()

SECRET_BYTES = 32
LONGEST_DEVICE = 200

Step = Callable[[Session], tuple[Session, Outcome]]


@dataclass(frozen=True)
class Started:
    """A sign-in with what the browser shows to be in it."""

    session: Session
    secret: str


@dataclass(frozen=True)
class Grant:
    """What a code or a refresh token is good for; nothing but `outcome` where it is not."""

    outcome: Outcome
    session: Session | None = None
    party_kind: PartyKind | None = None
    scopes: tuple[str, ...] = ()
    refresh_token: str = ""


@dataclass(frozen=True)
class Client:
    """An application, as it proves itself."""

    id: str
    secret: str = ""


@dataclass(frozen=True)
class Start:
    """Who has signed in, from where, in which browser."""

    person_id: str
    address: str
    user_agent: str


def start_session(store: Store, clock: Clock, start: Start, invocation: Invocation) -> Started:
    """The session of a person who has signed in."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    new = _new(invocation.new_id("se"), start.person_id, clock, start.address, start.user_agent)
    session = replace(new, secret_hash=sessions.sha256(secret))

    def result(made: Session) -> Started:
        return Started(made, secret)

    return result(create(store.sessions, session, unannounced, invocation, clock, result=result))


def _new(session_id: str, person_id: str, clock: Clock, address: str, device: str) -> Session:
    return sessions.new_session(session_id, person_id, clock.now(), address, device[:LONGEST_DEVICE])


@dataclass(frozen=True)
class Letting:
    """Whom a person lets in, out of which sign-in, for which of her parties, to do what."""

    session_id: str
    secret: str
    client_id: str
    party_id: str
    redirect_uri: str
    code_challenge: str
    scopes: tuple[str, ...]


def issue_code(store: Store, clock: Clock, letting: Letting, invocation: Invocation) -> str:
    """A code for the application; empty where sign-in, membership or application are not there any more."""
    parent, now = open_sign_in(store, clock, letting.session_id, letting.secret), clock.now()
    if parent is None or not _is_there(store, letting.client_id):
        return ""
    session_id, secret = invocation.new_id("se"), secrets.token_urlsafe(SECRET_BYTES)
    text = sessions.code_text(session_id, secret)
    code = Code(sessions.sha256(text), now + CODE_LASTS, letting.redirect_uri, letting.code_challenge)
    session = replace(
        _new(session_id, parent.person_id, clock, parent.address, parent.device),
        client_id=letting.client_id,
        party_id=letting.party_id,
        parent_id=parent.id,
        scopes=letting.scopes,
        seed=secrets.token_urlsafe(SECRET_BYTES),
        code=code,
        forget_at=now + sessions.IDLE / 30,
    )
    if _held(store, session) is None:
        return ""

    def result(_: Session) -> str:
        return text

    create(store.sessions, session, unannounced, invocation, clock, result=result)
    return text


def _is_there(store: Store, client_id: str) -> bool:
    return client_id == PORTAL or find_application(store, application_id=client_id, secret="") is not None


def is_proved(store: Store, client: Client) -> bool:
    """Whether the application is there, and shows its secret where it has one."""
    if client.id == PORTAL:
        return not client.secret
    found = find_application(store, application_id=client.id, secret=client.secret)
    return found is not None and found.proved


def _held(store: Store, session: Session) -> tuple[Party, tuple[str, ...]] | None:
    """The party for which an application acts, and what it may do; None where the person may not any more."""
    person, party = store.people.get(session.person_id), store.parties.get(session.party_id)
    if person is None or party is None or party.suspended or session.created_at < person.sessions_valid_from:
        return None
    membership = next((each for each in person.memberships if each.party_id == party.id), None)
    if membership is None:
        return None
    allowed = scopes_of(party.kind, membership.role)
    return party, tuple(scope for scope in session.scopes if scope in allowed)


def exchange_code(
    store: Store, clock: Clock, client: Client, given: Exchange, invocation: Invocation
) -> Grant:
    """Begins the application's session for its code; a code that comes a second time ends it."""

    def step(session: Session) -> tuple[Session, Outcome]:
        return sessions.exchange(session, given, clock.now())

    def token(session: Session) -> str:
        return sessions.first_token(session, given.code)

    return _stepped(store, clock, client, sessions.read_code(given.code), step, token, invocation)


def refresh_token(store: Store, clock: Clock, client: Client, token: str) -> Grant:
    """Goes on with a session; a token that was replaced before ends it."""
    proof = sessions.read_token(token)
    if proof is None:
        return Grant(Outcome.REFUSED if is_proved(store, client) else Outcome.CLIENT_REFUSED)

    def step(session: Session) -> tuple[Session, Outcome]:
        if session.client_id != client.id:
            return session, Outcome.REFUSED
        return sessions.refresh(session, proof, clock.now())

    def following(session: Session) -> str:
        return sessions.next_token(session, proof)

    return _stepped(store, clock, client, proof, step, following, internal(client.id))


def _stepped(
    store: Store,
    clock: Clock,
    client: Client,
    proof: Proof | None,
    step: Step,
    token: Callable[[Session], str],
    invocation: Invocation,
) -> Grant:
    """What becomes of the session that a proof names, in one conditional write."""
    if not is_proved(store, client):
        return Grant(Outcome.CLIENT_REFUSED)
    session = store.sessions.get(proof.session_id) if proof else None
    held = _held(store, session) if session else None
    if session is None or held is None:
        return Grant(Outcome.REFUSED)
    party, scopes = held
    outcome = Outcome.REFUSED

    def decide(current: Session) -> Session:
        nonlocal outcome
        changed, outcome = step(current)
        return changed

    def result(changed: Session) -> Grant:
        if outcome is not Outcome.GRANTED:
            return Grant(outcome)
        return Grant(outcome, changed, party.kind, scopes, token(changed))

    grant = result(execute_on(store, clock, session.id, decide, invocation, result))
    if outcome is Outcome.REUSED:
        log.warning("token_reused", session_id=session.id, person_id=session.person_id, client_id=client.id)
    return grant


def execute_on(
    store: Store,
    clock: Clock,
    session_id: str,
    decide: Callable[[Session], Session],
    invocation: Invocation,
    result: Callable[[Session], object] = itself,
) -> Session:
    """Changes one session, in one conditional write; raises NotFound."""
    return execute(
        store.sessions,
        session_id,
        decide,
        unannounced,
        invocation,
        clock,
        missing=sessions.UNKNOWN,
        missing_code=ErrorCode.SESSION_NOT_FOUND,
        result=result,
    )


def open_sign_in(store: Store, clock: Clock, session_id: str, secret: str) -> Session | None:
    """The sign-in that a browser shows; None where it is none any more. Its use is noted once an hour."""
    session, now = store.sessions.get(session_id), clock.now()
    if session is None or session.client_id or not session.is_open(now):
        return None
    if not sessions.is_hash_of(session.secret_hash, secret):
        return None
    if not store.session_is_open(session.id, session.person_id):
        return None
    if session.is_worth_noting(now):
        _note_use(store, clock, session)
    return session


def _note_use(store: Store, clock: Clock, session: Session) -> None:
    def decide(current: Session) -> Session:
        return sessions.used(current, clock.now())

    execute_on(store, clock, session.id, decide, internal(session.person_id))
