"""Where the integration tests get MongoDB and NATS from.

Two providers with one interface: containers by testcontainers where a Docker engine answers, the
embedded servers of `deploy.local` otherwise. CALLBOARD_TEST_PROVIDER=embedded|testcontainers forces one.
A conftest uses it so:

    @pytest.fixture(scope="session")
    def data_plane():
        with providers.data_plane() as plane:
            yield plane

Both know the users of Callboard with their rights, and a user of NATS for tests, who may do everything; so
may the system's user of MongoDB. Images are named by CALLBOARD_TEST_MONGO_IMAGE and
CALLBOARD_TEST_NATS_IMAGE: where no registry can be reached, those that `make test-images` builds.
"""

import asyncio
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

from deploy import mongod_versions, nats_streams
from deploy.local.ports import HOST, assign
from deploy.mongo_users import ensure_users, system_uri
from deploy.permissions import NATS_USERS, OPERATOR, NatsUser, nats_configuration
from deploy.readiness import REPLICA_SET, wait_for_mongod, wait_for_nats
from deploy.secret_files import SecretFiles
from deploy.topology import SERVICE_NAMES
from tests import engine
from tests.data_plane import DataPlane as EmbeddedServers
from tests.engine import LABELS

CHOICE = "CALLBOARD_TEST_PROVIDER"
MONGO_IMAGE = os.environ.get("CALLBOARD_TEST_MONGO_IMAGE", mongod_versions.IMAGE)
NATS_IMAGE = os.environ.get("CALLBOARD_TEST_NATS_IMAGE", "nats:2.14.5")
TESTER = NatsUser("tester", (">",))
"""May do everything, as no user of Callboard may."""
USERS = (*NATS_USERS, TESTER)
_CONFIGURATION = "/etc/callboard"
# mongod refuses a key that others can read, and a mounted file belongs to somebody else.
_MONGOD = 'umask 077 && printf %s "$KEY" > /tmp/keyfile && exec mongod --keyFile /tmp/keyfile "$@"'


class DataPlane(Protocol):
    """What a test may ask of the servers, whoever provides them."""

    def nats_url(self, user: str) -> str:
        """The address of the message server as a user; it stays the same over `restart_nats`."""

    def mongo_url(self, service: str) -> str:
        """The address of a service's database, on a replica set that accepts writes, as its user."""

    def system_mongo_url(self, database: str = "") -> str:
        """The address of any database, or of the server, as a user who may do everything."""

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
        self._folder = Path(tempfile.mkdtemp(prefix="callboard-tests-"))
        self._secrets = SecretFiles(self._folder / "secrets", USERS)
        self._address(HOST)
        self._mongo = (
            DockerContainer(MONGO_IMAGE)
            .with_kwargs(entrypoint=["sh", "-c", _MONGOD, "mongod"], user="999:999", labels=LABELS)
            .with_env("KEY", self._key())
            .with_command(
                f"--replSet {REPLICA_SET} --bind_ip_all --port {self._ports['mongod']}"
                " --networkMessageCompressors disabled"
            )
            .with_bind_ports(self._ports["mongod"], self._ports["mongod"])
        )
        self._nats = (
            DockerContainer(NATS_IMAGE)
            .with_kwargs(labels=LABELS)
            .with_command(f"-js -sd /data -p {self._ports['nats']} -c {_CONFIGURATION}/nats.conf")
            .with_volume_mapping(self._nats_configuration(), _CONFIGURATION)
            .with_bind_ports(self._ports["nats"], self._ports["nats"])
        )

    def _address(self, host: str) -> None:
        mongo, nats = (f"{host}:{self._ports[name]}" for name in ("mongod", "nats"))
        self._secrets.ensure(mongo, nats, options="directConnection=true")

    def _key(self) -> str:
        return self._secrets.key_file.read_text(encoding="utf-8")

    def _nats_configuration(self) -> Path:
        """A folder that the container's user can read, whoever that is."""
        folder = self._folder / "nats"
        folder.mkdir(mode=0o755)
        passwords = self._secrets.nats_passwords.read_text(encoding="utf-8")
        for name, text in (
            ("nats.conf", nats_configuration(USERS, "passwords.conf")),
            ("passwords.conf", passwords),
        ):
            (folder / name).write_text(text, encoding="utf-8")
            (folder / name).chmod(0o644)
        return folder

    def nats_url(self, user: str) -> str:
        """The address of the message server as a user."""
        return self._secrets.nats_url(user).read_text(encoding="utf-8")

    def mongo_url(self, service: str) -> str:
        """The address of a service's database, as its user."""
        return self._secrets.mongo_uri(service).read_text(encoding="utf-8")

    def system_mongo_url(self, database: str = "") -> str:
        """The address of any database, or of the server, as a user who may do everything."""
        host = self._mongo.get_container_host_ip()
        return system_uri(f"{host}:{self._ports['mongod']}", self._key(), database)

    def start(self) -> None:
        """Pull what is missing, start both, initiate the replica set and make the users."""
        try:
            self._mongo.start()
            self._nats.start()
            host = self._mongo.get_container_host_ip()
            self._address(host)
            wait_for_mongod(
                self._ports["mongod"],
                host=host,
                member=f"{HOST}:{self._ports['mongod']}",
                admin_uri=self.system_mongo_url(),
            )
            self._wait_for_nats()
            ensure_users(self.system_mongo_url(), [self.mongo_url(each) for each in SERVICE_NAMES])
            asyncio.run(nats_streams.ensure_at(self.nats_url(OPERATOR)))
        except BaseException as error:
            error.add_note(f"Set {CHOICE}=embedded to test with the embedded servers instead.")
            self.stop()
            raise

    def stop(self) -> None:
        """Remove both containers with their data."""
        self._nats.stop()
        self._mongo.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

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


def containers_wanted(environment: Mapping[str, str]) -> bool:
    """Whether a whole Callboard is to be made of containers: only where that was said, as it needs images."""
    return environment.get(CHOICE) == "testcontainers"


@contextmanager
def data_plane() -> Iterator[DataPlane]:
    """Start the servers by the chosen provider, say which one it is, and stop them in the end."""
    name = choose(os.environ)
    print(f"MongoDB and NATS are provided by: {name}")
    with _containers() if name == "testcontainers" else _embedded() as plane:
        yield plane


@contextmanager
def _containers() -> Iterator[DataPlane]:
    client = DockerClient().client
    engine.take_over(client)
    client.close()
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
        with EmbeddedServers(home / "home", users=USERS) as plane:
            yield plane
    finally:
        shutil.rmtree(home, ignore_errors=True)


def pytest_report_header() -> str:
    """The line for pytest's header; a conftest's hook of the same name returns it."""
    return f"data plane: {choose(os.environ)} (images {MONGO_IMAGE}, {NATS_IMAGE} or embedded servers)"
