"""Proving the logs, and signing how far they are proven."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from services.roster.domain.activity import Checkpoint, Proof
from services.roster.domain.parties import UNKNOWN_CREATOR, PartyKind
from services.roster.store import Store
from services.shared import logs
from services.shared.clock import Clock, rfc3339
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound
from services.shared.hashchain import Head, follow
from services.shared.paging import Page, PageRequest, encode_cursor
from services.shared.tokens import Signer, TrustedKeys, attested

KIND = "callboard-checkpoint+jwt"

NEWEST = PageRequest(0, "checkpoints", sort="-sequence")
"""What is read to find the newest checkpoint."""

PROVEN_A_PAGE = 20_000
"""Entries that are recomputed for one page of proofs: about half a second's work."""

STEP = 2_000
"""Entries that are in memory at a time."""

ENTRIES_A_RUN = 2_000
"""Written entries that one run of the worker's timer looks at."""

SETTLED = timedelta(seconds=30)
"""How long an entry that is being written may take to be seen, at the most."""

REWRITTEN = "entry {} is not the one that was signed: the log was written anew"

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

log = logs.logger()


class Attester:
    """Signs checkpoints with roster's key, and knows those that it, or an earlier key, has signed."""

    def __init__(self, signer: Signer, keys: TrustedKeys) -> None:
        self.signer, self._keys = signer, keys
        # TrustedKeys are not for several threads at once.
        self._lock = threading.Lock()

    def sign(self, creator_id: str, head: Head, at: datetime) -> Checkpoint:
        """The statement that a creator's log has come to `head`."""
        checkpoint = Checkpoint(creator_id, head.entries, head.hash, at)
        return replace(checkpoint, statement=self.signer.attest(KIND, checkpoint.content()))

    def signed(self, checkpoint: Checkpoint) -> bool:
        """Whether the checkpoint says what was signed."""
        with self._lock:
            keys = self._keys.current().get(self.signer.issuer, ())
        try:
            return attested(checkpoint.statement, KIND, keys) == checkpoint.content()
        except ValueError:
            return False


@dataclass(frozen=True)
class Position:
    """How far a walk over all logs has come: in the log of `creator_id` up to `head`; None: through it."""

    creator_id: str = ""
    head: Head | None = None

    @classmethod
    def of(cls, page: PageRequest) -> Position:
        """The position that a cursor carries: creator, entries (-1: through it) and hash."""
        if not page.after:
            return cls()
        creator_id, entries, hash_ = page.after
        return cls(creator_id, Head(entries, hash_) if entries >= 0 else None)

    def cursor(self, order: str) -> str:
        """As the opaque text of a page."""
        head = self.head or Head(-1, "")
        return encode_cursor(order, (self.creator_id, head.entries, head.hash))


def list_proofs(store: Store, clock: Clock, attester: Attester, *, page: PageRequest) -> Page[Proof]:
    """Recomputes chains creator by creator, up to PROVEN_A_PAGE entries, and signs the heads it comes to.

    A chain that is longer goes on with the next page, whose cursor carries the head so far.
    """
    position, left = Position.of(page), PROVEN_A_PAGE
    proofs: list[Proof] = []
    for creator_id, begun in _creators(store, position, page.size):
        head, problem, more = _recompute(store, creator_id, begun, left)
        if more:
            return Page(tuple(proofs), Position(creator_id, head).cursor(page.order))
        proofs.append(_proof(store, clock, attester, creator_id, head, problem))
        left -= head.entries - begun.entries
        position = Position(creator_id)
        if left <= 0:
            break
    else:
        if len(proofs) < page.size:
            return Page(tuple(proofs))
    return Page(tuple(proofs), position.cursor(page.order))


def _creators(store: Store, position: Position, size: int) -> list[tuple[str, Head]]:
    """The next creators, each with the head from which her log is to be proven."""
    begun = [(position.creator_id, position.head)] if position.head else []
    found = store.creators_after(position.creator_id, size)[: size - len(begun)]
    return [*begun, *((creator_id, Head()) for creator_id in found)]


def _recompute(store: Store, creator_id: str, head: Head, most: int) -> tuple[Head, str, bool]:
    """Goes on from `head`: how far the chain holds, what is wrong there, and whether there is more of it."""
    end = head.entries + most
    while head.entries < end:
        records = store.records(creator_id, head.entries, min(STEP, end - head.entries))
        begun, (head, problem) = head, follow(records, head)
        if problem or not records:
            return head, problem, False
        if problem := _unlike(store, creator_id, begun, {each["sequence"]: each["hash"] for each in records}):
            return begun, problem, False
    return head, "", True


