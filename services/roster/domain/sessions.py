"""Sessions of people: sign-ins in browsers, and the applications that were let in out of them.

A session is one document, so that each step is one conditional write: its code is used once, and its refresh
token replaced once. What proves a session names it, so that no proof has to be sought:

* a sign-in is shown by `<session>.<secret>`, which the browser holds;
* a code is `co.<session>.<secret>`, good once and for a minute;
* a refresh token is `rt.<session>.<number>.<secret>`.

A refresh token follows from the one before it and from the session's `seed`, by HMAC. So two that show the
same token at once get the same successor, though only hashes are kept. Whoever has stolen a token lacks the
seed, and whoever has stolen the seed lacks a token. An older token is known by its number: following it
forward as often as it was replaced leads to the present one. So nobody ends a session by a made-up token.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from services.shared.codes import ErrorCode
from services.shared.errors import NotFound

UNKNOWN = "There is no such session, or it has ended."

IDLE = timedelta(days=30)
"""After which a session ends that is not used."""
LONGEST = timedelta(days=90)
"""After which a session ends however it is used."""
CODE_LASTS = timedelta(seconds=60)
OVERLAP = timedelta(seconds=10)
"""For which a refresh token that was replaced gets the same successor: two tabs refresh at once."""
NOTED_EVERY = timedelta(hours=1)
"""How often the use of a sign-in is kept."""
KEPT = timedelta(days=30)
"""For which a session is kept that has ended by itself."""

MOST_ROTATIONS = 20_000
"""Of one session: one every six and a half minutes for all of its days."""

_SECRET_CHARACTERS = 43


class Ended(StrEnum):
    """Why a session has ended."""

    SIGNED_OUT = "signed_out"
    ENDED_BY_PERSON = "ended_by_person"
    REVOKED = "revoked"
    CODE_REUSED = "code_reused"
    TOKEN_REUSED = "token_reused"  # noqa: S105 (no secret)
    APPLICATION_REMOVED = "application_removed"


class Outcome(StrEnum):
    """What has become of a code or a refresh token."""

    GRANTED = "granted"
    CLIENT_REFUSED = "client_refused"
    REFUSED = "refused"
    REUSED = "reused"


@dataclass(frozen=True)
class Code:
    """What a code was issued with. The code's SHA-256 is kept."""

    hash: str
    expires_at: datetime
    redirect_uri: str
    challenge: str
    used: bool = False


@dataclass(frozen=True)
class Session:
    """A sign-in (`client_id` is empty, and `secret_hash` the SHA-256 of what the browser holds), or an
    application that was let in out of the sign-in `parent_id`: open once its code was exchanged.

    `forget_at` is when it is removed. `rotations` counts the refresh tokens that were replaced.
    """

    id: str
    person_id: str
    created_at: datetime
    updated_at: datetime
    last_used_at: datetime
    expires_at: datetime
    ends_at: datetime
    forget_at: datetime
    client_id: str = ""
    party_id: str = ""
    parent_id: str = ""
    scopes: tuple[str, ...] = ()
    address: str = ""
    device: str = ""
    secret_hash: str = ""
    seed: str = ""
    code: Code | None = None
    refresh_hash: str = ""
    rotations: int = 0
    rotated_at: datetime | None = None
    ended_at: datetime | None = None
    ended_because: Ended | None = None
    version: int = 1

    def is_open(self, now: datetime) -> bool:
        """Whether it lets somebody in at this moment, as far as it knows itself."""
        begun = self.code is None or self.code.used
        return begun and self.ended_at is None and now < self.expires_at

    def is_worth_noting(self, now: datetime) -> bool:
        """Whether a use at this moment is to be kept: one an hour is."""
        return now - self.last_used_at >= NOTED_EVERY


@dataclass(frozen=True)
class Proof:
    """What somebody shows: which session it names, and the whole text."""

    session_id: str
    text: str
    number: int = 0


def new_session(session_id: str, person_id: str, now: datetime, address: str, device: str) -> Session:
    """A session that nothing has been done with."""
    return Session(
        id=session_id,
        person_id=person_id,
        created_at=now,
        updated_at=now,
        last_used_at=now,
        expires_at=now + IDLE,
        ends_at=now + LONGEST,
        forget_at=now + LONGEST + KEPT,
        address=address,
        device=device,
    )


