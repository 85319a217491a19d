"""`create`, `execute`, and what a repeated command gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from protos.roster.v1 import events_pb2
from services.shared.commands import (
    ATTEMPTS,
    Applied,
    Command,
    Commit,
    Replayed,
    create,
    execute,
    internal,
    replay,
)
from services.shared.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from services.shared.events import Fact
from tests.fakes.clock import START, FakeClock
from tests.fakes.memory import MemoryRepository


@dataclass(frozen=True)
class Note:
    """Something with a version."""

    id: str = "n_1"
    text: str = ""
    version: int = 1


@pytest.fixture
def notes() -> MemoryRepository[Note]:
    return MemoryRepository(unique=["text"])


def command(key: str = "key", sha: str = "sha", actor: str = "ag_1", action: str = "a/b") -> Command:
    return Command(actor, "rq_1", action, key, sha, lambda note: note.text.encode())


def nothing(_: object) -> list[Fact]:
    return []


def announced(note: Note) -> list[Fact]:
    return [Fact("cr_1", events_pb2.CreatorRegistered(creator_id="cr_1", handle=note.text))]


def writing(text: str) -> Callable[[Note], Note]:
    return lambda note: replace(note, text=text)


def test_an_answer_is_opened_by_its_key_only() -> None:
    sealed = command().seal(Note(text="secret"))
    assert sealed is not None
    assert b"secret" not in sealed.reply
    assert "key" not in sealed.id
    assert command().open(sealed) == b"secret"
    with pytest.raises(Conflict):
        command(key="other").open(sealed)
    with pytest.raises(Conflict):
        command().open(replace(sealed, reply=sealed.reply[:-1] + b"x"))
    with pytest.raises(Invalid, match="another request"):
        command(sha="other").open(sealed)


def test_an_answer_is_sealed_differently_each_time() -> None:
    first, second = command().seal(Note()), command().seal(Note())
    assert first is not None
    assert second is not None
    assert first.reply != second.reply


def test_a_key_belongs_to_its_caller_and_action() -> None:
    ids = {command().id, command(actor="ag_2").id, command(action="c/d").id, command(key="other").id}
    assert len(ids) == 4
    assert command(key="").id == internal("timer").id == ""
    assert command(key="").seal(Note()) is None


def test_the_parts_of_a_command_cannot_be_shifted_into_each_other() -> None:
    assert command(actor="a", action="bc").id != command(actor="ab", action="c").id


def test_creating_writes_state_events_and_answer(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    assert create(notes, Note(text="x"), announced, command(), clock) == Note(text="x")
    (event,) = notes.events
    assert event.subject == "roster.v1.CreatorRegistered.cr_1"
    assert (event.aggregate_id, event.aggregate_version, event.at) == ("n_1", 1, START)
    assert (event.actor, event.request_id) == ("ag_1", "rq_1")
    applied = notes.applied(command().id)
    assert applied is not None
    assert command().open(applied) == b"x"


def test_a_repeated_creation_gets_the_first_answer(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    create(notes, Note(text="x"), announced, command(), clock)
    with pytest.raises(Replayed) as replayed:
        create(notes, Note("n_2", "y"), announced, command(), clock)
    assert replayed.value.reply == b"x"
    assert len(notes.rows) == len(notes.events) == 1


def test_the_key_of_another_request_is_refused(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    create(notes, Note(text="x"), nothing, command(), clock)
    with pytest.raises(Invalid):
        create(notes, Note("n_2", "y"), nothing, command(sha="other"), clock)


def test_a_taken_value_is_a_conflict_in_the_words_given(
    notes: MemoryRepository[Note], clock: FakeClock
) -> None:
    create(notes, Note(text="x"), nothing, command(), clock)
    with pytest.raises(Conflict, match="Text is taken"):
        create(notes, Note("n_2", "x"), nothing, command(key=""), clock, taken="Text is taken.")


def test_the_answer_may_say_more_than_what_is_stored(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    create(notes, Note(), nothing, command(), clock, result=lambda note: replace(note, text="secret"))
    with pytest.raises(Replayed) as replayed:
        replay(notes, command())
    assert replayed.value.reply == b"secret"


def test_changing_counts_the_version_up_and_stages_the_facts(
    notes: MemoryRepository[Note], clock: FakeClock
) -> None:
    notes.insert(Note(), Commit())
    changed = execute(notes, "n_1", writing("x"), announced, command(), clock)
    assert changed == notes.get("n_1") == Note(text="x", version=2)
    assert [each.aggregate_version for each in notes.events] == [2]
    with pytest.raises(Replayed):
        execute(notes, "n_1", writing("y"), announced, command(), clock)


def test_deciding_for_no_change_writes_nothing(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    notes.insert(Note(), Commit())
    assert execute(notes, "n_1", lambda note: note, announced, command(), clock) == Note()
    assert notes.events == []
    assert notes.applied(command().id) is None


def test_what_is_missing_is_missing_in_the_words_given(
    notes: MemoryRepository[Note], clock: FakeClock
) -> None:
    with pytest.raises(NotFound, match="no such note"):
        execute(notes, "n_9", writing("x"), nothing, command(), clock, missing="There is no such note.")


class Contended(MemoryRepository[Note]):
    """Another one changes the note before each of the first `losses` writes."""

    def __init__(self, losses: int, applying: Applied | None = None) -> None:
        super().__init__()
        self.losses, self.applying = losses, applying
        self.insert(Note(), Commit())

    def replace(self, aggregate: Note, expected_version: int, commit: Commit) -> bool:
        if self.losses:
            self.losses -= 1
            current = self.rows[aggregate.id]
            other = replace(current, text=f"{current.text}o", version=current.version + 1)
            super().replace(other, current.version, Commit(applied=self.applying))
        return super().replace(aggregate, expected_version, commit)


def test_a_decision_is_taken_anew_on_the_fresh_state(clock: FakeClock) -> None:
    notes = Contended(3)
    changed = execute(
        notes, "n_1", lambda note: replace(note, text=note.text + "!"), nothing, command(), clock
    )
    assert changed == Note(text="ooo!", version=5)


def test_endless_contention_is_a_conflict(clock: FakeClock) -> None:
    with pytest.raises(Conflict, match="many at once"):
        execute(Contended(ATTEMPTS), "n_1", writing("x"), nothing, command(), clock)
    assert execute(Contended(ATTEMPTS - 1), "n_1", writing("x"), nothing, command(), clock).text == "x"


@pytest.mark.parametrize("refusal", [Conflict("no"), Stale("no"), Invalid("no"), Forbidden("no")])
def test_a_repetition_that_lost_the_race_gets_the_first_answer(clock: FakeClock, refusal: Exception) -> None:
    notes = Contended(1, command().seal(Note(text="first")))

    def decide(note: Note) -> Note:
        if note.version > 1:
            raise refusal
        return replace(note, text="second")

    with pytest.raises(Replayed) as replayed:
        execute(notes, "n_1", decide, nothing, command(), clock)
    assert replayed.value.reply == b"first"


def test_a_refusal_of_a_first_sending_is_a_refusal(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    notes.insert(Note(), Commit())

    def refuse(_: Note) -> Any:
        raise Stale("no")

    with pytest.raises(Stale):
        execute(notes, "n_1", refuse, nothing, command(), clock)
