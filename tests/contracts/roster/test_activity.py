"""The activity log on both stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.roster.domain.activity import Activity, Checkpoint, Reading, link
from services.roster.handlers.activity import append, append_all
from services.shared.hashchain import GENESIS, Head, follow
from services.shared.paging import PageRequest
from tests.contracts.roster.concurrently import concurrently
from tests.fakes.clock import START, FakeClock
from tests.pages import asked
from tests.unit.roster.build import CREATOR, chain, entry


def followed(store: Any, creator_id: str = CREATOR) -> tuple[Head, str]:
    """How far a creator's chain holds, and what is wrong with it."""
    return follow(store.records(creator_id, 0, 10_000), Head())


def place(store: Any, made: Activity) -> bool:
    """Puts a linked entry where it says; whether its place was free."""
    return store.append_activities([made], START) == []


def test_an_entry_reads_back_equal(store: Any) -> None:
    readings = (Reading("a.v1.B/C", "/v1/x", 3, START, "rq_1"), Reading("a.v1.B/D", "/v1/y", 1, START))
    full = link(
        entry(
            client_id="cl",
            on_behalf_of=CREATOR,
            delegation_id="dg_1",
            delegation_version=3,
            object="/v1/x",
            rule="delegation",
            reason="why",
            request_id="rq",
            count=7,
            readings=readings,
            unlisted=3,
            event_id="ev_1",
        ),
        Head(),
    )
    assert place(store, full)
    assert chain(store) == [full]
    assert store.records(CREATOR, 0, 9) == [full.record()]
    assert store.heads([CREATOR, "cr_9"]) == {CREATOR: Head(1, full.hash)}


def test_an_unknown_creator_has_an_empty_and_intact_log(store: Any) -> None:
    assert store.heads(["cr_9"]) == store.heads([]) == {}
    assert followed(store, "cr_9") == (Head(0, GENESIS), "")


def test_a_place_is_taken_once_and_nobody_else_is_kept_from_his(store: Any, clock: FakeClock) -> None:
    append(store, clock, entry("a"))
    late, other = link(entry("b"), Head()), link(entry("c", creator_id="cr_2"), Head())
    assert store.append_activities([late, other], START) == [late]
    assert [each.action for each in chain(store)] == ["a"]
    assert [each.action for each in chain(store, "cr_2")] == ["c"]


def test_an_event_is_logged_once_for_a_creator(store: Any, clock: FakeClock) -> None:
    append(store, clock, entry("a", event_id="ev_1"))
    again = link(entry("b", event_id="ev_1"), store.heads([CREATOR])[CREATOR])
    assert place(store, again)
    append(store, clock, entry("c", event_id="ev_1"))
    append(store, clock, entry("d", event_id="ev_1", creator_id="cr_2"))
    assert [each.action for each in chain(store)] == ["a"]
    assert [each.action for each in chain(store, "cr_2")] == ["d"]


def test_entries_without_an_event_do_not_exclude_each_other(store: Any, clock: FakeClock) -> None:
    for _ in range(3):
        append(store, clock, entry())
    assert followed(store)[0].entries == 3


def test_a_batch_is_appended_to_many_chains_in_its_order(store: Any, clock: FakeClock) -> None:
    append(store, clock, entry("first"))
    batch = [entry(f"{name}-{step}", creator_id=name) for step in range(3) for name in (CREATOR, "cr_2")]
    append_all(store, clock, [*batch, entry("known", event_id="ev"), entry("known", event_id="ev")])
    assert [each.action for each in chain(store)] == ["first", "cr_1-0", "cr_1-1", "cr_1-2", "known"]
    assert [each.action for each in chain(store, "cr_2")] == ["cr_2-0", "cr_2-1", "cr_2-2"]
    assert followed(store)[1] == followed(store, "cr_2")[1] == ""


def test_batches_of_eight_threads_keep_unbroken_chains(store: Any, clock: FakeClock) -> None:
    names = [f"cr_{number}" for number in range(6)]

    def write(number: int) -> None:
        for step in range(4):
            append_all(store, clock, [entry(f"{number}-{step}", creator_id=name) for name in names])

    assert concurrently(8, write) == [None] * 8
    for name in names:
        head, problem = followed(store, name)
        assert (head.entries, problem) == (32, "")
        assert len({each.action for each in chain(store, name)}) == 32


def test_one_event_from_eight_threads_is_logged_once(store: Any, clock: FakeClock) -> None:
    assert concurrently(8, lambda _: append(store, clock, entry(event_id="ev_1"))) == [None] * 8
    assert followed(store)[0].entries == 1


def test_processes_without_a_common_lock_keep_one_chain(store: Any) -> None:
    def write(number: int) -> int:
        """What another process does, which does not know of the turns taken in this one."""
        tries, left = 0, 5
        while left:
            tries += 1
            head = store.heads([CREATOR]).get(CREATOR, Head())
            left -= place(store, link(entry(f"{number}-{left}"), head))
        return tries

    assert all(isinstance(each, int) for each in concurrently(4, write))
    head, problem = followed(store)
    assert (head.entries, problem) == (20, "")


