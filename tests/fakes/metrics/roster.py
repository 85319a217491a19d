"""The twin of the roster service that metrics asks."""

from __future__ import annotations

from collections.abc import Collection

from services.metrics.roster import Creator, ImportAnswer, ImportDecision, Importer, Letting, Questions
from services.shared.codes import ErrorCode
from services.shared.errors import Unavailable


class FakeRoster:
    """Knows the creators it was told of; remembers what it was asked, and what it would have logged."""

    def __init__(self, *creators: Creator) -> None:
        self.known = list(creators)
        self.importable: set[str] = set()
        self.client_known = True
        self.reachable = True
        self.letting_ = Letting(frozenset())
        self.asked: list[Questions] = []
        self.logged: list[ImportAnswer] = []

    def creators(self, names: Collection[str]) -> list[Creator]:
        """The creators with these ids or handles."""
        self._reach()
        return [each for each in self.known if each.id in names or each.handle in names]

    def authorize_import(self, importer: Importer, questions: Questions) -> ImportDecision:
        """Allows the importable ones, each under a delegation of its own."""
        self._reach()
        self.asked.append(dict(questions))
        agency = importer.by.kind == "agency"
        if not self.client_known or (agency and not questions and not self.importable):
            refused = {each: ImportAnswer(each, False) for each in questions}
            return ImportDecision(False, "Nobody lets you.", ErrorCode.NO_DELEGATION, refused)
        answers = {each: self._answer(each) for each in questions}
        self.logged += [answer for each, answer in answers.items() if answer != questions[each]]
        return ImportDecision(True, answers=answers)

    def letting(self, agency_id: str, creator_ids: Collection[str], request_id: str) -> Letting:
        """Those that `letting_` says, of these where any are named."""
        self._reach()
        said = self.letting_.creator_ids
        return Letting(said & set(creator_ids)) if creator_ids else self.letting_

    def _answer(self, creator_id: str) -> ImportAnswer:
        if creator_id not in self.importable:
            return ImportAnswer(creator_id, False)
        return ImportAnswer(creator_id, True, f"dg_{creator_id}", 3)

    def _reach(self) -> None:
        if not self.reachable:
            raise Unavailable("The roster service is out of reach; try again in a moment.")
