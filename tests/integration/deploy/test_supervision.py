"""What ends is started again, what does not start is named, and nothing outlives supervisord."""

import os
import signal
from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.local import lifecycle
from deploy.local.home import Home
from deploy.local.lifecycle import MakePlan
from deploy.wait import until
from tests.integration.deploy.small import plan_of, starts
from tests.local import pids


@pytest.mark.parametrize("name", ["gateway", "service", "nats", "mongod"])
def test_a_killed_process_comes_back(started: Home, name: str) -> None:
    before = pids(started)[name]

    os.kill(before, signal.SIGKILL)

    assert until(lambda: pids(started).get(name, before) != before, 20)


def test_a_killed_supervisord_is_recovered_by_up(fresh: Home, port: int, plan: MakePlan) -> None:
    before = pids(fresh)
    os.kill(before["supervisord"], signal.SIGKILL)

    lifecycle.up(fresh, port, lambda _: None, plan)

    after = pids(fresh)
    assert sorted(after) == sorted(before)
    assert not set(after.values()) & set(before.values())
    assert len(starts(fresh)) == 2


def test_a_killed_supervisord_is_cleared_by_down(fresh: Home, said: list[str]) -> None:
    os.kill(pids(fresh)["supervisord"], signal.SIGKILL)

    lifecycle.down(fresh, said.append)

    assert not fresh.in_use()


def test_a_service_that_keeps_ending_is_named(home: Home, tmp_path: Path, port: int) -> None:
    plan = plan_of(tmp_path, answer=503, service=("/bin/sh", "-c", "sleep 0.3; ls /nonexistent"))

    with pytest.raises(DeployError) as caught:
        lifecycle.up(home, port, lambda _: None, plan)

    assert "did not start: service" in str(caught.value)
    assert "/nonexistent" in str(caught.value)
    assert not home.in_use()


def test_a_gateway_that_is_never_ready_is_told(
    home: Home, tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "READY_SECONDS", 4)

    with pytest.raises(DeployError) as caught:
        lifecycle.up(home, port, lambda _: None, plan_of(tmp_path, answer=503))

    assert f"http://127.0.0.1:{port}/readyz did not answer 200 in 4 s" in str(caught.value)
    assert "the gateway listens" in str(caught.value)


def test_status_shows_every_process(started: Home, said: list[str]) -> None:
    assert until(lambda: lifecycle.status(started, lambda _: None), 10)

    lifecycle.status(started, said.append)

    assert {line.split()[0] for line in said[-4:]} == {"mongod", "nats", "service", "gateway"}
