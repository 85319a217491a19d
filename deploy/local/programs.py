"""The processes of Callboard as data: what runs, with which settings, in which order.

All of it follows from the table in `deploy/topology.py`.
"""

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy import topology
from deploy.errors import DeployError
from deploy.local.home import Home
from deploy.local.ports import HOST, PUBLIC
from deploy.secret_files import SecretFiles
from deploy.topology import SERVERS, TABLE, Process, Service

ROOT = Path(__file__).resolve().parents[2]
OPERATOR_CLIENT = "op_client"
OPERATOR_EMAIL = "operator@callboard.localhost"
"""The address of the person who is the operator, unless another one is given."""

Ports = Mapping[str, int]


@dataclass(frozen=True)
class Program:
    """One process to run: what it is called, its command line and what it adds to the environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_seconds: int = 10
    once: bool = False
    """Whether it ends by itself, as a migration does."""

    def attached_command(self, home: Home) -> list[str]:
        """The command line of a process that ends with its parent and until then marks the home as in use.

        However the parent ends, the kernel sends SIGTERM. Who can lock alone knows that all have ended.
        """
        marked = ("flock", "--shared", "--no-fork", str(home.in_use_file), *self.command)
        return ["setpriv", "--pdeathsig", "TERM", *marked]


Plan = Mapping[str, Sequence[Program]]
"""The groups of what is started together, in their order; they are stopped the other way round.

What runs once has ended before the next group starts.
"""


def base_url(ports: Ports, service: str = PUBLIC) -> str:
    """The address people use, of the gateway or of another service that they reach."""
    return f"http://{HOST}:{ports[service]}"


def settings(service: Service, home: Home, ports: Ports) -> dict[str, str]:
    """The environment of all processes of a service."""

    def address(called: Process) -> str:
        return f"{'http://' if called.serves == 'http' else ''}{HOST}:{ports[called.service]}"

    values = topology.settings(service, SecretFiles(home.secrets).of(service.name), address)
    if service.name in SERVERS:
        values["LISTEN"] = f"{HOST}:{ports[service.name]}"
    if service.name == PUBLIC:
        values["BASE_URL"] = base_url(ports)
    values |= {name: base_url(ports, told) for name, told in service.told.items()}
    # From whoever starts it: where traces go, and what the service's row names.
    values |= {key: os.environ[key] for key in ("OTLP_ENDPOINT", *service.given) if os.environ.get(key)}
    return {service.variable(key): str(value) for key, value in values.items()}


def exports(name: str, home: Home, ports: Ports) -> list[str]:
    """The shell exports with which one program runs by hand against this Callboard."""
    if not ports:
        raise DeployError(f"Callboard was never started in {home.root}: run `make up` first.")
    # The command line finds the address and the operator's client there by itself.
    known = {service.name: settings(service, home, ports) for service in TABLE}
    known["cli"] = {"CALLBOARD_HOME": str(home.root)}
    if name not in known:
        raise DeployError(f"There is no program '{name}': choose from {', '.join(known)}.")
    return [f"export {key}={shlex.quote(value)}" for key, value in known[name].items()]


def callboard(home: Home, ports: Ports) -> Plan:
    """All of Callboard but its servers: one kind of jobs after the other, and last what people reach."""
    jobs: dict[str, list[Program]] = {}
    processes: dict[str, list[Program]] = {"services": [], "front": []}
    for service in TABLE:
        environment = settings(service, home, ports)
        for job in service.jobs:
            jobs.setdefault(job, []).append(_python((service.name, job), environment, home, once=True))
        for process in service.processes:
            ops = {service.variable("OPS_LISTEN"): f"{HOST}:{ports[f'{process.name}-ops']}"}
            group = "front" if process.serves == "http" else "services"
            processes[group].append(_python(process.arguments, environment | ops, home))
    return {**jobs, **processes}


def _python(
    arguments: tuple[str, ...], environment: Mapping[str, str], home: Home, *, once: bool = False
) -> Program:
    service, *others = arguments
    if others == ["operator"]:
        files = SecretFiles(home.secrets)
        others += ["--client-id", OPERATOR_CLIENT, "--secret-file", str(files.operator_secret)]
        others += ["--password-file", str(files.operator_password)]
    command = (sys.executable, "-m", f"services.{service}", *others)
    return Program("-".join(arguments), command, environment, stop_seconds=15, once=once)
