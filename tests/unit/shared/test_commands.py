"""`create`, `execute`, and what a repeated command gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from protos.roster.v1 import events_pb2
from services.shared.commands import (
    ATTEMPTS,
    Applied,
    Commit,
    Replayed,
    create,
    execute,
    internal,
    repeatable,
)
from services.shared.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from services.shared.events import Fact
from tests.fakes.clock import START, FakeClock
from tests.fakes.invocations import Called
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


def called(key: str = "key", sha: str = "sha", actor: str = "ag_1", path: str = "a/b") -> Called:
    return Called(actor, key, sha, path, lambda note: note.text.encode())


def nothing(_: object) -> list[Fact]:
    return []


def announced(note: Note) -> list[Fact]:
    return [Fact("cr_1", events_pb2.CreatorRegistered(creator_id="cr_1", handle=note.text))]


def writing(text: str) -> Callable[[Note], Note]:
    return lambda note: replace(note, text=text)


def test_an_answer_is_opened_by_its_key_only() -> None:
    sealed = called().seal(Note(text="secret"))
    assert sealed is not None
    assert b"secret" not in sealed.reply
    assert "key" not in sealed.id
    assert called().open(sealed) == b"secret"
    with pytest.raises(Conflict):
        called(key="other").open(sealed)
    with pytest.raises(Conflict):
        called().open(replace(sealed, reply=sealed.reply[:-1] + bytes([sealed.reply[-1] ^ 1])))
    with pytest.raises(Invalid, match="another request"):
        called(sha="other").open(sealed)


def test_an_answer_is_sealed_differently_each_time() -> None:
    first, second = called().seal(Note()), called().seal(Note())
    assert first is not None
    assert second is not None
    assert first.reply != second.reply


def test_a_key_belongs_to_its_caller_and_action() -> None:
    others = [called(), called(actor="ag_2"), called(path="c/d"), called(key="other")]
    assert len({each.command_id for each in others}) == len({each.new_id("cp") for each in others}) == 4
    assert called(key="").command_id == internal("timer").command_id == ""
    assert called(key="").seal(Note()) is None


def test_the_parts_of_a_command_cannot_be_shifted_into_each_other() -> None:
    assert called(actor="a", path="bc").command_id != called(actor="ab", path="c").command_id


def test_what_a_repetition_creates_has_the_same_id() -> None:
    assert called().new_id("cp") == called(sha="other").new_id("cp")
    assert re.fullmatch(r"cp_[0-9a-f]{12}8[0-9a-f]{3}[89ab][0-9a-f]{15}", called().new_id("cp"))
    assert called(key="").new_id("cp") != called(key="").new_id("cp")


def test_creating_writes_state_events_and_answer(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    assert create(notes, Note(text="x"), announced, called(), clock) == Note(text="x")
    (event,) = notes.events
    assert event.subject == "roster.v1.CreatorRegistered.cr_1"
    assert (event.aggregate_id, event.aggregate_version, event.at) == ("n_1", 1, START)
    assert (event.actor, event.request_id) == ("ag_1", "rq_1")
    _, applied = notes.recall("n_1", called().command_id)
    assert applied is not None
    assert called().open(applied) == b"x"


def test_a_repeated_creation_gets_the_first_answer(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    create(notes, Note(text="x"), announced, called(), clock)
    with pytest.raises(Replayed) as replayed:
        create(notes, Note(text="y"), announced, called(), clock)
    assert replayed.value.reply == b"x"
    assert len(notes.rows) == len(notes.events) == 1


def test_the_key_of_another_request_is_refused(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    create(notes, Note(text="x"), nothing, called(), clock)
    with pytest.raises(Invalid):
        create(notes, Note(text="y"), nothing, called(sha="other"), clock)


def test_a_taken_value_is_a_conflict_in_the_words_given(
    notes: MemoryRepository[Note], clock: FakeClock
) -> None:
    create(notes, Note(text="x"), nothing, called(), clock)
    with pytest.raises(Conflict, match="Text is taken"):
        create(notes, Note("n_2", "x"), nothing, called(key=""), clock, taken="Text is taken.")


def test_the_answer_may_say_more_than_what_is_stored(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    create(notes, Note(), nothing, called(), clock, result=lambda note: replace(note, text="secret"))
    with pytest.raises(Replayed) as replayed:
        create(notes, Note(), nothing, called(), clock)
    assert replayed.value.reply == b"secret"


def test_what_is_refused_by_now_is_answered_where_it_is_a_repetition(
    notes: MemoryRepository[Note], clock: FakeClock
) -> None:
    with pytest.raises(Stale), repeatable(notes, "n_1", called()):
        raise Stale("no")
    create(notes, Note(text="x"), nothing, called(), clock)
    with pytest.raises(Replayed), repeatable(notes, "n_1", called()):
        raise Stale("no")
    with pytest.raises(Stale), repeatable(notes, "n_1", called(key="other")):
        raise Stale("no")


def test_a_blank_is_changed_where_there_is_nothing_and_a_refusal_leaves_nothing(
    notes: MemoryRepository[Note], clock: FakeClock
) -> None:
    blank = Note("n_5", version=0)

    def refuse(_: Note) -> Note:
        raise Forbidden("no")

    with pytest.raises(Forbidden):
        execute(notes, "n_5", refuse, nothing, called(), clock, blank=blank)
    assert notes.get("n_5") is None
    assert execute(notes, "n_5", writing("x"), nothing, called(), clock, blank=blank).version == 1
    assert execute(notes, "n_5", writing("y"), nothing, called("k2"), clock, blank=blank).version == 2


def test_changing_counts_the_version_up_and_stages_the_facts(
    notes: MemoryRepository[Note], clock: FakeClock
) -> None:
    notes.insert(Note(), Commit())
    changed = execute(notes, "n_1", writing("x"), announced, called(), clock)
    assert changed == notes.get("n_1") == Note(text="x", version=2)
    assert [each.aggregate_version for each in notes.events] == [2]
    with pytest.raises(Replayed):
        execute(notes, "n_1", writing("y"), announced, called(), clock)


def test_deciding_for_no_change_writes_nothing(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    notes.insert(Note(), Commit())
    assert execute(notes, "n_1", lambda note: note, announced, called(), clock) == Note()
    assert notes.events == []
    assert notes.recall("n_1", called().command_id) == (Note(), None)


def test_what_is_missing_is_missing_in_the_words_given(
    notes: MemoryRepository[Note], clock: FakeClock
) -> None:
    with pytest.raises(NotFound, match="no such note"):
        execute(notes, "n_9", writing("x"), nothing, called(), clock, missing="There is no such note.")


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
        notes, "n_1", lambda note: replace(note, text=note.text + "!"), nothing, called(), clock
    )
    assert changed == Note(text="ooo!", version=5)


def test_endless_contention_is_a_conflict(clock: FakeClock) -> None:
    with pytest.raises(Conflict, match="many at once"):
        execute(Contended(ATTEMPTS), "n_1", writing("x"), nothing, called(), clock)
    assert execute(Contended(ATTEMPTS - 1), "n_1", writing("x"), nothing, called(), clock).text == "x"


@pytest.mark.parametrize("refusal", [Conflict("no"), Stale("no"), Invalid("no"), Forbidden("no")])
def test_a_repetition_that_lost_the_race_gets_the_first_answer(clock: FakeClock, refusal: Exception) -> None:
    notes = Contended(1, called().seal(Note(text="first")))

    def decide(note: Note) -> Note:
        if note.version > 1:
            raise refusal
        return replace(note, text="second")

    with pytest.raises(Replayed) as replayed:
        execute(notes, "n_1", decide, nothing, called(), clock)
    assert replayed.value.reply == b"first"


def test_a_refusal_of_a_first_sending_is_a_refusal(notes: MemoryRepository[Note], clock: FakeClock) -> None:
    notes.insert(Note(), Commit())

    def refuse(_: Note) -> Any:
        raise Stale("no")

    with pytest.raises(Stale):
        execute(notes, "n_1", refuse, nothing, called(), clock)
