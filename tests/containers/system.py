"""A whole Callboard of containers, each of which can be restarted, frozen, cut off and replaced."""

from __future__ import annotations

import itertools
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import docker
import httpx
import psutil
from docker.models.containers import Container
from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from deploy import topology
from deploy.topology import PORTS, SERVICE_NAMES, SERVICES, Service
from tests.containers import definition
from tests.containers.definition import LINKS, link
from tests.containers.process import Process
from tests.containers.volumes import Volumes
from tests.e2e.api import Operator, close
from tests.e2e.embedded import free_port
from tests.e2e.installation import FOR_TESTS, Installation
from tests.e2e.waiting import eventually
from tests.engine import LABELS, engine
from tests.guards.source import ROOT

PROCESSES = tuple(process.name for process in topology.PROCESSES)
ALL = (*PROCESSES, "nats", "mongodb")
Told = Callable[[Process], None]

_CONTAINERS = {"mongod": "mongodb"}
_SERVER_PORTS = {"mongod": 27017, "nats": 4222}

_numbers = itertools.count(1)


def _ignore(_: object) -> None:
    """What happens where nobody has to be told."""


def beside(*works: Callable[[], object]) -> None:
    """Does several things at the same time; raises what one of them raised."""
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()


def _is_ready(url: str) -> bool:
    return httpx.get(f"{url}/readyz").is_success


