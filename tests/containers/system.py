"""A whole Callboard of containers, each of which can be restarted, frozen, cut off and replaced."""

from __future__ import annotations

import io
import itertools
import os
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import docker
import httpx
from docker.models.containers import Container
from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from deploy import topology
from deploy.topology import SERVICES, Service
from tests.containers import definition
from tests.containers.definition import LINKS, link
from tests.containers.process import Process
from tests.e2e.api import Operator, close
from tests.e2e.conftest import free_port
from tests.e2e.waiting import eventually
from tests.engine import LABELS

PROCESSES = tuple(process.name for process in topology.PROCESSES)
ALL = (*PROCESSES, "nats", "mongodb")
Told = Callable[[Process], None]

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


class System:
    """The containers of one Callboard, by name; each name may have several."""

    def __init__(self, client: docker.DockerClient, volumes: dict[str, dict[str, str]] | None = None) -> None:
        """`volumes` gives volumes other options than those of the engine, by name."""
        self._client = client
        self._prefix = f"callboard-tests-{os.getpid()}-{next(_numbers)}-"
        self._special = volumes or {}
        self._services = definition.services()
        self._networks: dict[str, Network] = {}
        self._ports: dict[str, int] = {}
        self.processes: dict[str, list[Process]] = {name: [] for name in ALL}

    @property
    def base_urls(self) -> list[str]:
        """Where the gateways answer."""
        return [self.url_of(each) for each in self.processes["gateway"]]

    @property
    def base_url(self) -> str:
        """Where the first gateway answers."""
        return self.base_urls[0]

    def url_of(self, gateway: Process) -> str:
        """Where a gateway answers."""
        return f"http://127.0.0.1:{self._ports[gateway.container.id]}"

    def start(self) -> None:
        """Starts everything in the order of compose.yaml, and returns when all of it is ready."""
        self._make_networks()
        self._make_volumes()
        self.job("secrets")
        self.add("mongodb")
        self.add("nats")
        beside(lambda: self.job("mongodb-users"), lambda: self.job("nats-streams"))
        beside(*(lambda s=service: self.jobs(s) for service in SERVICES))
        beside(*(lambda n=name: self.add(n) for name in PROCESSES))
        self.until_ready()

    def _make_networks(self) -> None:
        names = ["front", *(link(caller, each) for caller, callees in LINKS.items() for each in callees)]
        for name in names:
            network = Network(docker_network_kw={"labels": LABELS, "internal": name != "front"})
            network.name = self._prefix + name
            self._networks[name] = network.create()

    def _make_volumes(self) -> None:
        names = {
            each.split(":")[0] if isinstance(each, str) else each.get("source", ".")
            for service in self._services.values()
            for each in service["volumes"]
        }
        for name in names:
            if not name.startswith("."):
                special = self._special.get(name)
                self._client.volumes.create(self._prefix + name, driver_opts=special, labels=LABELS)

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
        code = container.wait(timeout=120)["StatusCode"]
        assert code == 0, f"{name}: {container.logs().decode()}"
        container.remove()

    def _run(self, name: str, links: dict[str, list[str]], **more: Any) -> Container:
        service = self._services[name]
        given = DockerContainer(service["image"]).with_envs(**definition.variables(service))
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

    def process(self, name: str) -> Process:
        """The first container of a name."""
        return self.processes[name][0]

    def restart(self, name: str) -> None:
        """SIGTERM, and a start when it has ended."""
        process = self.process(name)
        process.stop()
        process.container.start()

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """The container stands still."""
        process = self.process(name)
        process.suspend()
        try:
            yield
        finally:
            process.resume()

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
            squatter = self.process("nats" if callee == "mongodb" else "mongodb").container
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
            assert eventually(new.ready, seconds=60), new.logs()
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
        """A container that does nothing but hold a volume at /volume, for commands to be run in it.

        As long as it is there, a volume in memory keeps what it holds over a restart of its server.
        """
        mount = docker.types.Mount("/volume", self._prefix + volume)
        image = self._services["secrets"]["image"]
        options = {
            "entrypoint": ["sleep"],
            "user": "10001:10001",
            "labels": LABELS,
            "detach": True,
            "init": True,
        }
        return self._client.containers.run(image, ["infinity"], mounts=[mount], **options)

    def until_ready(self) -> None:
        """Returns when every process says that it is ready, and the gateway that its services are."""
        for name in ALL:
            for each in self.processes[name]:
                assert eventually(each.ready, seconds=60), each.logs()
        for url in self.base_urls:
            eventually(partial(_is_ready, url), error=httpx.TransportError)

    def operator(self, base_url: str = "") -> Operator:
        """The operator, with the secret that was made at the first start."""
        secret = self._read("operator-secrets", "client_secret")
        return Operator(base_url or self.base_url, "", "op_client", secret.strip())

    def _read(self, volume: str, name: str) -> str:
        """A file of a volume."""
        mount = docker.types.Mount("/volume", self._prefix + volume, read_only=True)
        image = self._services["secrets"]["image"]
        container = self._client.containers.create(image, mounts=[mount], labels=LABELS)
        try:
            packed = b"".join(container.get_archive(f"/volume/{name}")[0])
        finally:
            container.remove(v=True)
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            file = archive.extractfile(name)
            assert file is not None
            return file.read().decode()

    def close(self) -> None:
        """Closes what is open on this side; the containers are the engine's to remove."""
        for network in self._networks.values():
            network._docker.client.close()
        for url in self.base_urls:
            close(url)


def _entrypoint(service: definition.Service) -> dict[str, Any]:
    return {"entrypoint": service["entrypoint"]} if "entrypoint" in service else {}
