"""A person's own account: what she is called, her password, her second factor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytz

from services.roster.domain.people import factors
from services.roster.domain.people.commands import ChangeAccount, ChangePassword, RemoveSecondFactor
from services.roster.domain.people.person import Locale, Person, set_password
from services.roster.domain.people.throttling import OF_PROOFS
from services.roster.handlers.people import attempts, codes, passwords
from services.roster.handlers.people.sealed import seal_secret
from services.roster.handlers.people.signing_in import spend_code
from services.roster.produces import unannounced
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode, FieldCode
from services.shared.commands import Invocation, execute, repeatable
from services.shared.errors import Forbidden, Stale, invalid
from services.shared.sealing import Seals


@dataclass(frozen=True)
class Started:
    """A secret that is to be confirmed, and the address that an app reads."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


@dataclass(frozen=True)
class Confirmed:
    """A person with her recovery codes, which are shown this once."""

    person: Person
    codes: tuple[str, ...] = field(repr=False)


def get_account(store: Store, *, person_id: str) -> Person:
    """The account of whoever asks; raises Forbidden where it is a client."""
    person = store.people.get(person_id) if person_id else None
    if person is None:
        raise Forbidden("Only a person has an account; sign in as one.", code=ErrorCode.PERSON_REQUIRED)
    return person


def change_account(store: Store, clock: Clock, command: ChangeAccount, invocation: Invocation) -> Person:
    """Changes the named fields of an account. Raises Stale and Invalid."""
    get_account(store, person_id=command.person_id)
    named = _checked(dict(command.changes))

    def decide(person: Person) -> Person:
        if command.expected_version not in (None, person.version):
            raise Stale("The account has changed in the meantime; read it again.")
        changed = replace(person, **named)
        return person if changed == person else replace(changed, updated_at=clock.now())

    return execute(store.people, command.person_id, decide, unannounced, invocation, clock)


def _checked(named: dict[str, Any]) -> dict[str, Any]:
    if "name" in named:
        named["name"] = str(named["name"]).strip()
    if "locale" in named:
        named["locale"] = Locale(named["locale"])
    zone = named.get("time_zone", "")
    if zone and zone not in pytz.all_timezones_set:
        raise invalid("time_zone", "must be a name of the IANA database", FieldCode.NOT_ONE_OF)
    return named


def change_password(store: Store, clock: Clock, command: ChangePassword, invocation: Invocation) -> Person:
    """Replaces a password, and ends all sessions. Raises Forbidden, Invalid and TooManyRequests."""
    person = get_account(store, person_id=command.person_id)
    with repeatable(store.people, person.id, invocation):
        _prove(store, clock, person, command.current_password)
        passwords.check_strength(command.new_password, person.name, person.email, field="new_password")
    password_hash = passwords.hashed(command.new_password)

    def decide(each: Person) -> Person:
        # Somebody may have replaced it since it was compared.
        if each.password_hash != person.password_hash:
            raise factors.wrong()
        return set_password(each, password_hash, clock.now())

    return execute(store.people, person.id, decide, unannounced, invocation, clock)


def start_second_factor(
    store: Store, clock: Clock, seals: Seals, *, person_id: str, password: str, invocation: Invocation
) -> Started:
    """Makes a secret that is to be confirmed. Raises Forbidden, Conflict and TooManyRequests."""
    person = get_account(store, person_id=person_id)
    with repeatable(store.people, person.id, invocation):
        _prove(store, clock, person, password)
    secret = codes.new_secret()
    started = Started(secret, codes.uri_of(person, secret))

    def decide(each: Person) -> Person:
        return factors.begin(each, seal_secret(seals, each.id, secret), clock.now())

    def result(_: Person) -> Started:
        return started

    execute(store.people, person_id, decide, unannounced, invocation, clock, result=result)
    return started


def confirm_second_factor(
    store: Store, clock: Clock, seals: Seals, *, person_id: str, code: str, invocation: Invocation
) -> Confirmed:
    """Has signing in take a code from now on. Raises Forbidden, Conflict and TooManyRequests."""
    get_account(store, person_id=person_id)
    attempts.require(store, clock, OF_PROOFS, person_id)
    shown, hashes = codes.new_recovery_codes()

    def decide(person: Person) -> Person:
        return factors.confirm(person, codes.step_in(seals, person, code, clock.now()), hashes, clock.now())

    def result(person: Person) -> Confirmed:
        return Confirmed(person, shown)

    changed = execute(store.people, person_id, decide, unannounced, invocation, clock, result=result)
    attempts.give_back(store, OF_PROOFS, person_id)
    return result(changed)


def remove_second_factor(
    store: Store, clock: Clock, seals: Seals, command: RemoveSecondFactor, invocation: Invocation
) -> Person:
    """Gives the second factor up. Raises Forbidden, Conflict and TooManyRequests."""
    person = get_account(store, person_id=command.person_id)
    with repeatable(store.people, person.id, invocation):
        if command.code:
            with _counted(store, clock, person):
                spend_code(store, clock, seals, person.id, command.code)
        else:
            _prove(store, clock, person, command.password)

    def decide(each: Person) -> Person:
        return factors.remove(each, clock.now())

    return execute(store.people, person.id, decide, unannounced, invocation, clock)


def _prove(store: Store, clock: Clock, person: Person, password: str) -> None:
    """Raises Forbidden unless the password is hers; TooManyRequests after several."""
    with _counted(store, clock, person):
        if not passwords.matches(person.password_hash, password):
            raise factors.wrong()


@contextmanager
def _counted(store: Store, clock: Clock, person: Person) -> Iterator[None]:
    """Counts a proof that fails within; raises TooManyRequests after several."""
    attempts.require(store, clock, OF_PROOFS, person.id)
    yield
    attempts.give_back(store, OF_PROOFS, person.id)
