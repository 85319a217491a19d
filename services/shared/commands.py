"""Commands: load an aggregate, decide, write it back conditionally, and remember the answer.

Every change of state in Callboard is one of the two functions below, `create` and `execute`. The
events that a change causes, and the caller's idempotency key with the first answer, are written by the
same conditional write of the same document, so that nothing can be half done.

A key is good for one party and path. So a repetition of a change meets the same aggregate, which is loaded
anyway and has the answer; and a repetition of a creation meets it because the id follows from party, path and
key.
"""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.shared import ids
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import CallboardError, Conflict, Invalid, NotFound
from services.shared.events import Fact, Staged, stage

ATTEMPTS = 16
"""How often a change is decided anew when others keep changing the same aggregate."""


TAKEN = "It exists already."
"""Said of a creation that meets what it would create, and whose first answer is remembered no more."""


class Aggregate(Protocol):
    """What is stored as one document and changes as a whole."""

    @property
    def id(self) -> str:
        """Its identifier."""
        ...

    @property
    def version(self) -> int:
        """1 when created, one more with every change."""
        ...


A = TypeVar("A", bound=Aggregate)


@dataclass(frozen=True)
class Applied:
    """A command that an aggregate has applied, with its first answer, sealed with the caller's key."""

    id: str
    request_sha: str
    reply: bytes


@dataclass(frozen=True)
class Commit:
    """What one write carries besides the new state: events to publish and the command applied.

    It must not happen after `until`, where that is set.
    """

    events: tuple[Staged, ...] = ()
    applied: Applied | None = None
    until: datetime | None = None


class Duplicate(Exception):
    """An insert met a document with the same id, or another unique value."""


class Repository(Protocol[A]):
    """The documents of one kind."""

    def get(self, aggregate_id: str) -> A | None:
        """The aggregate, or None."""
        ...

    def recall(self, aggregate_id: str, command_id: str) -> tuple[A | None, Applied | None]:
        """The aggregate, or None; and the command of that id, where the aggregate has applied it."""
        ...

    def insert(self, aggregate: A, commit: Commit) -> None:
        """Writes a new aggregate; raises Duplicate."""
        ...

    def replace(self, aggregate: A, expected_version: int, commit: Commit) -> bool:
        """Writes over `expected_version`; False where that is no longer the version, or it is too late."""
        ...


class Replayed(Exception):
    """The command was applied before; `reply` is its first answer, serialized."""

    def __init__(self, reply: bytes) -> None:
        super().__init__("applied before")
        self.reply = reply


@dataclass
class Invocation:
    """The call by which a command came: whose it is, what it calls, and under which idempotency key.

    `path` is the RPC with what its route names, `request_sha` what was asked under the key.
    """

    actor: str
    request_id: str = ""
    path: str = ""
    key: str = ""
    request_sha: str = ""

    def encode(self, result: Any) -> bytes:
        """The result as the answer that a repetition gets."""
        return b""

    @property
    def command_id(self) -> str:
        """Names the command in the store without giving the key away; empty without a key."""
        return self._hash("id") if self.key else ""

    def new_id(self, prefix: str) -> str:
        """The id of what the command creates: the same for a repetition."""
        return ids.derived_id(prefix, self._hash("new")) if self.key else ids.new_id(prefix)

    def seal(self, result: Any) -> Applied | None:
        """What the aggregate remembers. An answer may hold a secret, so only the key opens it again."""
        if not self.key:
            return None
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self._sealing_key()).encrypt(nonce, self.encode(result), None)
        return Applied(self.command_id, self.request_sha, nonce + sealed)

    def open(self, applied: Applied) -> bytes:
        """The first answer; raises Invalid where the key was used for another request."""
        if applied.request_sha != self.request_sha:
            raise Invalid(
                "This Idempotency-Key was used for another request; take a new one.",
                code=ErrorCode.IDEMPOTENCY_KEY_REUSED,
            )
        try:
            return AESGCM(self._sealing_key()).decrypt(applied.reply[:12], applied.reply[12:], None)
        except InvalidTag as error:
            raise Conflict(
                "The first answer under this Idempotency-Key can no longer be read.",
                code=ErrorCode.FIRST_ANSWER_LOST,
            ) from error

    def _sealing_key(self) -> bytes:
        return bytes.fromhex(self._hash("seal"))

    def _hash(self, purpose: str) -> str:
        return hashlib.sha256("\0".join((purpose, self.actor, self.path, self.key)).encode()).hexdigest()


def internal(actor: str) -> Invocation:
    """The invocation by a timer or another part of the system, which has no caller to answer."""
    return Invocation(actor)


