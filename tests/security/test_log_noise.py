"""Noise does not drown the log: repeated refusals are folded, strangers are bounded, objects are short."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.e2e.api import Actor, Operator, delegate
from tests.e2e.waiting import eventually

WINDOW = 60
"""Seconds of a window in which refusals are folded."""


def log_of(creator: Actor) -> list[dict[str, Any]]:
    """Her whole log, newest first."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = creator.get(f"/v1/creators/{creator.id}/activity", page_size=100, cursor=cursor)
        found += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return found


def refusals(creator: Actor) -> list[dict[str, Any]]:
    """What was denied, newest first."""
    return [entry for entry in log_of(creator) if entry["decision"] == "denied"]


@pytest.mark.long
def test_a_thousand_refused_calls_add_a_handful_of_entries_and_all_are_counted(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator, scopes=("marketplace.profile.read",))
    path = f"/v1/creators/{creator.id}/rate-card"
    # Commands: readings that come at the same moment share one decision, which counts as one.
    change: dict[str, Any] = {"json": {"rates": []}, "headers": {"If-Match": "*"}}
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: agency.send("PUT", path, **change).status_code, range(1_000)))
    assert codes == [403] * 1_000
    # Two entries a window, and the first and the last window may have begun before or end later.
    handful = 2 * ((time.monotonic() - begun) // WINDOW + 2)
    assert len(refusals(creator)) <= handful
    creator.put(path, {"rates": []})
    assert any(each["action"] == "put_rate_card" for each in log_of(creator)[:3])
    eventually(lambda: sum(each["count"] for each in refusals(creator)) == 1_000, seconds=3 * WINDOW)
    assert len(refusals(creator)) <= handful


def test_two_hundred_calls_of_strangers_stay_bounded(operator: Operator) -> None:
    creator = operator.creator()
    strangers = [operator.agency() for _ in range(40)]
    path = f"/v1/creators/{creator.id}"
    for agency in strangers:
        for _ in range(5):
            agency.get(path, status=404)
    found = refusals(creator)
    assert 1 <= len(found) <= 20
    assert {each["actor_id"] for each in found} <= {agency.id for agency in strangers}
    creator.put(f"{path}/rate-card", {"rates": []})
    assert any(each["action"] == "put_rate_card" for each in log_of(creator)[:3])


def test_a_long_path_is_cut(operator: Operator) -> None:
    agency, creator = operator.agency(), operator.creator()
    delegate(agency, creator, scopes=("marketplace.profile.read",))
    agency.get(f"/v1/creators/{creator.id}/offers/{'x' * 3_000}", status=403)
    (entry,) = refusals(creator)
    assert len(entry["object"]) <= 256
    assert entry["object"].endswith("…")
