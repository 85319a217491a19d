"""What operators do at noon: scaling, rolling out, losing a pod. No request fails and no event is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.api import Actor, Operator
from tests.e2e.waiting import eventually
from tests.k8s import kube
from tests.k8s.load import Load, Party

RPC = ("gateway", "roster-rpc", "campaigns-rpc", "metrics-rpc")
WORKERS = ("roster-worker", "campaigns-worker", "metrics-worker")

pytestmark = pytest.mark.timeout(900)


def under_load(operator: Operator, act: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> None:
    """Does something to the cluster under load; reports, and requires that nothing failed or got lost."""
    load = Load(operator)
    with load:
        act()
    with capsys.disabled():
        print(f"\n    {load.tally}")
    assert load.tally.requests > 0
    assert load.tally.failed == []
    for party in load.parties:
        eventually(lambda party=party: counted(party) == len(party.offers), seconds=60)
        assert stored(party) == set(party.offers)


def counted(party: Party) -> int:
    """The open offers that events have brought to the roster."""
    return int(party.agency.get("/v1/roster")["items"][0]["open_offers"])


def stored(party: Party) -> set[str]:
    """The offers of the creator, over all pages."""
    return set(_pages(party.agency, f"/v1/creators/{party.creator.id}/offers"))


def _pages(actor: Actor, path: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page = actor.get(path, tab="pending", page_size=100, cursor=cursor)
        found += [each["id"] for each in page["items"]]
        if not (cursor := page.get("next_cursor") or ""):
            return found


@pytest.mark.parametrize("name", RPC)
def test_scaling_to_three_and_back(name: str, operator: Operator, capsys: pytest.CaptureFixture[str]) -> None:
    under_load(operator, lambda: [kube.scale(name, replicas) for replicas in (3, 1)], capsys)


@pytest.mark.parametrize("name", RPC + WORKERS)
def test_rolling_out(name: str, operator: Operator, capsys: pytest.CaptureFixture[str]) -> None:
    under_load(operator, lambda: kube.restart(name), capsys)


@pytest.mark.parametrize("name", RPC + WORKERS)
def test_losing_one_of_two_pods(name: str, operator: Operator, capsys: pytest.CaptureFixture[str]) -> None:
    kube.scale(name, 2)
    under_load(operator, lambda: kube.kill_one(name), capsys)
    kube.scale(name, 1)
