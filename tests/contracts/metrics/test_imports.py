"""Sources, imports and their withdrawal, in both stores."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.metrics.domain.accounts import NOTHING_STALE, Account
from services.metrics.domain.imports import Import, ImporterKind, ImportState, Progress
from services.metrics.domain.profile import Followers
from services.metrics.domain.provenance import Origin
from services.metrics.domain.snapshots import EARLIEST
from services.shared.commands import Commit
from tests.contracts.metrics.test_store import NOON, OPERATOR, add, names, snapshot
from tests.pages import asked

AGENCY = Origin("agency:ag_1", "im_2", 0, "dg_1", 2)
OTHER = Origin("agency:ag_2", "im_3", 0, "dg_2", 1)


def test_each_video_as_captured_last_before_a_time(store: Any) -> None:
    captures = [snapshot("a", hours=hour, views=hour) for hour in range(5)]
    add(store, *captures, snapshot("b"), snapshot("c", hours=9), snapshot("a", account="anab"))
    weaker = snapshot("a", hours=3, views=99, source=AGENCY.source)
    add(store, weaker, origin=AGENCY)
    found = sorted(store.last_before("ana", NOON + timedelta(hours=4)))
    assert found == [captures[3], snapshot("b")]


@pytest.mark.parametrize("order", list(itertools.permutations([OPERATOR, AGENCY, OTHER])))
def test_the_strongest_source_is_shown_in_any_order(store: Any, order: tuple[Origin, ...]) -> None:
    # A video whose id begins like another's must not come between that one's rows.
    for each in order:
        for video in ("v", "v1", "v 1", "v!"):
            assert add(store, snapshot(video, followers=int(each.import_id[-1])), origin=each) == 1
        store.refresh_videos("ana", EARLIEST, NOON)

    def shown() -> list[str]:
        captures = store.captures("ana", NOON, NOON + timedelta(days=1))
        return [each.source for each in (*captures, *store.last_videos("ana", 9))]

    assert shown() == ["operator"] * 8
    assert store.newest_followers("ana") == Followers(1, NOON, "operator")
    for gone, left in (("im_1", "agency:ag_2"), ("im_3", "agency:ag_1")):
        assert store.discard_rows(gone, 0, 99) == 4
        store.drop_withdrawn_videos("ana", NOON)
        assert shown() == [left] * 8


def test_a_follower_count_of_a_weaker_source_stands_where_no_stronger_one_has_any(store: Any) -> None:
    add(store, snapshot("v"))
    add(store, snapshot("v", followers=5), origin=AGENCY)
    assert store.newest_followers("ana") == Followers(5, NOON, "agency:ag_1")


def test_rows_are_discarded_from_a_batch_on_and_their_accounts_marked(store: Any) -> None:
    for account in ("ana", "bob"):
        store.accounts.insert(Account(account, 1, f"cr_{account}", stale_from=NOTHING_STALE), Commit())
    add(store, snapshot("v1"), snapshot("v1", account="bob"))
    later = replace(OPERATOR, batch=1)
    add(store, snapshot("v2", hours=2), snapshot("v3", hours=1), origin=later)
    add(store, snapshot("v2", hours=2), origin=AGENCY)
    assert store.discard_rows("im_1", 1, 1) == 1
    assert store.discard_rows("im_1", 1, 9) == 1
    assert store.discard_rows("im_1", 1, 9) == 0
    assert [store.mark_discarded("im_1", NOON, 9), store.mark_discarded("im_1", NOON, 9)] == [1, 0]
    ana = store.accounts.get("ana")
    assert (ana.stale_from, ana.withdrawn, ana.marked_at) == (NOON + timedelta(hours=1), True, NOON)
    assert not store.accounts.get("bob").stale
    kept = list(store.captures("ana", NOON, NOON + timedelta(days=1)))
    assert kept == [snapshot("v1"), snapshot("v2", hours=2, source="agency:ag_1")]


def test_a_batch_is_taken_back_for_some_accounts(store: Any) -> None:
    add(store, snapshot("v1"))
    added = replace(OPERATOR, batch=1)
    add(store, snapshot("v1"), snapshot("v2"), snapshot("v2", account="bob"), origin=added)
    assert store.discard_batch("im_1", 1, {"ana"}) == 1
    assert names(list(store.captures("ana", NOON, NOTHING_STALE))) == ["v1"]
    assert names(list(store.captures("bob", NOON, NOTHING_STALE))) == ["v2"]


def an_import(number: int, state: ImportState = ImportState.RUNNING, **changes: Any) -> Import:
    """An import of an agency."""
    usual = Import(f"im_{number}", 1, state, "ag_1", ImporterKind.AGENCY, "cl_1", "agency:ag_1", NOON, NOON)
    return replace(usual, **changes)


def test_imports_of_a_party_newest_first(store: Any) -> None:
    made = [an_import(1), an_import(2, ImportState.FINISHED), an_import(3, party_id="op_1")]
    for each in made:
        store.imports.insert(each, Commit())
    newest = asked("-started_at")
    assert store.imports_of("", None, newest) == made[::-1]
    assert store.imports_of("ag_1", None, newest) == [made[1], made[0]]
    assert store.imports_of("ag_1", None, asked("-started_at", after=(NOON, "im_2"))) == [made[0]]
    assert store.imports_of("", ImportState.FINISHED, newest) == [made[1]]


def test_imports_of_one_person_of_a_party(store: Any) -> None:
    made = [
        an_import(1, person_id="pe_1", updated_at=NOON + timedelta(minutes=2)),
        an_import(2, person_id="pe_2", updated_at=NOON),
        an_import(3, updated_at=NOON),
        an_import(4, person_id="pe_1", party_id="ag_2", updated_at=NOON),
        an_import(5, ImportState.FINISHED, person_id="pe_1", updated_at=NOON + timedelta(minutes=1)),
    ]
    for each in made:
        store.imports.insert(each, Commit())
    assert store.imports_of("ag_1", None, asked("-started_at"), "pe_1") == [made[4], made[0]]
    assert store.imports_of("ag_1", ImportState.RUNNING, asked("-started_at"), "pe_1") == [made[0]]
    assert store.imports_of("ag_1", None, asked("updated_at"), "pe_1") == [made[4], made[0]]
    since = asked("started_at", since=NOON + timedelta(minutes=2))
    assert store.imports_of("ag_1", None, since, "pe_1") == [made[0]]


def test_changes_of_imports_are_walked_to_the_end(store: Any) -> None:
    made = [an_import(n, updated_at=NOON + timedelta(minutes=late)) for n, late in enumerate((3, 1, 2))]
    for each in made:
        store.imports.insert(each, Commit())
    walk, since = [made[1], made[2], made[0]], NOON + timedelta(minutes=2)
    for party_id in ("", "ag_1"):
        assert store.imports_of(party_id, None, asked("updated_at")) == walk
        assert store.imports_of(party_id, ImportState.RUNNING, asked("-updated_at")) == walk[::-1]
        assert store.imports_of(party_id, None, asked("updated_at", since=since)) == walk[1:]
        assert store.imports_of(party_id, None, asked("started_at", since=since)) == [made[0], made[2]]
    assert store.beat("im_1", Progress(), NOON + timedelta(minutes=4))
    assert [each.id for each in store.imports_of("", None, asked("updated_at"))] == ["im_2", "im_0", "im_1"]


def test_a_running_import_says_how_far_it_is(store: Any) -> None:
    store.imports.insert(an_import(1), Commit())
    later = NOON + timedelta(seconds=1)
    assert store.beat("im_1", Progress(3, 5, 1, 2, "studio"), later)
    counts: dict[str, Any] = {"settled": 3, "accepted": 5, "duplicates": 1, "rejected_total": 2}
    seen = an_import(1, version=2, seen_at=later, updated_at=later, note="studio", **counts)
    assert store.imports.get("im_1") == seen
    store.imports.insert(an_import(2, ImportState.WITHDRAWING), Commit())
    assert not store.beat("im_2", Progress(), later)
    assert store.imports.get("im_2").seen_at == NOON


def test_imports_for_the_worker(store: Any) -> None:
    silent = NOON - timedelta(seconds=9)
    for each in (
        an_import(1),
        an_import(2, seen_at=silent),
        an_import(3, ImportState.FINISHED, seen_at=silent, ended_at=silent),
        an_import(4, ImportState.WITHDRAWING),
        an_import(5, ImportState.WITHDRAWING, seen_at=silent),
        an_import(6, ImportState.WITHDRAWING, ended_at=NOON),
    ):
        store.imports.insert(each, Commit())
    assert [each.id for each in store.abandoned_imports(NOON, 9)] == ["im_2"]
    assert sorted(each.id for each in store.withdrawn_imports(NOON, 9)) == ["im_5", "im_6"]
