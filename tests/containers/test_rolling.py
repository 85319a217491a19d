"""Each service is replaced under load, one container after another: no request fails and no event is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import httpx
import pytest

from deploy.topology import TABLE
from tests.containers.balancer import Balancer
from tests.containers.system import PROCESSES, System, beside
from tests.e2e import api
from tests.e2e.load import Load, assert_nothing_lost
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.long
URL = "http://callboard.test"


@pytest.fixture(scope="module")
def balancer(system: System) -> Iterator[Balancer]:
    """Two of each process, and what spreads requests over the gateways."""
    for process in [system.add(name) for name in PROCESSES]:
        assert eventually(process.ready), process.logs()
    balancer = Balancer(system)
    with api.reached_by(URL, httpx.Client(base_url=URL, transport=balancer, timeout=60)):
        yield balancer
    for name in PROCESSES:
        system.remove(name)


@pytest.mark.parametrize("service", [service.name for service in TABLE])
def test_a_rolling_restart(
    service: str, system: System, balancer: Balancer, capsys: pytest.CaptureFixture[str]
) -> None:
    load = Load(replace(system.operator, base_url=URL))
    with load:
        if service == "gateway":
            system.replace(service, balancer.admit, balancer.dismiss)
        else:
            beside(*(partial(system.replace, f"{service}-{role}") for role in ("rpc", "worker")))
    assert_nothing_lost(load)
    with capsys.disabled():
        print(f"\n    {load.tally}, {sum(len(party.offers) for party in load.parties)} events")
    assert load.tally.requests > 0
    assert load.tally.failed == load.tally.wrong == []
