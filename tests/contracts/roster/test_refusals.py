"""Counting refusals on both stores."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.roster.domain.refusals import Tally
from tests.contracts.roster.concurrently import concurrently
from tests.fakes.clock import START
from tests.unit.roster.build import entry

ONE = Tally("t_1", START)
FEW = Tally("t_2", START + timedelta(seconds=1), most=3)


def test_the_first_is_logged_and_the_rest_counted(store: Any) -> None:
    assert store.note_refusal(ONE, entry("a"))
    assert not store.note_refusal(ONE, entry("b"))
    assert not store.note_refusal(ONE, entry("c", actor_id="ag_2"))
    tallied = store.close_tally("t_1")
    assert (tallied.count, tallied.latest.action, tallied.latest.actor_id) == (2, "c", "ag_2")


def test_so_many_callers_are_logged_each_once(store: Any) -> None:
    logged = [store.note_refusal(FEW, entry(actor_id=f"ag_{number % 5}")) for number in range(10)]
    assert logged == [True] * 3 + [False] * 7
    assert store.close_tally("t_2").count == 7


def test_of_eight_at_one_moment_exactly_one_is_logged_and_none_is_lost(store: Any) -> None:
    found = concurrently(8, lambda _: [store.note_refusal(ONE, entry()) for _ in range(5)])
    assert sum(sum(each) for each in found) == 1
    assert store.close_tally("t_1").count == 39


def test_of_eight_strangers_at_one_moment_exactly_three_are_logged(store: Any) -> None:
    found = concurrently(8, lambda number: store.note_refusal(FEW, entry(actor_id=f"ag_{number}")))
    assert sum(found) == 3
    assert store.close_tally("t_2").count == 5


def test_a_closed_tally_counts_no_more(store: Any) -> None:
    store.note_refusal(ONE, entry())
    store.note_refusal(ONE, entry())
    assert store.close_tally("t_1").count == 1
    assert store.note_refusal(ONE, entry())
    assert store.close_tally("t_1").count == 1
    store.drop_tally("t_1")
    assert store.close_tally("t_1").count == 0
    assert store.note_refusal(ONE, entry())


def test_tallies_that_have_ended_come_in_order(store: Any) -> None:
    for tally in (FEW, ONE):
        store.note_refusal(tally, entry())
    assert store.ended_tallies(START - timedelta(seconds=1), 9) == []
    assert store.ended_tallies(START, 9) == ["t_1"]
    assert store.ended_tallies(START + timedelta(hours=1), 9) == ["t_1", "t_2"]
    assert store.ended_tallies(START + timedelta(hours=1), 1) == ["t_1"]