class System(Installation):
    """The containers of one Callboard, by name; each name may have several."""

    def __init__(self, client: docker.DockerClient, volumes: dict[str, dict[str, str]] | None = None) -> None:
        """`volumes` gives volumes other options than those of the engine, by name."""
        self._client = client
        self._prefix = f"callboard-tests-{os.getpid()}-{next(_numbers)}-"
        self._volumes, self._special = Volumes(client, self._prefix), volumes or {}
        self._services = definition.services()
        self._networks: dict[str, Network] = {}
        self._ports: dict[str, int] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="callboard-secrets-")
        self.processes: dict[str, list[Process]] = {name: [] for name in ALL}

    @property
    def base_urls(self) -> list[str]:
        """Where the gateways answer."""
        return [self.url_of(each) for each in self.processes["gateway"]]

    def url_of(self, gateway: Process) -> str:
        """Where a gateway answers."""
        return f"http://127.0.0.1:{self._ports[gateway.container.id]}"

    def start(self) -> None:
        """Starts everything in the order of compose.yaml, and returns when all of it is ready."""
        if os.geteuid():
            raise PermissionError("These tests read volumes and signal processes: run them as root.")
        self._make_networks()
        self._volumes.make(self._services, self._special)
        self.job("secrets")
        self.add("mongodb")
        self.add("nats")
        beside(lambda: self.job("mongodb-users"), lambda: self.job("nats-streams"))
        beside(*(lambda s=service: self.jobs(s) for service in SERVICES))
        beside(*(lambda n=name: self.add(n) for name in PROCESSES))
        self.until_ready()
        self.secrets = self._volumes.secrets(self._services["secrets"], Path(self._folder.name))
        secret = self.secrets.operator_secret.read_text(encoding="utf-8")
        self.operator = Operator(self.base_urls[0], "", "op_client", secret)

    @property
    def reaches_tests_at(self) -> str:
        """The engine's end of the network between the worker of notifications and the message server."""
        network = self._client.networks.get(self._prefix + link("notifications", "nats"))
        return str(network.attrs["IPAM"]["Config"][0]["Gateway"])

    def _make_networks(self) -> None:
        names = ["front", *(link(caller, each) for caller, callees in LINKS.items() for each in callees)]
        for name in names:
            network = Network(docker_network_kw={"labels": LABELS, "internal": name != "front"})
            network.name = self._prefix + name
            self._networks[name] = network.create()

    def add(self, name: str) -> Process:
        """Starts one more container of that name."""
        port = {"8080/tcp": ("127.0.0.1", free_port())} if name == "gateway" else {}
        links = definition.networks(name)
        container = self._run(name, links, ports=port)
        process = Process(name, container)
        if name == "gateway":
            self._ports[container.id] = port["8080/tcp"][1]
        self.processes[name].append(process)
        return process

    def jobs(self, service: Service) -> None:
        """Runs what a service wants to be done before it serves."""
        for job in service.jobs:
            self.job(f"{service.name}-{job}")

    def job(self, name: str) -> None:
        """Runs what ends by itself."""
        container = self._run(name, definition.networks(name))
        code = container.wait(timeout=300)["StatusCode"]
        assert code == 0, f"{name}: {container.logs().decode()}"
        container.remove()

    def _run(self, name: str, links: dict[str, list[str]], **more: Any) -> Container:
        service = self._services[name]
        variables = {**definition.variables(service), **FOR_TESTS}
        given = DockerContainer(service["image"]).with_envs(**variables)
        if "command" in service:
            given = given.with_command(service["command"])
        first = next(iter(links), None)
        if first:
            given = given.with_network(self._networks[first]).with_network_aliases(*links[first])
        ports, options = more.pop("ports", {}), definition.options(service)
        for tmpfs, size in options.pop("tmpfs").items():
            given = given.with_tmpfs_mount(tmpfs, size)
        given.ports = ports
        given = given.with_kwargs(
            labels=LABELS, mounts=definition.mounts(service, self._prefix), **_entrypoint(service), **options
        )
        container = given.start().get_wrapped_container()
        given.get_docker_client().client.close()
        for each in list(links)[1:]:
            self._networks[each].connect(container.id, links[each])
        return self._client.containers.get(container.id)

    def first(self, name: str) -> Process:
        """The first container of a name."""
        return self.processes[_CONTAINERS.get(name, name)][0]

    def process(self, name: str) -> psutil.Process:
        """The process that the first container of a name was started with, as this machine numbers it."""
        return psutil.Process(eventually(self.first(name).pid))

    def address(self, name: str) -> str:
        """In the networks of the engine, which this machine is part of."""
        if name.endswith("-ops"):
            return f"{self.first(name.removesuffix('-ops')).host()}:{PORTS['ops']}"
        if name in SERVICE_NAMES:
            return f"{self.first(f'{name}-rpc').host()}:{PORTS['grpc']}"
        return f"{self.first(name).host()}:{_SERVER_PORTS[name]}"

    def log(self, name: str) -> str:
        """What the engine has kept of the first container of a name."""
        return self.first(name).logs(tail="all")

    def logs(self) -> dict[str, str]:
        """What the engine has kept of the first container of each name."""
        return {name: self.log(name) for name in ALL}

    def configuration(self) -> list[str]:
        """compose.yaml, the files that it mounts, and what the engine shows of each container."""
        files = [ROOT / name for name in ("compose.yaml", *definition.mounted_files())]
        shown = [json.dumps(each.container.attrs) for found in self.processes.values() for each in found]
        return [*(file.read_text(encoding="utf-8") for file in files), *shown]

    def run(self, service: str, *arguments: str) -> None:
        """In the container of its worker."""
        command = ["python3", "-m", f"services.{service}", *arguments]
        done = self.first(f"{service}-worker").container.exec_run(command)
        assert done.exit_code == 0, done.output.decode()

    def mongo_uri(self, user: str) -> str:
        """As in its file, but for a client that is not in a network in which the server's name is known."""
        uri = super().mongo_uri(user).replace("replicaSet=rs0", "directConnection=true")
        return uri.replace("mongodb:27017", self.address("mongod"))

    def nats_url(self, user: str) -> str:
        """As in its file, but for a client that is not in a network in which the server's name is known."""
        return super().nats_url(user).replace("nats:4222", self.address("nats"))

    def restart(self, name: str) -> None:
        """SIGTERM, and a start when it has ended."""
        process = self.first(name)
        process.stop()
        process.container.start()

    @contextmanager
    def cut(self, caller: str, callee: str) -> Iterator[None]:
        """The processes of `caller` are off the network on which they reach `callee`."""
        name = link(caller, callee)
        off = [each for each in self.processes_of(caller) if name in definition.networks(each.name)]
        network = self._client.networks.get(self._prefix + name)
        addresses = {each: each.address(network.name) for each in off}
        for each in off:
            network.disconnect(each.container)
        try:
            yield
        finally:
            # Each comes back under another address: what it had open is dead without a word.
            squatter = self.first("nats" if callee == "mongodb" else "mongodb").container
            network.connect(squatter)
            for each in sorted(off, key=addresses.__getitem__):
                network.connect(each.container)
                assert each.address(network.name) != addresses[each]
            network.disconnect(squatter)

    def processes_of(self, service: str) -> list[Process]:
        """All containers of a service."""
        return [p for each in self.processes.values() for p in each if p.name.split("-")[0] == service]

    def replace(
        self,
        name: str,
        admit: Told = _ignore,
        dismiss: Told = _ignore,
    ) -> None:
        """Replaces every container of a name: starts a new one, waits until it is ready, ends an old one.

        `admit` and `dismiss` are what a load balancer does with a new one, and with one that has to end.
        """
        for _ in list(self.processes[name]):
            new = self.add(name)
            assert eventually(new.ready), new.logs()
            admit(new)
            self.remove(name, dismiss)

    def remove(self, name: str, dismiss: Told = _ignore) -> None:
        """Tells the oldest container of a name to end, and removes it when it has."""
        old = self.processes[name][0]
        with ThreadPoolExecutor(1) as pool:
            stopping = pool.submit(old.stop)
            dismiss(old)
            stopping.result()
        self.processes[name].remove(old)
        if name == "gateway":
            close(self.url_of(old))
        old.container.remove(v=True)

    def companion(self, volume: str) -> Container:
        """A container that holds a volume at /volume."""
        return self._volumes.companion(volume, self._services["secrets"]["image"])

    def until_ready(self) -> None:
        """Returns when every process says that it is ready, and the gateway that its services are."""
        for name in ALL:
            for each in self.processes[name]:
                assert eventually(each.ready), each.logs()
        for url in self.base_urls:
            eventually(partial(_is_ready, url), error=httpx.TransportError)

    def close(self) -> None:
        """Closes what is open on this side; the containers are the engine's to remove."""
        for network in self._networks.values():
            network._docker.client.close()
        for url in self.base_urls:
            close(url)
        self._folder.cleanup()


@contextmanager
def contained() -> Iterator[System]:
    """A Callboard of containers, which says how long it took until it was ready."""
    with engine() as client:
        made, begun = System(client), time.monotonic()
        made.start()
        print(f"The containers were ready after {time.monotonic() - begun:.0f} s")
        made.expire_every_second()
        yield made
        made.close()


def _entrypoint(service: definition.Service) -> dict[str, Any]:
    return {"entrypoint": service["entrypoint"]} if "entrypoint" in service else {}