def test_reading_newest_first_by_actor_and_place(store: Any, clock: FakeClock) -> None:
    for number in range(6):
        append(store, clock, entry(str(number), actor_id="ag_1" if number % 2 else "ag_2"))
    append(store, clock, entry("other", creator_id="cr_2"))

    def read(actor_id: str, limit: int = 9, sort: str = "-sequence", after: int = 0) -> list[str]:
        page = PageRequest(limit - 1, "activity", (after,) if after else (), sort)
        return [each.action for each in store.activity(CREATOR, actor_id, page)]

    assert read("") == ["5", "4", "3", "2", "1", "0"]
    assert read("", 2, after=4) == ["2", "1"]
    assert read("ag_1") == ["5", "3", "1"]
    assert read("ag_1", 1, after=6) == ["3"]
    assert read("", sort="sequence", after=4) == ["4", "5"]


def test_a_log_is_followed_by_the_time_of_writing(store: Any, clock: FakeClock) -> None:
    for number in range(6):
        clock.advance(seconds=1)
        append(store, clock, entry(str(number), actor_id="ag_1" if number % 2 else "ag_2"))
    since = clock.now() - timedelta(seconds=2)
    for sort, seen in (("sequence", ["3", "4", "5"]), ("-sequence", ["5", "4", "3"])):
        page = asked(sort, since=since)
        assert [each.action for each in store.activity(CREATOR, "", page)] == seen
    own = store.activity(CREATOR, "ag_1", asked("sequence", since=since))
    assert [each.action for each in own] == ["3", "5"]
    assert store.activity(CREATOR, "", asked("sequence", since=clock.now() + timedelta(seconds=1))) == []


def test_records_go_on_after_a_sequence(store: Any, clock: FakeClock) -> None:
    for number in range(5):
        append(store, clock, entry(str(number)))
    assert [each["sequence"] for each in store.records(CREATOR, 0, 2)] == [1, 2]
    assert [each["sequence"] for each in store.records(CREATOR, 2, 9)] == [3, 4, 5]
    assert store.records(CREATOR, 5, 9) == []


def test_what_was_written_when(store: Any, clock: FakeClock) -> None:
    before = clock.now()
    for name in ("cr_2", "cr_1", "cr_2"):
        clock.advance(seconds=1)
        append(store, clock, entry(creator_id=name))
    seen = store.written_since(before, clock.now(), 9)
    assert [name for _, name in seen] == ["cr_2", "cr_1", "cr_2"]
    assert store.written_since(seen[0][0], clock.now(), 1) == [seen[1]]
    assert store.written_since(before, seen[0][0], 9) == [seen[0]]
    assert store.written_since(clock.now(), clock.now(), 9) == []


def checkpoint(sequence: int, second: int = 0, creator_id: str = CREATOR) -> Checkpoint:
    return Checkpoint(
        creator_id, sequence, "a" * 64, START.replace(second=second), f"signed{sequence}{second}"
    )


def test_checkpoints_newest_first_and_each_once(store: Any) -> None:
    made = [checkpoint(1), checkpoint(5, 1), checkpoint(5, 2), checkpoint(7)]
    for each in (*made, *made, checkpoint(9, creator_id="cr_2")):
        store.append_checkpoint(each)
    newest = asked("-sequence")
    assert store.checkpoints(CREATOR, newest) == made[::-1]
    assert store.checkpoints(CREATOR, asked("sequence")) == made
    assert store.checkpoints(CREATOR, asked("-sequence", 1)) == [made[3]]
    behind = PageRequest(8, "checkpoints", (5, "2026-03-01T12:00:02Z"), "-sequence")
    assert store.checkpoints(CREATOR, behind) == [made[1], made[0]]
    assert store.checkpoints(CREATOR, replace(behind, sort="sequence")) == [made[3]]
    assert store.checkpoints(CREATOR, newest, sequence=5) == [made[2], made[1]]
    assert store.checkpoints(CREATOR, asked("sequence", since=START.replace(second=1))) == made[1:3]
    assert store.checkpoints("cr_9", newest) == []
    assert store.checkpoint_hashes(CREATOR, 1, 5) == [(5, "a" * 64)] * 2
    assert [sequence for sequence, _ in store.checkpoint_hashes(CREATOR, 0, 9)] == [1, 5, 5, 7]


def test_how_far_checkpoints_have_come_never_goes_back(store: Any) -> None:
    assert store.checkpoints_up_to() is None
    for second in (5, 3):
        store.put_checkpoints_up_to(START.replace(second=second))
    assert store.checkpoints_up_to() == START.replace(second=5)
