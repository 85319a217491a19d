"""One Callboard of containers for the session, removed with all that belongs to it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import docker
import pytest

from tests.containers.system import System
from tests.e2e.api import Operator
from tests.e2e.fixtures import parties
from tests.engine import engine

__all__ = ["parties"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Docker's client leaves sockets to the garbage collector, which is no fault of a test."""
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
        item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture(scope="session")
def docker_engine() -> Iterator[docker.DockerClient]:
    """The engine."""
    with engine() as client:
        yield client


@pytest.fixture(scope="session")
def system(docker_engine: docker.DockerClient) -> Iterator[System]:
    """The Callboard that all tests share."""
    made = System(docker_engine)
    begun = time.monotonic()
    made.start()
    print(f"The containers were ready after {time.monotonic() - begun:.0f} s")
    yield made
    made.close()


@pytest.fixture(scope="session")
def operator(system: System) -> Operator:
    """The operator of the session's Callboard."""
    return system.operator()
