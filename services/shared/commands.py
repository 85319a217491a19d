"""Commands: load an aggregate, decide, write it back conditionally, and remember the answer.

Every change of state in Callboard is one of the two functions below, `create` and `execute`. The
events that a change causes, and the caller's idempotency key with the first answer, are written by the
same conditional write of the same document, so that nothing can be half done.
"""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.shared.clock import Clock
from services.shared.errors import CallboardError, Conflict, Invalid, NotFound
from services.shared.events import Fact, Staged, stage

ATTEMPTS = 16
"""How often a change is decided anew when others keep changing the same aggregate."""


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

    def insert(self, aggregate: A, commit: Commit) -> None:
        """Writes a new aggregate; raises Duplicate."""
        ...

    def replace(self, aggregate: A, expected_version: int, commit: Commit) -> bool:
        """Writes over `expected_version`; False where that is no longer the version, or it is too late.

        Raises Duplicate.
        """
        ...

    def applied(self, command_id: str) -> Applied | None:
        """The command of that id, where some aggregate has applied it."""
        ...


class Replayed(Exception):
    """The command was applied before; `reply` is its first answer, serialized."""

    def __init__(self, reply: bytes) -> None:
        super().__init__("applied before")
        self.reply = reply


@dataclass(frozen=True)
class Command:
    """One caller's wish to change something.

    `key` is the idempotency key, `request_sha` what was asked under it, and `encode` serializes the
    result into the answer that a repetition gets.
    """

    actor: str
    request_id: str = ""
    action: str = ""
    key: str = ""
    request_sha: str = ""
    encode: Callable[[Any], bytes] = field(default=lambda _: b"", repr=False)

    @property
    def id(self) -> str:
        """Names the command in the store without giving the key away; empty without a key."""
        return self._hash("id") if self.key else ""

    def seal(self, result: Any) -> Applied | None:
        """What the aggregate remembers. An answer may hold a secret, so only the key opens it again."""
        if not self.key:
            return None
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self._sealing_key()).encrypt(nonce, self.encode(result), None)
        return Applied(self.id, self.request_sha, nonce + sealed)

    def open(self, applied: Applied) -> bytes:
        """The first answer; raises Invalid where the key was used for another request."""
        if applied.request_sha != self.request_sha:
            raise Invalid("This Idempotency-Key was used for another request; take a new one.")
        try:
            return AESGCM(self._sealing_key()).decrypt(applied.reply[:12], applied.reply[12:], None)
        except InvalidTag as error:
            raise Conflict("The first answer under this Idempotency-Key can no longer be read.") from error

    def _sealing_key(self) -> bytes:
        return bytes.fromhex(self._hash("seal"))

    def _hash(self, purpose: str) -> str:
        return hashlib.sha256("\0".join((purpose, self.actor, self.action, self.key)).encode()).hexdigest()


def internal(actor: str) -> Command:
    """The command of a timer or another part of the system, which has no caller to answer."""
    return Command(actor=actor)


def replay(repository: Repository[Any], command: Command) -> None:
    """Raises Replayed where the command was applied before; returns otherwise."""
    applied = repository.applied(command.id) if command.key else None
    if applied is not None:
        raise Replayed(command.open(applied))


def create(
    repository: Repository[A],
    aggregate: A,
    facts: Callable[[A], Iterable[Fact]],
    command: Command,
    clock: Clock,
    *,
    taken: str = "It exists already.",
    result: Callable[[A], Any] = lambda created: created,
) -> A:
    """Writes a new aggregate with its events and returns it.

    Raises Replayed for a repeated command and Conflict with the sentence `taken` where a unique value
    is in use. `result` makes of the aggregate what the command's answer is encoded from.
    """
    replay(repository, command)
    try:
        repository.insert(aggregate, _commit(aggregate, facts, command, clock, result))
    except Duplicate:
        replay(repository, command)
        raise Conflict(taken) from None
    return aggregate


def begin(repository: Repository[A], blank: A) -> None:
    """Makes sure that there is an aggregate for `execute` to change; one that is there stays as it is."""
    try:
        repository.insert(blank, Commit())
    except Duplicate:
        return


def execute(
    repository: Repository[A],
    aggregate_id: str,
    decide: Callable[[A], A],
    facts: Callable[[A], Iterable[Fact]],
    command: Command,
    clock: Clock,
    *,
    missing: str = "It does not exist.",
    result: Callable[[A], Any] = lambda changed: changed,
    until: Callable[[], datetime | None] = lambda: None,
) -> A:
    """Changes an aggregate as the pure function `decide` says and returns the changed one.

    `decide` may raise any error of the family and may return its argument to change nothing. Where
    others change the aggregate at the same time, it decides anew on the fresh state. Raises Replayed
    for a repeated command, NotFound with the sentence `missing`, Conflict under endless contention.
    `result` makes of the aggregate what the command's answer is encoded from. `until` is asked after each
    decision for how long it holds: one that is not written by then is made anew.
    """
    replay(repository, command)
    for _ in range(ATTEMPTS):
        current = repository.get(aggregate_id)
        if current is None:
            raise NotFound(missing)
        changed = _decide(repository, current, decide, command)
        if changed is current:
            return current
        changed = dataclasses.replace(changed, version=current.version + 1)  # type: ignore[type-var]
        commit = dataclasses.replace(_commit(changed, facts, command, clock, result), until=until())
        if _replaced(repository, changed, current.version, commit, command):
            return changed
    raise Conflict("It is being changed by many at once; try again.")


def _decide(repository: Repository[A], current: A, decide: Callable[[A], A], command: Command) -> A:
    """A repetition that lost the race against its first sending gets that one's answer, no refusal."""
    try:
        return decide(current)
    except CallboardError:
        replay(repository, command)
        raise


def _replaced(
    repository: Repository[A], changed: A, expected_version: int, commit: Commit, command: Command
) -> bool:
    """The same key may reach two aggregates at once: only one of them takes it."""
    try:
        return repository.replace(changed, expected_version, commit)
    except Duplicate:
        replay(repository, command)
        raise Conflict("It would have a value that another one has already.") from None


def _commit(
    aggregate: A,
    facts: Callable[[A], Iterable[Fact]],
    command: Command,
    clock: Clock,
    result: Callable[[A], Any],
) -> Commit:
    at = clock.now()
    staged = tuple(
        stage(fact, aggregate.id, aggregate.version, at, command.actor, command.request_id)
        for fact in facts(aggregate)
    )
    return Commit(staged, command.seal(result(aggregate)))
