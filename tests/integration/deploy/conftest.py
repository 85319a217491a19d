"""The servers of this machine, found once, and homes to run them in."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import lifecycle
from deploy.local.home import Home, cache_directory
from deploy.local.lifecycle import MakePlan
from deploy.local.obtain import Site
from deploy.local.servers import Binaries
from tests.integration.deploy.small import a_free_port, plan_of
from tests.integration.shared.fixtures import broker

__all__ = ["broker"]


@pytest.fixture(scope="session")
def binaries(tmp_path_factory: pytest.TempPathFactory) -> Binaries:
    """The mongod and the nats-server that `make up` would use here."""
    home = Home(tmp_path_factory.mktemp("cache"))
    return Binaries.find(Site(cache_directory(os.environ, home)))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home in which nothing is left running, whatever happens in the test."""
    home = Home(tmp_path / "home")
    yield home
    if home.exists():
        lifecycle.down(home, lambda _: None)
        assert not home.in_use()


@pytest.fixture
def port() -> int:
    """The public port of one test."""
    return a_free_port()


@pytest.fixture
def plan(tmp_path: Path) -> MakePlan:
    """Programs that work."""
    return plan_of(tmp_path)


@pytest.fixture
def said() -> list[str]:
    """What the user was told."""
    return []


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home in which everything runs, for the tests that leave it so."""
    directory = tmp_path_factory.mktemp("started")
    home = Home(directory / "home")
    said: list[str] = []
    lifecycle.up(home, a_free_port(), said.append, plan_of(directory))
    (directory / "said").write_text("\n".join(said))
    yield home
    lifecycle.clean(home, lambda _: None)


@pytest.fixture
def fresh(home: Home, port: int, plan: MakePlan) -> Home:
    """A home in which everything runs, for one test to do with as it likes."""
    lifecycle.up(home, port, lambda _: None, plan)
    return home