def replay(repository: Repository[Any], aggregate_id: str, invocation: Invocation) -> None:
    """Raises Replayed where the aggregate has applied the command before; returns otherwise."""
    if invocation.key:
        _, applied = repository.recall(aggregate_id, invocation.command_id)
        if applied is not None:
            raise Replayed(invocation.open(applied))


@contextmanager
def repeatable(repository: Repository[Any], aggregate_id: str, invocation: Invocation) -> Iterator[None]:
    """What is refused inside gets its first answer where it is a repetition.

    What was right when it was sent first may be so no more, such as a date in the future.
    """
    try:
        yield
    except CallboardError:
        replay(repository, aggregate_id, invocation)
        raise


def itself(aggregate: Any) -> Any:
    """What an answer is encoded from where nothing more is to be said."""
    return aggregate


def endless(_: object) -> None:
    """What holds until somebody changes the aggregate."""


def create(
    repository: Repository[A],
    aggregate: A,
    facts: Callable[[A], Iterable[Fact]],
    invocation: Invocation,
    clock: Clock,
    *,
    taken: str = TAKEN,
    taken_code: ErrorCode = ErrorCode.ALREADY_EXISTS,
    result: Callable[[A], Any] = itself,
) -> A:
    """Writes a new aggregate, whose id is `invocation.new_id`, with its events, and returns it.

    Raises Replayed for a repeated command and Conflict with the sentence `taken` where a unique value
    is in use. `result` makes of the aggregate what the command's answer is encoded from.
    """
    try:
        repository.insert(aggregate, _commit(aggregate, facts, invocation, clock, result))
    except Duplicate:
        replay(repository, aggregate.id, invocation)
        raise Conflict(taken, code=taken_code) from None
    return aggregate


def execute(
    repository: Repository[A],
    aggregate_id: str,
    decide: Callable[[A], A],
    facts: Callable[[A], Iterable[Fact]],
    invocation: Invocation,
    clock: Clock,
    *,
    blank: A | None = None,
    missing: str = "It does not exist.",
    missing_code: ErrorCode = ErrorCode.NOT_FOUND,
    result: Callable[[A], Any] = itself,
    until: Callable[[A], datetime | None] = endless,
) -> A:
    """Changes an aggregate as the pure function `decide` says and returns the changed one.

    `decide` may raise any error of the family and may return its argument to change nothing. Where
    others change the aggregate at the same time, it decides anew on the fresh state. Raises Replayed
    for a repeated command, NotFound with the sentence `missing`, Conflict under endless contention.
    Where there is no aggregate yet, the decision is made on `blank`, and what it makes is inserted. `result`
    makes of the aggregate what the command's answer is encoded from. `until` says before each decision about
    an aggregate that is there for how long it will hold: one that is not written by then is made anew.
    """
    for _ in range(ATTEMPTS):
        current, applied = _read(repository, aggregate_id, invocation)
        if applied is not None:
            raise Replayed(invocation.open(applied))
        known = blank if current is None else current
        if known is None:
            raise NotFound(missing, code=missing_code)
        holds_until = until(known)
        changed = decide(known)
        if changed is known:
            return known
        changed = dataclasses.replace(changed, version=known.version + 1)  # type: ignore[type-var]
        commit = dataclasses.replace(_commit(changed, facts, invocation, clock, result), until=holds_until)
        if _written(repository, changed, current, commit):
            return changed
    raise Conflict("It is being changed by many at once; try again.", code=ErrorCode.CHANGED_AT_ONCE)


def _read(
    repository: Repository[A], aggregate_id: str, invocation: Invocation
) -> tuple[A | None, Applied | None]:
    if invocation.key:
        return repository.recall(aggregate_id, invocation.command_id)
    return repository.get(aggregate_id), None


def _written(repository: Repository[A], changed: A, current: A | None, commit: Commit) -> bool:
    """Whether it was written; not where another process has made or changed the aggregate meanwhile."""
    if current is not None:
        return repository.replace(changed, current.version, commit)
    try:
        repository.insert(changed, commit)
    except Duplicate:
        return False
    return True


def _commit(
    aggregate: A,
    facts: Callable[[A], Iterable[Fact]],
    invocation: Invocation,
    clock: Clock,
    result: Callable[[A], Any],
) -> Commit:
    at = clock.now()
    staged = tuple(
        stage(fact, aggregate.id, aggregate.version, at, invocation.actor, invocation.request_id)
        for fact in facts(aggregate)
    )
    return Commit(staged, invocation.seal(result(aggregate)))