def sha256(text: str) -> str:
    """The hash by which a secret of 256 random bits is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_hash_of(kept: str, text: str) -> bool:
    """Whether `kept` is the hash of the text, in a time that says nothing of it."""
    return bool(kept) and hmac.compare_digest(kept, sha256(text))


def code_text(session_id: str, secret: str) -> str:
    """A code as it is sent."""
    return f"co.{session_id}.{secret}"


def read_code(text: str) -> Proof | None:
    """Which session a code names; None for what is none."""
    kind, _, rest = text.partition(".")
    session_id, _, secret = rest.partition(".")
    return Proof(session_id, text) if kind == "co" and session_id and secret else None


def first_token(session: Session, code: str) -> str:
    """The refresh token with which a session begins, for its code."""
    return _token(session.id, 0, _derived(session, code))


def read_token(text: str) -> Proof | None:
    """Which session a refresh token names, and its number; None for what is none."""
    parts = text.split(".")
    if len(parts) != 4 or parts[0] != "rt" or not parts[2].isdecimal() or len(parts[2]) > 5:
        return None
    return Proof(parts[1], text, int(parts[2]))


def next_token(session: Session, proof: Proof) -> str:
    """The refresh token that follows."""
    return _token(session.id, proof.number + 1, _derived(session, proof.text))


def _token(session_id: str, number: int, secret: str) -> str:
    return f"rt.{session_id}.{number}.{secret}"


def _derived(session: Session, source: str) -> str:
    mixed = hmac.new(session.seed.encode(), source.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mixed).decode().rstrip("=")


def _age(session: Session, proof: Proof) -> int | None:
    """How often the token was replaced since; None where it was never one of the session."""
    steps, text = session.rotations - proof.number, proof.text
    if not 0 <= steps <= MOST_ROTATIONS or len(text.rpartition(".")[2]) != _SECRET_CHARACTERS:
        return None
    reached = proof
    for _ in range(steps):
        reached = Proof(session.id, next_token(session, reached), reached.number + 1)
    return steps if is_hash_of(session.refresh_hash, reached.text) else None


def verifies(challenge: str, verifier: str) -> bool:
    """Whether the verifier is that of the challenge, by S256 (RFC 7636)."""
    if not 43 <= len(verifier) <= 128 or not verifier.isascii():
        return False
    made = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return hmac.compare_digest(made, challenge)


@dataclass(frozen=True)
class Exchange:
    """What comes with a code."""

    client_id: str
    code: str
    redirect_uri: str
    verifier: str


def exchange(session: Session, given: Exchange, now: datetime) -> tuple[Session, Outcome]:
    """The session, begun by its code; ended, where the code comes again. Itself where it is refused."""
    code = session.code
    if code is None or not is_hash_of(code.hash, given.code) or session.client_id != given.client_id:
        return session, Outcome.REFUSED
    if code.used:
        return end(session, Ended.CODE_REUSED, now), Outcome.REUSED
    fits = given.redirect_uri == code.redirect_uri and verifies(code.challenge, given.verifier)
    if not fits or session.ended_at or now >= code.expires_at:
        return session, Outcome.REFUSED
    return replace(
        session,
        code=replace(code, used=True),
        refresh_hash=sha256(first_token(session, given.code)),
        updated_at=now,
        last_used_at=now,
        forget_at=session.ends_at + KEPT,
    ), Outcome.GRANTED


def refresh(session: Session, proof: Proof, now: datetime) -> tuple[Session, Outcome]:
    """The session with the next refresh token; ended, where the token was replaced before.

    Itself where the token was replaced just now: it has the same successor.
    """
    age = _age(session, proof) if session.is_open(now) else None
    if age is None:
        return session, Outcome.REFUSED
    if age == 0:
        used = replace(session, updated_at=now, last_used_at=now, expires_at=_slid(session, now))
        following = sha256(next_token(session, proof))
        number = session.rotations + 1
        return replace(used, refresh_hash=following, rotations=number, rotated_at=now), Outcome.GRANTED
    just_now = session.rotated_at is not None and now - session.rotated_at <= OVERLAP
    if age == 1 and just_now:
        return session, Outcome.GRANTED
    return end(session, Ended.TOKEN_REUSED, now), Outcome.REUSED


def _slid(session: Session, now: datetime) -> datetime:
    return min(now + IDLE, session.ends_at)


def is_token_of(session: Session, proof: Proof) -> bool:
    """Whether the refresh token is, or was, one of the session's."""
    return _age(session, proof) is not None


def used(session: Session, now: datetime) -> Session:
    """The sign-in, used at this moment."""
    return replace(session, last_used_at=now, updated_at=now, expires_at=_slid(session, now))


def end(session: Session, because: Ended, now: datetime) -> Session:
    """The session, ended; itself where it has ended before."""
    if session.ended_at is not None:
        return session
    return replace(session, ended_at=now, ended_because=because, updated_at=now, forget_at=now + KEPT)


def require_own(session: Session | None, person_id: str, now: datetime) -> Session:
    """The open session, where it is the person's; raises NotFound."""
    if session is None or session.person_id != person_id or not session.is_open(now):
        raise NotFound(UNKNOWN, code=ErrorCode.SESSION_NOT_FOUND)
    return session
