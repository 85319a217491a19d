"""Codes of an app (TOTP, RFC 6238) and recovery codes: made, and recognised."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

import pyotp

from services.roster.domain.people.factors import RECOVERY_CODES, hash_of_recovery, step_of
from services.roster.domain.people.person import Person
from services.roster.handlers.people.sealed import open_secret
from services.shared.sealing import Seals

ISSUER = "Callboard"
DRIFT = 1
"""Periods by which the clock of an app may be off."""

RECOVERY_BYTES = 10


def new_secret() -> str:
    """160 random bits in base32."""
    return pyotp.random_base32()


def uri_of(person: Person, secret: str) -> str:
    """What an app reads: whose codes these are, and the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)


def step_in(seals: Seals, person: Person, code: str, now: datetime) -> int | None:
    """The period whose code this is, among those that count now; None for any other text."""
    secret = open_secret(seals, person)
    if secret is None:
        return None
    app, given = pyotp.TOTP(secret), code.replace(" ", "")
    around = range(step_of(now) - DRIFT, step_of(now) + DRIFT + 1)
    found = [step for step in around if _is(app.generate_otp(step), given)]
    return max(found, default=None)


def _is(code: str, given: str) -> bool:
    return hmac.compare_digest(code.encode(), given.encode())


def new_recovery_codes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Fresh recovery codes of 80 random bits, and their hashes."""
    codes = tuple(_grouped(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
    return codes, tuple(map(hash_of_recovery, codes))


def _grouped(random: bytes) -> str:
    text = base64.b32encode(random).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
