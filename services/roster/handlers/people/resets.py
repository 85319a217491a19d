"""New passwords for those who have lost theirs."""

from __future__ import annotations

from services.roster.domain.people import resets as domain
from services.roster.domain.people import tokens
from services.roster.domain.people.commands import ResetPassword
from services.roster.domain.people.person import Locale, Person, normal_email, prove_email, set_password
from services.roster.domain.people.resets import GOOD_FOR, RESET_PREFIX, UNKNOWN_RESET, Reset
from services.roster.domain.people.throttling import OF_RESETS, OF_RESETS_BY, network
from services.roster.handlers.people import attempts, passwords
from services.roster.produces import reset_requested, unannounced
from services.roster.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import create, execute, internal
from services.shared.errors import NotFound


def request_reset(store: Store, clock: Clock, *, email: str, address: str) -> None:
    """Notes that a new password is asked for an address; the same, whether or not there is an account.

    Who has an account is looked up when the mail is written. What is asked too often is let pass silently.
    """
    known = normal_email(email)
    if address and attempts.take(store, clock, OF_RESETS_BY, network(address)):
        return
    if attempts.take(store, clock, OF_RESETS, known):
        return
    now, person = clock.now(), store.person_by_email(known)
    reset = Reset(ids.new_id(RESET_PREFIX), known, now, now + GOOD_FOR)
    locale = person.locale if person else Locale.EN
    create(store.resets, reset, reset_requested(locale), internal("accounts"), clock)


def issue_token(store: Store, clock: Clock, *, reset_id: str) -> tuple[Reset, str]:
    """A reset with a fresh token for its mail. Raises NotFound where nobody has the address."""
    reset = store.resets.get(reset_id)
    if reset is None or store.person_by_email(reset.email) is None:
        raise _unknown()
    token = tokens.new_token(reset_id)

    def decide(each: Reset) -> Reset:
        return domain.with_token(each, token, clock.now())

    changed = execute(store.resets, reset_id, decide, unannounced, internal("accounts"), clock)
    return changed, token


def reset_password(store: Store, clock: Clock, command: ResetPassword) -> Person:
    """Sets a new password by the token of a link, once; ends all sessions. Raises NotFound and Invalid."""
    reset = domain.opened(store.resets.get(tokens.owner_of(command.token)), command.token, clock.now())
    person = store.person_by_email(reset.email)
    if person is None:
        raise _unknown()
    passwords.check_strength(command.password, person.name, person.email)
    password_hash = passwords.hashed(command.password)

    def use(each: Reset) -> Reset:
        return domain.use(each, command.token, clock.now())

    def decide(each: Person) -> Person:
        return set_password(prove_email(each, clock.now()), password_hash, clock.now())

    execute(store.resets, reset.id, use, unannounced, internal(person.id), clock)
    changed = execute(store.people, person.id, decide, unannounced, internal(person.id), clock)
    if command.address:
        store.note_address(person.id, network(command.address), clock.now())
    return changed


def _unknown() -> NotFound:
    return NotFound(UNKNOWN_RESET, code=ErrorCode.RESET_NOT_FOUND)