def _unlike(store: Store, creator_id: str, begun: Head, hashes: dict[int, str]) -> str:
    """Whether a checkpoint says something else of one of these entries than their hashes do."""
    for sequence, signed in store.checkpoint_hashes(creator_id, begun.entries, begun.entries + len(hashes)):
        if hashes[sequence] != signed:
            return REWRITTEN.format(sequence)
    return ""


def _proof(
    store: Store, clock: Clock, attester: Attester, creator_id: str, head: Head, problem: str
) -> Proof:
    """The verdict on a chain that was recomputed up to `head`."""
    newest = _newest(store, creator_id)
    problem = problem or _contradiction(store, attester, newest)
    if problem:
        log.error("activity_log_not_intact", creator_id=creator_id, problem=problem)
        return Proof(creator_id, head.entries, head.hash, problem)
    signed = _signed(store, clock, attester, creator_id, head, newest)
    return Proof(creator_id, head.entries, head.hash, "", signed)


def _newest(store: Store, creator_id: str) -> Checkpoint | None:
    return next(iter(store.checkpoints(creator_id, NEWEST)), None)


def _contradiction(store: Store, attester: Attester, checkpoint: Checkpoint | None) -> str:
    """What a log, every link of which holds, has against its newest checkpoint.

    The signature of the newest is enough: it was given only after the log had been followed there from the
    one before, with which it had agreed.
    """
    if checkpoint is None:
        return ""
    if not attester.signed(checkpoint):
        return f"the checkpoint of entry {checkpoint.sequence} does not carry this installation's signature"
    found = store.records(checkpoint.creator_id, checkpoint.sequence - 1, 1)
    if not found:
        return f"entries up to {checkpoint.sequence} were signed; the last are missing"
    if found[0]["hash"] != checkpoint.hash:
        return REWRITTEN.format(checkpoint.sequence)
    return ""


def _signed(
    store: Store, clock: Clock, attester: Attester, creator_id: str, head: Head, newest: Checkpoint | None
) -> Checkpoint | None:
    """A checkpoint of a proven head; made where there is none, or none of the key that signs now."""
    if not head.entries:
        return None
    # The same key signs the same content alike.
    if newest and newest.head == head and attester.sign(creator_id, head, newest.at) == newest:
        return newest
    checkpoint = attester.sign(creator_id, head, clock.now())
    store.append_checkpoint(checkpoint)
    return checkpoint


def sign_grown(store: Store, clock: Clock, attester: Attester) -> int:
    """Signs the heads of logs that have grown since this was done last; returns how many entries it saw.

    Entries are taken in the order in which they were written, so that who has waited longest comes first.
    Of those of one millisecond all are seen in one run, or else those that do not fit would be stepped over.
    """
    settled = clock.now() - SETTLED
    seen = store.written_since(store.checkpoints_up_to() or BEGINNING, settled, ENTRIES_A_RUN)
    if len(seen) == ENTRIES_A_RUN and seen[0][0] != seen[-1][0]:
        seen = [each for each in seen if each[0] != seen[-1][0]]
    for creator_id in dict.fromkeys(creator_id for _, creator_id in seen):
        _sign_on(store, clock, attester, creator_id)
    if seen:
        store.put_checkpoints_up_to(seen[-1][0])
    return len(seen)


def _sign_on(store: Store, clock: Clock, attester: Attester, creator_id: str) -> None:
    """Follows a log from its newest checkpoint to its end and signs that; a broken one is left unsigned."""
    newest = _newest(store, creator_id)
    problem = _contradiction(store, attester, newest)
    head, more = newest.head if newest else Head(), True
    while more and not problem:
        head, problem, more = _recompute(store, creator_id, head, PROVEN_A_PAGE)
    if problem:
        log.error("activity_log_not_intact", creator_id=creator_id, problem=problem)
    elif newest is None or newest.sequence < head.entries:
        _signed(store, clock, attester, creator_id, head, newest)


def list_checkpoints(
    store: Store, *, party_id: str, kind: str, creator_id: str, sequence: int | None, page: PageRequest
) -> Page[Checkpoint]:
    """The checkpoints of a creator's log, for her and the operator; NotFound for others."""
    if kind != PartyKind.OPERATOR and party_id != creator_id:
        raise NotFound(UNKNOWN_CREATOR, code=ErrorCode.CREATOR_NOT_FOUND)
    found = store.checkpoints(creator_id, page, sequence)
    return page.cut(found, lambda each: (each.sequence, rfc3339(each.at)))
