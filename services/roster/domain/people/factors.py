"""The second factor: a secret that an app makes codes of, and recovery codes in their place."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from services.roster.domain.people.person import Person, SecondFactor
from services.shared.codes import ErrorCode
from services.shared.errors import Conflict, Forbidden

PERIOD_SECONDS = 30
RECOVERY_CODES = 10


def step_of(now: datetime) -> int:
    """The number of the period in which a moment lies."""
    return int(now.timestamp()) // PERIOD_SECONDS


def hash_of_recovery(code: str) -> str:
    """What is kept of a recovery code, however it is typed."""
    plain = "".join(each for each in code.lower() if each.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def begin(person: Person, secret: str, now: datetime) -> Person:
    """The person with a secret that is still to be confirmed; raises Conflict where one holds."""
    if person.second_factor:
        raise Conflict(
            "There is a second factor; remove it first.", code=ErrorCode.SECOND_FACTOR_STATE_NOT_ALLOWED
        )
    return replace(person, factor=SecondFactor(secret), updated_at=now)


def unconfirmed(person: Person) -> SecondFactor:
    """The secret that is still to be confirmed; raises Conflict where there is none."""
    if person.factor is None or person.factor.confirmed:
        raise Conflict(
            "There is no second factor to be confirmed; begin one.",
            code=ErrorCode.SECOND_FACTOR_STATE_NOT_ALLOWED,
        )
    return person.factor


def confirm(person: Person, step: int | None, recovery_codes: tuple[str, ...], now: datetime) -> Person:
    """The person, whose app has shown the code of period `step`. Raises Conflict, and Forbidden for None."""
    factor = unconfirmed(person)
    if step is None:
        raise wrong()
    holds = SecondFactor(factor.secret, confirmed=True, last_step=step, recovery_codes=recovery_codes)
    return replace(person, factor=holds, updated_at=now)


def spend(person: Person, step: int | None, code: str) -> Person:
    """The person, who has used a code: that of period `step`, or else a recovery code, each once.

    Raises Forbidden for any other.
    """
    factor = person.factor
    if factor is None or not factor.confirmed:
        raise wrong()
    if step is not None and step > factor.last_step:
        return replace(person, factor=replace(factor, last_step=step))
    used = hash_of_recovery(code)
    if used not in factor.recovery_codes:
        raise wrong()
    left = tuple(each for each in factor.recovery_codes if each != used)
    return replace(person, factor=replace(factor, recovery_codes=left))


def remove(person: Person, now: datetime) -> Person:
    """The person without a second factor; raises Conflict where there is none."""
    if person.factor is None:
        raise Conflict("There is no second factor.", code=ErrorCode.SECOND_FACTOR_STATE_NOT_ALLOWED)
    return replace(person, factor=None, updated_at=now)


def wrong() -> Forbidden:
    """The refusal of a password, or a code."""
    return Forbidden("The password, or the code, is not right.", code=ErrorCode.PROOF_WRONG)
