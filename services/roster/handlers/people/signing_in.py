"""Signing in: who somebody is, by her password and her second factor, or by the word of another issuer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.roster.domain.people import factors
from services.roster.domain.people.commands import FindExternal, SignIn
from services.roster.domain.people.person import (
    UNKNOWN_PERSON,
    ExternalIdentity,
    Person,
    link_identity,
    normal_email,
    prove_email,
)
from services.roster.domain.people.throttling import (
    OF_ACCOUNT,
    OF_ACCOUNT_AND_ADDRESS,
    OF_ADDRESS,
    OF_CODES,
    Limit,
    network,
)
from services.roster.handlers.people import attempts, codes, passwords
from services.roster.produces import unannounced
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import execute, internal
from services.shared.errors import Forbidden, NotFound
from services.shared.sealing import Seals


class Outcome(StrEnum):
    """What came of signing in."""

    SIGNED_IN = "signed_in"
    SECOND_FACTOR_REQUIRED = "second_factor_required"
    REFUSED = "refused"
    THROTTLED = "throttled"


@dataclass(frozen=True)
class SignedIn:
    """What came of signing in; `person` only where she is signed in, `retry_after` in seconds."""

    outcome: Outcome
    person: Person | None = None
    retry_after: int = 0


Counted = tuple[Limit, tuple[str, ...]]
"""A count, with what it is of."""


def sign_in(store: Store, clock: Clock, seals: Seals, command: SignIn) -> SignedIn:
    """Whether somebody is who she says, after the same work whether or not there is such an account."""
    email, where = normal_email(command.email), network(command.address)
    person = store.person_by_email(email)
    counted = _counted(store, person, email, where)
    wait = _take(store, clock, counted)
    if wait:
        return SignedIn(Outcome.THROTTLED, retry_after=wait)
    right = passwords.matches(person.password_hash if person else "", command.password)
    if person is None or not right:
        return SignedIn(Outcome.REFUSED)
    if person.second_factor:
        answered = _second_factor(store, clock, seals, person, command.code)
        if answered.outcome is Outcome.SECOND_FACTOR_REQUIRED:
            _give_back(store, counted)
        if answered.person is None:
            return answered
        person = answered.person
    _give_back(store, counted)
    store.note_address(person.id, where, clock.now())
    return SignedIn(Outcome.SIGNED_IN, person)


def _counted(store: Store, person: Person | None, email: str, where: str) -> tuple[Counted, ...]:
    """What counts the attempt: that from an address is one; from where a person has signed in before, she
    is not kept out by what others try elsewhere."""
    known = store.knows_address(person.id if person else "", where)
    of_account: Counted = (OF_ACCOUNT_AND_ADDRESS, (email, where)) if known else (OF_ACCOUNT, (email,))
    return (OF_ADDRESS, (where,)), of_account


def _take(store: Store, clock: Clock, counted: tuple[Counted, ...]) -> int:
    """Counts the attempt everywhere, or nowhere: the seconds to wait then."""
    taken: list[Counted] = []
    for limit, parts in counted:
        wait = attempts.take(store, clock, limit, *parts)
        if wait:
            _give_back(store, tuple(taken))
            return wait
        taken.append((limit, parts))
    return 0


def _give_back(store: Store, counted: tuple[Counted, ...]) -> None:
    for limit, parts in counted:
        attempts.give_back(store, limit, *parts)


def _second_factor(store: Store, clock: Clock, seals: Seals, person: Person, code: str) -> SignedIn:
    """Whether the code is hers, each good once; asked for only behind the right password."""
    if not code:
        return SignedIn(Outcome.SECOND_FACTOR_REQUIRED)
    wait = attempts.take(store, clock, OF_CODES, person.id)
    if wait:
        return SignedIn(Outcome.THROTTLED, retry_after=wait)
    try:
        changed = spend_code(store, clock, seals, person.id, code)
    except Forbidden:
        return SignedIn(Outcome.REFUSED)
    attempts.give_back(store, OF_CODES, person.id)
    return SignedIn(Outcome.SIGNED_IN, changed)


def spend_code(store: Store, clock: Clock, seals: Seals, person_id: str, code: str) -> Person:
    """Uses a code of the second factor, or a recovery code; raises Forbidden where it is not good."""

    def decide(person: Person) -> Person:
        return factors.spend(person, codes.step_in(seals, person, code, clock.now()), code)

    return execute(store.people, person_id, decide, unannounced, internal(person_id), clock)


def find_person(store: Store, *, person_id: str) -> Person:
    """The person; raises NotFound."""
    return _known(store.people.get(person_id))


def find_external(store: Store, clock: Clock, command: FindExternal) -> Person:
    """Whom an external issuer speaks of; links her by her address, where the issuer has verified it.

    Raises NotFound.
    """
    identity = ExternalIdentity(command.issuer, command.subject)
    linked = store.person_by_identity(identity)
    if linked is not None:
        return linked
    known = store.person_by_email(normal_email(command.email)) if command.email_verified else None

    def decide(person: Person) -> Person:
        return link_identity(prove_email(person, clock.now()), identity, clock.now())

    return execute(store.people, _known(known).id, decide, unannounced, internal(_known(known).id), clock)


def _known(person: Person | None) -> Person:
    if person is None:
        raise NotFound(UNKNOWN_PERSON, code=ErrorCode.PERSON_NOT_FOUND)
    return person
