"""What breaks while requests run: the answers are defined, all comes back, nothing acknowledged is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import pytest

from deploy.topology import SERVICE_NAMES
from tests.containers.definition import LINKS
from tests.containers.system import PROCESSES, System, beside
from tests.e2e.api import Operator
from tests.e2e.load import Load, assert_nothing_lost
from tests.e2e.revocation import Revocation
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.long
BRIEF_SECONDS, LONG_SECONDS = 3.0, 7.0
"""How long a fault lasts: less than the gateway's patience of 5 s with a service, and more."""

WORKERS = tuple(name for name in PROCESSES if name.endswith("worker"))
RPCS = tuple((f"{service}-rpc",) for service in SERVICE_NAMES)
TARGETS = (*RPCS, WORKERS, ("gateway",), ("nats",), ("mongodb",))
"""What breaks together: the workers all at once, since no request notices them."""

CUTS = (
    *(((service,), "mongodb") for service in SERVICE_NAMES),
    *(((caller,), "roster") for caller, callees in LINKS.items() if "roster" in callees),
    (SERVICE_NAMES, "nats"),
)
UNNOTICED = {"nats", *WORKERS}
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
    eventually(lambda: load.tally.requests >= after)


def lasts(name: str) -> None:
    """Waits until a fault of `name` has lasted long enough to be noticed, if it is."""
    seconds = BRIEF_SECONDS if name in (*UNNOTICED, "gateway") else LONG_SECONDS
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


@pytest.mark.parametrize("names", TARGETS, ids="+".join)
def test_a_restart(
    names: tuple[str, ...], system: System, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    with noticed(operator, capsys) as load:
        beside(*(partial(system.restart, name) for name in names))
        system.until_ready()
    assert_defined(load, names[0])


@pytest.mark.parametrize("names", TARGETS, ids="+".join)
def test_standing_still(
    names: tuple[str, ...], system: System, operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    with noticed(operator, capsys) as load:
        with ExitStack() as frozen:
            for name in names:
                frozen.enter_context(system.frozen(name))
            lasts(names[0])
        system.until_ready()
    assert_defined(load, names[0])


@pytest.mark.parametrize(("callers", "callee"), CUTS)
def test_a_cut(
    callers: tuple[str, ...],
    callee: str,
    system: System,
    operator: Operator,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with noticed(operator, capsys) as load:
        with ExitStack() as cuts:
            for caller in callers:
                cuts.enter_context(system.cut(caller, callee))
            lasts(callee)
        system.until_ready()
    assert_defined(load, callee)
