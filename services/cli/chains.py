"""Proving an activity log: its links here, and its checkpoints against public keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from joserfc.jwk import OKPKey

from services.shared.hashchain import GENESIS, Head, follow
from services.shared.tokens import attested

CHECKPOINT = "callboard-checkpoint+jwt"

Proof = dict[str, Any]
"""creator_id, entries, head_hash, intact, problem, checkpoint: as the API shows an ActivityProof."""

Checkpoint = Mapping[str, Any]
"""creator_id, sequence, hash, at, statement: as the API shows it."""

ReadAfter = Callable[[int], bytes]
"""Entries after a sequence, as lines of JSON in ascending order; empty at the end."""


class Chain:
    """A creator's log that is recomputed piece by piece, and the hashes that were asked for on the way."""

    def __init__(self, creator_id: str, wanted: Iterable[int] = (), expected: str = "") -> None:
        """`wanted` are sequences whose hashes are to be kept; `expected` is a hash that has to occur."""
        self.creator_id, self.head, self.problem = creator_id, Head(), ""
        self.hashes: dict[int, str] = dict.fromkeys(wanted, "")
        self._expected, self._found = expected, expected in ("", GENESIS)

    def read(self, read_after: ReadAfter) -> None:
        """Follows the whole log; stops at the first link that does not hold.

        The next piece is fetched while one is recomputed: the one thread beside this does nothing else, and
        only one piece is ever under way.
        """
        with ThreadPoolExecutor(1) as beside:
            coming = beside.submit(read_after, 0)
            while not self.problem and (lines := coming.result().splitlines()):
                coming = beside.submit(read_after, self.head.entries + len(lines))
                self._add(lines)

    def _add(self, lines: Sequence[bytes]) -> None:
        try:
            records = [orjson.loads(line) for line in lines]
        except ValueError:
            self.problem = f"what follows entry {self.head.entries} is no JSON"
            return
        foreign = [each["sequence"] for each in records if each.get("creator_id") != self.creator_id]
        self.head, self.problem = follow(records, self.head)
        if foreign and not self.problem:
            self.problem = f"entry {foreign[0]} is another creator's"
        for record in records:
            if record.get("sequence") in self.hashes:
                self.hashes[record["sequence"]] = record.get("hash", "")
            self._found = self._found or record.get("hash") == self._expected

    def proof(self, checkpoints: Iterable[Checkpoint]) -> Proof:
        """The verdict, with the checkpoints held against what was read; signatures are checked apart."""
        problem = self.problem
        if not problem and not self._found:
            problem = f"no entry has the expected hash {self._expected}"
        for checkpoint in checkpoints:
            problem = problem or contradiction(checkpoint, self.hashes.get(checkpoint["sequence"], ""))
        return {
            "creator_id": self.creator_id,
            "entries": self.head.entries,
            "head_hash": self.head.hash,
            "intact": not problem,
            "problem": problem,
        }


def contradiction(checkpoint: Checkpoint, found: str) -> str:
    """What a checkpoint has against the hash that its entry has now; empty: there is no such entry."""
    sequence = checkpoint["sequence"]
    if not found:
        return f"entries up to {sequence} were signed at {checkpoint['at']}; the last are missing"
    if found != checkpoint["hash"]:
        return (
            f"entry {sequence} is not the one that was signed at {checkpoint['at']}: the log was written anew"
        )
    return ""


def unsigned(checkpoint: Checkpoint, keys: Iterable[OKPKey]) -> str:
    """What is wrong with the signature of a checkpoint; empty where it says what was signed."""
    said = {name: checkpoint.get(name) for name in ("creator_id", "sequence", "hash", "at")}
    try:
        if attested(str(checkpoint.get("statement")), CHECKPOINT, keys) == said:
            return ""
    except ValueError:
        pass
    return f"the checkpoint of entry {said['sequence']} does not carry this installation's signature"
