"""What breaks while requests run: the answers are defined, all comes back, nothing acknowledged is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.containers.system import ALL, System
from tests.e2e.api import Operator
from tests.e2e.load import Load, assert_nothing_lost
from tests.e2e.revocation import Revocation
from tests.e2e.waiting import eventually

LASTS_SECONDS = 3.0
CUTS = [(service, server) for service in ("roster", "campaigns", "metrics") for server in ("mongodb", "nats")]
CUTS += [(service, "roster") for service in ("gateway", "campaigns", "metrics")]
UNNOTICED = {"nats", "roster-worker", "campaigns-worker", "metrics-worker"}
"""Whose absence no request notices: events wait in the outboxes."""


@contextmanager
def noticed(operator: Operator, capsys: pytest.CaptureFixture[str]) -> Iterator[Load]:
    """Load, and a revocation amid it, while the block breaks something; then the judgement."""
    load, revocation = Load(operator, parties=2, pause_seconds=0.05, tries=2), Revocation(operator, readers=2)
    revoking = threading.Thread(target=revocation.revoke)
    with load, revocation:
        revoking.start()
        yield load
        revoking.join()
        before = len(load.tally.failed)
        goes_on(load, 20)
    with capsys.disabled():
        print(f"\n    {load.tally}")
    assert load.tally.wrong == []
    assert len(load.tally.failed) <= before + len(load.parties)
    assert_nothing_lost(load)


def goes_on(load: Load, requests: int) -> None:
    """Waits for so many requests more."""
    after = load.tally.requests + requests
    eventually(lambda: load.tally.requests >= after, seconds=60)


def lasts(seconds: float = LASTS_SECONDS) -> None:
    """Waits until a fault has lasted so long."""
    begun = time.monotonic()
    eventually(lambda: time.monotonic() > begun + seconds)


def assert_defined(load: Load, name: str) -> None:
    """Only a gateway that is away itself leaves a request without the answer 503; some are never away."""
    causes = set(load.tally.repeated)
    if name in UNNOTICED:
        assert causes == set()
        assert load.tally.failed == []
    elif name != "gateway":
        assert causes <= {"503"}


@pytest.mark.parametrize("name", ALL)
def test_a_restart(name: str, system: System, operator: Operator, capsys: pytest.CaptureFixture[str]) -> None:
    with noticed(operator, capsys) as load:
        system.restart(name)
        system.until_ready()
    assert_defined(load, name)


@pytest.mark.parametrize("name", ALL)
def test_standing_still(
    name: str, system: System, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    with noticed(operator, capsys) as load:
        with system.frozen(name):
            lasts()
        system.until_ready()
    assert_defined(load, name)


@pytest.mark.parametrize(("caller", "callee"), CUTS)
def test_a_cut(
    caller: str, callee: str, system: System, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    with noticed(operator, capsys) as load:
        cut: AbstractContextManager[None] = system.cut(caller, callee)
        with cut:
            lasts()
        system.until_ready()
    assert_defined(load, callee)
