"""How sessions end: signed out, revoked by their application, or ended by their person."""

from __future__ import annotations

from dataclasses import dataclass

from services.roster.domain import sessions
from services.roster.domain.applications import PORTAL
from services.roster.domain.sessions import Ended, Proof, Session
from services.roster.handlers.oauth import Client, execute_on, is_proved
from services.roster.store import Store
from services.roster.store.sessions_port import Which
from services.shared.clock import Clock
from services.shared.commands import internal
from services.shared.errors import NotFound


@dataclass(frozen=True)
class Ending:
    """What is shown of a session that is to end."""

    session_id: str
    secret: str
    client: Client
    refresh_token: str


def end_session(store: Store, clock: Clock, ending: Ending) -> None:
    """Ends a session. Can be repeated; ends nothing where what is shown is not the session's."""
    proof = sessions.read_token(ending.refresh_token)
    session = store.sessions.get(proof.session_id if proof else ending.session_id)
    if session is None or not _may_end(store, session, ending, proof):
        return
    end_with_its_sign_in(store, clock, session, Ended.REVOKED if session.client_id else Ended.SIGNED_OUT)


def _may_end(store: Store, session: Session, ending: Ending, proof: Proof | None) -> bool:
    if not session.client_id:
        return sessions.is_hash_of(session.secret_hash, ending.secret)
    if session.client_id != ending.client.id or not is_proved(store, ending.client):
        return False
    return proof is None or sessions.is_token_of(session, proof)


def finish(store: Store, clock: Clock, session_id: str, because: Ended) -> None:
    """Ends one session, in one conditional write; one that is gone has ended."""

    def decide(session: Session) -> Session:
        return sessions.end(session, because, clock.now())

    try:
        execute_on(store, clock, session_id, decide, internal(because))
    except NotFound:
        return


def end_with_its_sign_in(store: Store, clock: Clock, session: Session, because: Ended) -> None:
    """Ends a session. A sign-in and the sessions of the portal that began with it go together.

    Who stays signed in would be let into the portal again at once. Other applications go on.
    """
    finish(store, clock, session.id, because)
    sign_in = {"": session.id, PORTAL: session.parent_id}.get(session.client_id, "")
    if sign_in:
        finish(store, clock, sign_in, because)
        store.end_sessions(Which(parent_id=sign_in, client_id=PORTAL), because, clock.now())
