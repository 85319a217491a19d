"""One Callboard of containers for the session, removed with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator

import docker
import pytest

from tests.containers.system import System, contained
from tests.e2e.api import Operator
from tests.engine import engine, ignore_open_sockets


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them use Docker's client."""
    ignore_open_sockets(items)


@pytest.fixture(scope="session")
def docker_engine() -> Iterator[docker.DockerClient]:
    """The engine."""
    with engine() as client:
        yield client


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """The Callboard that all tests share."""
    with contained() as made:
        yield made


@pytest.fixture(scope="session")
def operator(system: System) -> Operator:
    """The operator of the session's Callboard."""
    return system.operator
