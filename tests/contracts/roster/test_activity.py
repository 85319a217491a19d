"""The activity log on both stores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.roster.domain.activity import Head, link, prove
from services.roster.handlers.activity import append, list_proofs, record
from services.shared.commands import Commit, Duplicate
from services.shared.hashchain import GENESIS
from services.shared.paging import page_request
from tests.contracts.roster.concurrently import concurrently
from tests.unit.roster.build import CREATOR, entry, party


def proof(store: Any, creator_id: str = CREATOR) -> Any:
    return prove(creator_id, store.chain(creator_id), store.remembered_head(creator_id))


def test_an_entry_reads_back_equal(store: Any) -> None:
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
            event_id="ev_1",
        ),
        Head(),
    )
    store.append_activity(full)
    assert list(store.chain(CREATOR)) == store.activity(CREATOR, "", 0, 9) == [full]
    assert store.last_activity(CREATOR) == store.remembered_head(CREATOR) == Head(1, full.hash)


def test_an_unknown_creator_has_an_empty_and_intact_log(store: Any) -> None:
    assert store.last_activity("cr_9") == store.remembered_head("cr_9") == Head(0, GENESIS)
    assert proof(store, "cr_9").intact


def test_a_place_is_taken_once(store: Any) -> None:
    append(store, entry("a"))
    with pytest.raises(Duplicate):
        store.append_activity(link(entry("b"), Head()))
    assert [each.action for each in store.chain(CREATOR)] == ["a"]


def test_an_event_is_logged_once(store: Any) -> None:
    append(store, entry("a", event_id="ev_1"))
    with pytest.raises(Duplicate):
        store.append_activity(link(entry("b", event_id="ev_1"), store.last_activity(CREATOR)))
    append(store, entry("c", event_id="ev_1"))
    record(store, entry("d", event_id="ev_1"))
    assert [each.action for each in store.chain(CREATOR)] == ["a"]
    assert store.has_activity_of("ev_1")
    assert not store.has_activity_of("ev_2")


def test_entries_without_an_event_do_not_exclude_each_other(store: Any) -> None:
    for _ in range(3):
        append(store, entry())
    assert proof(store).entries == 3


def test_eight_threads_keep_one_unbroken_chain(store: Any) -> None:
    def write(number: int) -> None:
        for step in range(5):
            append(store, entry(f"{number}-{step}"))

    assert concurrently(8, write) == [None] * 8
    found = proof(store)
    assert (found.intact, found.entries) == (True, 40)
    assert {each.action for each in store.chain(CREATOR)} == {f"{n}-{s}" for n in range(8) for s in range(5)}
    assert store.remembered_head(CREATOR) == Head(40, found.head_hash)


def test_one_event_from_eight_threads_is_logged_once(store: Any) -> None:
    assert concurrently(8, lambda _: record(store, entry(event_id="ev_1"))) == [None] * 8
    assert proof(store).entries == 1


def test_processes_without_a_common_lock_keep_one_chain(store: Any) -> None:
    def write(number: int) -> int:
        """What another process does, which does not know of the turns taken in this one."""
        tries, left = 0, 5
        while left:
            tries += 1
            try:
                store.append_activity(link(entry(f"{number}-{left}"), store.last_activity(CREATOR)))
                left -= 1
            except Duplicate:
                continue
        return tries

    assert all(isinstance(each, int) for each in concurrently(4, write))
    assert (proof(store).entries, proof(store).intact) == (20, True)


def test_reading_newest_first_by_actor_and_place(store: Any) -> None:
    for number in range(6):
        append(store, entry(str(number), actor_id="ag_1" if number % 2 else "ag_2"))
    append(store, entry("other", creator_id="cr_2"))
    read = lambda *query: [each.action for each in store.activity(CREATOR, *query)]  # noqa: E731
    assert read("", 0, 9) == ["5", "4", "3", "2", "1", "0"]
    assert read("", 4, 2) == ["2", "1"]
    assert read("ag_1", 0, 9) == ["5", "3", "1"]
    assert read("ag_1", 6, 1) == ["3"]


def test_proofs_go_through_all_creators_page_by_page(store: Any) -> None:
    for number in range(5):
        store.parties.insert(party(f"cr_{number}"), Commit())
        append(store, entry(creator_id=f"cr_{number}"))
    seen, cursor = [], ""
    while True:
        page = list_proofs(store, page=page_request(2, cursor, "p"))
        seen += [(each.creator_id, each.entries, each.intact) for each in page.items]
        cursor = page.next_cursor
        if not cursor:
            break
    assert seen == [(f"cr_{number}", 1, True) for number in range(5)]


def test_a_head_never_goes_back(store: Any) -> None:
    one = link(entry("a"), Head())
    two = link(entry("b"), Head(1, one.hash))
    store.append_activity(two)
    store.append_activity(one)
    assert store.remembered_head(CREATOR) == Head(2, two.hash)
    assert proof(store).intact


def test_a_forged_entry_is_found(store: Any) -> None:
    for number in range(3):
        append(store, entry(str(number)))
    honest = list(store.chain(CREATOR))
    forged = [honest[0], replace(honest[1], reason="nothing happened"), honest[2]]
    assert prove(CREATOR, forged, store.remembered_head(CREATOR)).problem.startswith("entry 2 was changed")
