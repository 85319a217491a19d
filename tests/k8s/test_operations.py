"""What operators do at noon: scaling, rolling out, losing a pod. No request fails and no event is lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from deploy.topology import PROCESSES
from tests.e2e.api import Operator
from tests.e2e.load import Load, assert_nothing_lost
from tests.k8s import kube

ALL = tuple(process.name for process in PROCESSES)
RPC = tuple(process.name for process in PROCESSES if process.form != "worker")

pytestmark = pytest.mark.timeout(900)


def under_load(load: Load, act: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> None:
    """Does something to the cluster under load; reports, and requires that nothing failed or got lost."""
    with load:
        act()
    with capsys.disabled():
        print(f"\n    {load.tally}")
    assert load.tally.requests > 0
    assert load.tally.failed == load.tally.wrong == []
    assert_nothing_lost(load)


def _scale_there_and_back(name: str) -> None:
    for replicas in (3, 1):
        kube.scale(name, replicas)


@pytest.mark.parametrize("name", RPC)
def test_scaling_to_three_and_back(name: str, operator: Operator, capsys: pytest.CaptureFixture[str]) -> None:
    under_load(Load(operator), partial(_scale_there_and_back, name), capsys)


@pytest.mark.parametrize("name", ALL)
def test_rolling_out(name: str, operator: Operator, capsys: pytest.CaptureFixture[str]) -> None:
    under_load(Load(operator), lambda: kube.restart(name), capsys)


@pytest.mark.parametrize("name", ALL)
def test_losing_one_of_two_pods(name: str, operator: Operator, capsys: pytest.CaptureFixture[str]) -> None:
    kube.scale(name, 2)
    under_load(Load(operator), lambda: kube.kill_one(name), capsys)
    kube.scale(name, 1)
