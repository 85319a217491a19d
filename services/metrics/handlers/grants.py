"""Whether an import may store rows now: roster's answers, each relied upon for half a second.

Why no row is kept that a revocation forbids. Roster marks a grant as ended, waits for at least
LEASE_SECONDS, and only then acknowledges. An answer is relied upon until LEASE_SECONDS after its question
was *sent*, on the monotonic clock of this process; an answer that allows was made before the mark, so its
lease ends before the acknowledgement. A batch begins to be written under leases that have not ended. Should
the write outlast one of them, roster is asked again when the write has ended: "allowed" then means that the
grant was not even marked while rows were stored, and anything else has the rows taken back. A process that
dies before it could ask leaves a batch that is not settled, and the worker discards those.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.metrics.roster import ImportAnswer, Importer, Roster
from services.shared.access import LEASE_SECONDS
from services.shared.clock import Clock
from services.shared.errors import Forbidden, Unavailable

ATTEMPTS = 20
"""How often leases are renewed before all of those that a batch needs hold at one moment."""

PARTY = ""
"""In place of a creator: whether the party may import at all. All that is asked for an operator."""


@dataclass(frozen=True)
class Held:
    """Answers that hold together until `until` on the monotonic clock."""

    answers: Mapping[str, ImportAnswer]
    until: float


class Grants:
    """The answers that one import has got. Threads take turns to ask, so that none is logged twice."""

    def __init__(self, roster: Roster, clock: Clock, importer: Importer) -> None:
        self._roster, self._clock, self._importer = roster, clock, importer
        self._answers: dict[str, ImportAnswer] = {}
        self._until: dict[str, float] = {}
        self._turn = threading.Lock()

    def begin(self) -> None:
        """Raises Forbidden where the party may import for nobody."""
        decision = self._roster.authorize_import(self._importer, {})
        if not decision.allowed:
            raise Forbidden(decision.reason, code=decision.code)

    def hold(self, creator_ids: Collection[str]) -> Held:
        """Answers for these creators, or `PARTY`, of which none has outlived its lease.

        Raises Unavailable where roster is out of reach, or too slow for that.
        """
        with self._turn:
            for _ in range(ATTEMPTS):
                late = [each for each in creator_ids if self._until.get(each, 0.0) <= self._clock.monotonic()]
                if not late:
                    answers = {each: self._answers[each] for each in creator_ids}
                    return Held(answers, min(self._until[each] for each in creator_ids))
                self._ask(late)
        raise Unavailable("The roster service answers too slowly; send the file again in a moment.")

    def outlived(self, held: Held) -> bool:
        """Whether one of the leases has ended."""
        return self._clock.monotonic() >= held.until

    def _ask(self, late: list[str]) -> None:
        sent = self._clock.monotonic()
        if late == [PARTY]:
            decision = self._roster.authorize_import(self._importer, {})
            answers: Mapping[str, ImportAnswer] = {PARTY: ImportAnswer(PARTY, decision.allowed)}
        else:
            questions = {each: self._answers.get(each) for each in late}
            answers = self._roster.authorize_import(self._importer, questions).answers
        for each in late:
            self._answers[each] = answers.get(each, ImportAnswer(each, False))
            self._until[each] = sent + LEASE_SECONDS
