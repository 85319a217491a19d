"""NATS has no room left: requests go on, events wait in the outboxes, and arrive when there is room."""

from __future__ import annotations

from collections.abc import Iterator

import docker
import pytest

from tests.containers.system import System
from tests.e2e.load import Load, Party, assert_nothing_lost, counted, stored
from tests.e2e.revocation import Revocation
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.long
DISK = {"type": "tmpfs", "device": "tmpfs", "o": "size=16m,uid=10001,gid=10001"}
FILL = """
with open("/volume/ballast", "wb", 0) as file:
    try:
        while True:
            file.write(bytes(4096))
    except OSError as error:
        print(error)
"""


@pytest.fixture
def system(docker_engine: docker.DockerClient) -> Iterator[System]:
    """A Callboard of its own, whose NATS has a small disk."""
    made = System(docker_engine, {"nats-data": DISK})
    made.start()
    yield made
    made.close()


def test_a_full_disk_of_nats(system: System, capsys: pytest.CaptureFixture[str]) -> None:
    operator, disk = system.operator, system.companion("nats-data")
    load = Load(operator, parties=2, tries=2)
    with load, Revocation(operator, readers=2) as revocation:
        eventually(lambda: load.tally.requests > 20)
        disk.exec_run(["python3", "-c", FILL])
        eventually(lambda: all(waits(party) for party in load.parties))
        revocation.revoke()
    with capsys.disabled():
        print(f"\n    {load.tally}")
    assert "no space left" in system.first("nats").logs().lower()
    # Nobody who asks has noticed.
    assert load.tally.requests > 40
    assert load.tally.failed == load.tally.wrong == []
    assert not load.tally.repeated
    behind = sum(len(stored(party)) - counted(party) for party in load.parties)
    assert behind > 0

    assert disk.exec_run(["rm", "/volume/ballast"]).exit_code == 0
    system.restart("nats")
    system.until_ready()
    assert_nothing_lost(load)


def waits(party: Party) -> bool:
    """Whether offers are there that no event has told the roster of."""
    return len(stored(party)) - counted(party) >= 3
