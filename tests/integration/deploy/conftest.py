"""The servers of this machine, found once, and homes to run them in."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local import lifecycle
from deploy.local.home import Home, cache_directory
from deploy.local.obtain import Site
from deploy.local.servers import Binaries
from tests.integration.shared.fixtures import broker

__all__ = ["broker"]


@pytest.fixture(scope="session")
def binaries(tmp_path_factory: pytest.TempPathFactory) -> Binaries:
    """The mongod and the nats-server that `make up` would use here."""
    home = Home(tmp_path_factory.mktemp("cache"))
    return Binaries.find(Site(os.environ, cache_directory(os.environ, home)))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home in which nothing is left running, whatever happens in the test."""
    home = Home(tmp_path / "home")
    yield home
    if home.exists():
        lifecycle.down(home, lambda _: None)
        assert not home.in_use()
