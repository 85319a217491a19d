"""Each service is replaced under load, one container after another: no request fails and no event is lost."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.containers.balancer import Balancer
from tests.containers.system import PROCESSES, System
from tests.e2e import api
from tests.e2e.api import Operator
from tests.e2e.load import Load, assert_nothing_lost
from tests.e2e.waiting import eventually

URL = "http://callboard.test"
ROLLED = ("gateway", *PROCESSES)


@pytest.fixture(scope="module")
def balancer(system: System) -> Iterator[Balancer]:
    """Two of each process, and what spreads requests over the gateways."""
    for process in [system.add(name) for name in ROLLED]:
        assert eventually(process.ready, seconds=60), process.logs()
    balancer = Balancer(system)
    with api.reached_by(URL, httpx.Client(base_url=URL, transport=balancer, timeout=60)):
        yield balancer
    for name in ROLLED:
        system.remove(name)


@pytest.mark.parametrize("name", ROLLED)
def test_a_rolling_restart(
    name: str, system: System, balancer: Balancer, capsys: pytest.CaptureFixture[str]
) -> None:
    operator: Operator = system.operator(URL)
    told = (balancer.admit, balancer.dismiss) if name == "gateway" else ()
    load = Load(operator)
    with load:
        system.replace(name, *told)
    assert_nothing_lost(load)
    with capsys.disabled():
        print(f"\n    {load.tally}, {sum(len(party.offers) for party in load.parties)} events")
    assert load.tally.requests > 0
    assert load.tally.failed == load.tally.wrong == []
