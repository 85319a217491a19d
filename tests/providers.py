"""Where the integration tests get MongoDB and NATS from.

Two providers with one interface: containers by testcontainers where a Docker engine answers, the
embedded servers of `deploy.local` otherwise. CALLBOARD_TEST_PROVIDER=embedded|testcontainers forces one.
A conftest uses it so:

    @pytest.fixture(scope="session")
    def data_plane():
        with providers.data_plane() as plane:
            yield plane

The container provider needs an engine. Where there is none, `tests/integration/deploy` still runs all of
it against a double of Docker's HTTP interface that starts the embedded servers in place of containers;
what stays unproven there is that the images can be pulled and hold what they are known to hold.
"""

import gc
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from testcontainers.core.container import DockerContainer
from testcontainers.core.docker_client import DockerClient

from deploy.local.ports import HOST, assign
from deploy.local.servers import REPLICA_SET, mongo_url, wait_for_mongod, wait_for_nats
from deploy.local.stack import DataPlane as EmbeddedServers

CHOICE = "CALLBOARD_TEST_PROVIDER"
MONGO_IMAGE = "mongo:6.0"
NATS_IMAGE = "nats:2.14"


class DataPlane(Protocol):
    """What a test may ask of the servers, whoever provides them."""

    @property
    def nats_url(self) -> str:
        """The address of the message server; it stays the same over `restart_nats`."""

    def mongo_url(self, database: str) -> str:
        """The address of one database of a replica set that accepts writes."""

    def start(self) -> None:
        """Return when both servers are ready."""

    def stop(self) -> None:
        """End both servers."""

    def kill_nats(self) -> None:
        """End the message server as a crash would."""

    def restart_nats(self) -> None:
        """Bring the message server back on the same address and data."""


class Containers:
    """Both servers as containers. Needs a Docker engine."""

    def __init__(self) -> None:
        # Inside and outside of the containers the ports are the same, so that the address by which
        # mongod knows itself is also the one its clients use, and a restarted nats keeps its own.
        self._ports = assign({})
        self._mongo = (
            DockerContainer(MONGO_IMAGE)
            .with_command(f"--replSet {REPLICA_SET} --bind_ip_all --port {self._ports['mongod']}")
            .with_bind_ports(self._ports["mongod"], self._ports["mongod"])
        )
        self._nats = (
            DockerContainer(NATS_IMAGE)
            .with_command(f"-js -sd /data -p {self._ports['nats']}")
            .with_bind_ports(self._ports["nats"], self._ports["nats"])
        )

    @property
    def nats_url(self) -> str:
        """The address of the message server."""
        return f"nats://{self._nats.get_container_host_ip()}:{self._ports['nats']}"

    def mongo_url(self, database: str) -> str:
        """The address of one database."""
        host = self._mongo.get_container_host_ip()
        return mongo_url(self._ports["mongod"], database).replace(HOST, host, 1)

    def start(self) -> None:
        """Pull what is missing, start both and initiate the replica set."""
        try:
            self._mongo.start()
            self._nats.start()
            wait_for_mongod(
                self._ports["mongod"],
                host=self._mongo.get_container_host_ip(),
                member=f"{HOST}:{self._ports['mongod']}",
            )
            self._wait_for_nats()
        except BaseException as error:
            error.add_note(f"Set {CHOICE}=embedded to test with the embedded servers instead.")
            self.stop()
            raise

    def stop(self) -> None:
        """Remove both containers with their data."""
        self._nats.stop()
        self._mongo.stop()

    def kill_nats(self) -> None:
        """Kill the container's process; the container and its data stay."""
        self._nats.get_wrapped_container().kill()

    def restart_nats(self) -> None:
        """Start the same container again."""
        container = self._nats.get_wrapped_container()
        container.reload()
        if container.status == "running":
            container.kill()
        container.start()
        self._wait_for_nats()

    def _wait_for_nats(self) -> None:
        wait_for_nats(self._ports["nats"], host=self._nats.get_container_host_ip())


def engine_answers() -> bool:
    """Whether a Docker engine can be used from here."""
    with warnings.catch_warnings():
        # Docker's client leaves its socket open when nobody answers, which pytest would blame on a test.
        warnings.simplefilter("ignore", ResourceWarning)
        answer = _ping()
        gc.collect()
    return answer


def _ping() -> bool:
    try:
        client = DockerClient(timeout=5).client
        try:
            return bool(client.ping())
        finally:
            client.close()
    except Exception:
        # Whatever is wrong with it, it does not answer.
        return False


def choose(environment: Mapping[str, str], answers: Callable[[], bool] = engine_answers) -> str:
    """The name of the provider to use."""
    forced = environment.get(CHOICE, "")
    if forced not in ("", "embedded", "testcontainers"):
        raise ValueError(f"{CHOICE} is '{forced}': set it to embedded or testcontainers, or unset it.")
    return forced or ("testcontainers" if answers() else "embedded")


@contextmanager
def data_plane() -> Iterator[DataPlane]:
    """Start the servers by the chosen provider, say which one it is, and stop them in the end."""
    name = choose(os.environ)
    print(f"MongoDB and NATS are provided by: {name}")
    with _containers() if name == "testcontainers" else _embedded() as plane:
        yield plane


@contextmanager
def _containers() -> Iterator[DataPlane]:
    plane = Containers()
    plane.start()
    try:
        yield plane
    finally:
        plane.stop()


@contextmanager
def _embedded() -> Iterator[DataPlane]:
    home = Path(tempfile.mkdtemp(prefix="callboard-tests-"))
    try:
        with EmbeddedServers(home / "home") as plane:
            yield plane
    finally:
        shutil.rmtree(home, ignore_errors=True)


def pytest_report_header() -> str:
    """The line for pytest's header; a conftest's hook of the same name returns it."""
    return f"data plane: {choose(os.environ)} (images {MONGO_IMAGE}, {NATS_IMAGE} or embedded servers)"
