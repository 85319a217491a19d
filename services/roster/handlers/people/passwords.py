"""Passwords: which are good enough, and how they are kept and compared (Argon2id)."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from services.shared.codes import FieldCode
from services.shared.errors import invalid

SHORTEST, LONGEST = 12, 200
"""Characters of a password."""

WEAKEST = 3
"""The least score of zxcvbn: more than 10^8 guesses."""

RATED = 72
"""Characters that are rated: the work grows with the square of their number."""

AT_ONCE = 4
"""Passwords that one process compares at a time: each takes 19 MiB and one processor."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_working = threading.BoundedSemaphore(AT_ONCE)

_NOBODY = _hasher.hash("nobody has this password")
"""Against which the password of an unknown account is compared, so that it takes as long."""


def check_strength(password: str, *about: str, field: str = "password") -> None:
    """Raises Invalid for a password that is too short or long, or that is guessed soon.

    `about` are words that who knows the person would try: her name, her address.
    """
    if len(password) < SHORTEST:
        raise invalid(field, f"must have at least {SHORTEST} characters", FieldCode.TOO_SHORT)
    if len(password) > LONGEST:
        raise invalid(field, f"must have at most {LONGEST} characters", FieldCode.TOO_LONG)
    known = [part for text in about for part in (text, *text.replace("@", " ").split()) if part]
    if zxcvbn(password[:RATED], user_inputs=[*known, "callboard"])["score"] < WEAKEST:
        raise invalid(field, "is guessed too soon; take several words of your own", FieldCode.NOT_ALLOWED)


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _working:
        return _hasher.hash(_normal(password))


def matches(password_hash: str, password: str) -> bool:
    """Whether it is the password with this hash; false, after the same work, where there is no hash."""
    with _working:
        try:
            verified = _hasher.verify(password_hash or _NOBODY, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return verified and bool(password_hash)


def _normal(password: str) -> str:
    """One form for what looks the same, however the keyboard composes it."""
    return unicodedata.normalize("NFKC", password)
