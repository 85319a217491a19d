"""The store of audiences: the newest of one creator, and those of many at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.metrics.domain.accounts import Account
from services.metrics.domain.audience import Audience, Breakdown, Dimensions, Share
from services.metrics.domain.provenance import strength_of
from services.shared.commands import Commit, Duplicate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SHARES = Dimensions(gender=(Share("FEMALE", 0.25),))


def audience(number: int, creator: str, hours: int, source: str = "operator", **given: Any) -> Audience:
    """An audience captured so many hours after noon."""
    usual: dict[str, Any] = {"dimensions": SHARES, "party_id": "op_1"}
    return Audience(
        id=f"au_{number}",
        version=1,
        creator_id=creator,
        captured_at=NOON + timedelta(hours=hours),
        source=source,
        strength=strength_of(source),
        **usual | given,
    )


def test_the_latest_audience(store: Any) -> None:
    assert store.latest_audience("cr_1") is None
    newest = audience(2, "cr_1", 5)
    others = [audience(6, "cr_1", 5, "agency:ag_9"), audience(1, "cr_1", 1), audience(4, "cr_2", 9)]
    for each in (others[0], newest, *others[1:], audience(7, "cr_1", 5, "agency:ag_1")):
        store.audiences.insert(each, Commit())
    assert store.latest_audience("cr_1") == newest
    with pytest.raises(Duplicate):
        store.audiences.insert(audience(5, "cr_1", 5), Commit())


def test_the_latest_breakdowns_of_many(store: Any) -> None:
    known = Dimensions(
        gender=(Share("FEMALE", 0.25), Share("MALE", 0.75)),
        age=(Share("35+", 1.0),),
        country=(Share("ES", 0.5), Share("Others", 0.5)),
    )
    more = Dimensions(known.gender, known.age, known.country, device=(Share("iPhone", 0.5),))
    brought = [
        audience(1, "cr_1", 1),
        audience(2, "cr_1", 5, dimensions=more, note="export"),
        audience(3, "cr_1", 5, "agency:ag_9"),
        audience(4, "cr_2", 9, "agency:ag_1"),
        audience(5, "cr_2", 9, "agency:ag_2", dimensions=known),
        audience(6, "cr_3", 1),
    ]
    for each in brought:
        store.audiences.insert(each, Commit())
    assert store.latest_breakdowns(["cr_2", "cr_1", "cr_0"]) == {
        "cr_1": Breakdown(NOON + timedelta(hours=5), "operator", known, "export"),
        "cr_2": Breakdown(NOON + timedelta(hours=9), "agency:ag_2", known),
    }
    assert store.latest_breakdowns([]) == {}


def test_more_breakdowns_than_are_asked_for_at_once(store: Any) -> None:
    ids = [f"cr_{number:04}" for number in range(1_001)]
    for number in (0, 999, 1_000):
        store.audiences.insert(audience(number, ids[number], 1), Commit())
    assert set(store.latest_breakdowns(ids)) == {ids[0], ids[999], ids[1_000]}


def test_accounts_of_many_creators(store: Any) -> None:
    accounts = [Account(id=f"handle{n}", version=1, creator_id=f"cr_{n}") for n in range(3)]
    for each in accounts:
        store.accounts.insert(each, Commit())
    found = store.accounts_of(["cr_2", "cr_0", "cr_9"])
    assert sorted(each.id for each in found) == ["handle0", "handle2"]
