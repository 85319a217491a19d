"""A person's own sessions: reading them, and ending them."""

from __future__ import annotations

from dataclasses import dataclass

from services.roster.domain import sessions
from services.roster.domain.applications import PORTAL, PORTAL_NAME
from services.roster.domain.sessions import Ended, Session
from services.roster.handlers.session_ends import end_with_its_sign_in
from services.roster.store import Store
from services.roster.store.sessions_port import Which
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import Forbidden
from services.shared.paging import Page, PageRequest


@dataclass(frozen=True)
class Who:
    """The person of a token, and its session."""

    person_id: str
    session_id: str


def require_person(who: Who) -> None:
    """Raises Forbidden for a client, which has no sessions."""
    if not who.person_id:
        message = "Only a person has sessions; this token is a client's. Sign in as a person."
        raise Forbidden(message, code=ErrorCode.PERSON_REQUIRED)


def list_sessions(store: Store, clock: Clock, *, who: Who, page: PageRequest) -> Page[Session]:
    """The open sessions of the person; raises Forbidden."""
    require_person(who)
    return page.cut(store.sessions_page(who.person_id, clock.now(), page))


def current_ids(store: Store, who: Who) -> frozenset[str]:
    """The session of the token, and the sign-in with which it began."""
    session = store.sessions.get(who.session_id)
    return frozenset({who.session_id, session.parent_id} - {""} if session else ())


def names_of(store: Store, client_ids: frozenset[str]) -> dict[str, str]:
    """What applications are called, by id; "" for those that are gone."""
    found = {each: store.applications.get(each) for each in client_ids - {PORTAL, ""}}
    named = {each: application.name for each, application in found.items() if application}
    return {PORTAL: PORTAL_NAME, **named}


def end_own_session(store: Store, clock: Clock, *, who: Who, session_id: str) -> None:
    """Ends one of the person's sessions; raises NotFound, and Forbidden."""
    require_person(who)
    session = sessions.require_own(store.sessions.get(session_id), who.person_id, clock.now())
    end_with_its_sign_in(store, clock, session, Ended.ENDED_BY_PERSON)


def end_other_sessions(store: Store, clock: Clock, *, who: Who) -> None:
    """Ends all sessions of the person but that of the token, and its sign-in; raises Forbidden."""
    require_person(who)
    which = Which(person_id=who.person_id, but=current_ids(store, who))
    store.end_sessions(which, Ended.ENDED_BY_PERSON, clock.now())
