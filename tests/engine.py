"""The Docker engine, and whose the things are that tests leave in it.

Everything that a run makes carries its label and names the process that owns it. What owners that are gone
have left is removed at the next start; Ryuk, which would do it, may be unavailable.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import docker
import psutil
import pytest
from testcontainers.core.config import testcontainers_config

from tests.alone import alone

LABEL = "org.callboard.tests"


def _owner(pid: int) -> str:
    """A process, and not another one that gets its number later."""
    return f"{pid}@{psutil.Process(pid).create_time():.0f}"


LABELS = {LABEL: _owner(os.getpid())}
"""On everything that this run makes."""


@contextmanager
def engine() -> Iterator[docker.DockerClient]:
    """The engine, without what dead runs have left; and in the end without what this run has made."""
    client = docker.from_env()
    try:
        take_over(client)
        yield client
    finally:
        reap(client, lambda owner: owner == LABELS[LABEL])
        client.close()


def take_over(client: docker.DockerClient) -> None:
    """Removes what dead runs have left, instead of Ryuk."""
    testcontainers_config.ryuk_disabled = True
    with alone():
        reap(client, lambda owner: not _lives(owner))


def _lives(owner: str) -> bool:
    try:
        return _owner(int(owner.partition("@")[0])) == owner
    except (ValueError, psutil.NoSuchProcess):
        return False


def reap(client: docker.DockerClient, condemned: Callable[[str], bool]) -> None:
    """Removes the containers, networks and volumes whose owner is `condemned`."""
    ours = {"label": LABEL}
    for container in client.containers.list(all=True, filters=ours):
        if condemned(container.labels[LABEL]):
            container.remove(force=True, v=True)
    for network in client.networks.list(filters=ours):
        if condemned(network.attrs["Labels"][LABEL]):
            network.remove()
    for volume in client.volumes.list(filters=ours):
        if condemned(volume.attrs["Labels"][LABEL]):
            volume.remove(force=True)


def ignore_open_sockets(items: Iterable[pytest.Item]) -> None:
    """Docker's client leaves sockets to the garbage collector, which is no fault of a test."""
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
        item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))
