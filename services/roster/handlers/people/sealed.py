"""The secrets of second factors, of which whoever reads the database makes no codes: sealed, and opened."""

from __future__ import annotations

from dataclasses import replace

from services.roster.domain.people.person import Person
from services.roster.produces import unannounced
from services.roster.store import Store
from services.shared import logs
from services.shared.clock import Clock
from services.shared.commands import execute, internal
from services.shared.sealing import Seals

log = logs.logger()


def seals_of(keys: str) -> Seals:
    """What the secrets are sealed with; `keys` as the setting `second_factor_key` has them."""
    return Seals("second factor", keys)


def seal_secret(seals: Seals, person_id: str, secret: str) -> str:
    """A secret as it is kept: opened for the same person only."""
    return seals.seal(_use(person_id), {"secret": secret})


def open_secret(seals: Seals, person: Person) -> str | None:
    """The secret of a person's second factor; None where she has none, or no key opens it."""
    if person.factor is None:
        return None
    opened = seals.open(_use(person.id), person.factor.secret)
    if opened is None:
        log.error("second_factor_not_opened", person_id=person.id)
        return None
    return str(opened["secret"])


def reseal(store: Store, clock: Clock, seals: Seals) -> int:
    """Seals with the current key what another one has sealed; returns how many secrets that were.

    Afterwards the former keys can be taken away. What no key opens stays as it is.
    """

    def decide(person: Person) -> Person:
        secret = open_secret(seals, person)
        if person.factor is None or secret is None or seals.is_current(person.factor.secret):
            return person
        sealed = seal_secret(seals, person.id, secret)
        return replace(person, factor=replace(person.factor, secret=sealed))

    late = [each.id for each in store.with_second_factor() if decide(each) is not each]
    for person_id in late:
        execute(store.people, person_id, decide, unannounced, internal("second-factors"), clock)
    return len(late)


def _use(person_id: str) -> str:
    return f"second factor of {person_id}"
