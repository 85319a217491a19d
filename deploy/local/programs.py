"""The processes of Callboard as data: what runs, with which settings, in which order.

A new service is one row in `deploy/topology.py`.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from deploy.local.home import Home
from deploy.local.ports import HOST, PUBLIC
from deploy.secret_files import SecretFiles
from deploy.topology import PROCESSES, SERVICE_NAMES

ROOT = Path(__file__).resolve().parents[2]
SERVICES = SERVICE_NAMES
OPERATOR_CLIENT = "op_client"
CALLS = {process.service: process.calls for process in PROCESSES if process.form != "worker"}
"""Whom a service, or the gateway, calls."""

Ports = Mapping[str, int]


def template(name: str) -> Template:
    """The configuration file of that name, without what differs from home to home."""
    return Template(Path(__file__).with_name(f"{name}.conf").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Program:
    """One process to run: what it is called, its command line and what it adds to the environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_seconds: int = 10

    def attached_command(self, home: Home) -> list[str]:
        """The command line of a process that ends with its parent and until then marks the home as in use."""
        attach = Path(__file__).with_name("attached.py")
        return [sys.executable, "-I", "-S", str(attach), str(home.in_use_file), *self.command]


@dataclass(frozen=True)
class Plan:
    """What `up` does once the data plane answers.

    The programs of one of the `preparations` run beside each other; all end before any other program starts.
    The front is what people reach: it starts last and stops first.
    """

    preparations: tuple[tuple[Program, ...], ...] = ()
    services: tuple[Program, ...] = ()
    front: tuple[Program, ...] = ()


def base_url(ports: Ports) -> str:
    """The address people use."""
    return f"http://{HOST}:{ports[PUBLIC]}"


def settings(name: str, home: Home, ports: Ports) -> dict[str, str]:
    """The environment variables of one service or of the gateway."""
    secrets = SecretFiles(home.secrets)
    values = {"SIGNING_KEY_FILE": str(secrets.signing_key(name)), "TRUSTED_KEYS_DIR": str(secrets.trusted)}
    if name in SERVICES:
        values |= {
            "LISTEN": f"{HOST}:{ports[name]}",
            # Named, not said: what stands in an environment or on a command line is seen by others.
            "MONGO_URI_FILE": str(secrets.mongo_uri(name)),
            "NATS_URL_FILE": str(secrets.nats_url(name)),
        }
    else:
        values |= {"LISTEN": f"{HOST}:{ports[PUBLIC]}", "BASE_URL": base_url(ports)}
        # For measurements: `make up RATE_LIMIT=off`.
        values |= {name: os.environ[name] for name in ("RATE_LIMIT",) if os.environ.get(name)}
    values |= _targets(ports, *CALLS[name])
    return {f"CALLBOARD_{name.upper()}_{key}": value for key, value in values.items()}


def _targets(ports: Ports, *services: str) -> dict[str, str]:
    return {f"{service.upper()}_TARGET": f"{HOST}:{ports[service]}" for service in services}


def _watched(name: str, service: str, ports: Ports) -> dict[str, str]:
    """Where a process answers those who watch it, and where it sends traces, if OTLP_ENDPOINT says."""
    values = {}
    if f"{name}-ops" in ports:
        values["OPS_LISTEN"] = f"{HOST}:{ports[f'{name}-ops']}"
    if endpoint := os.environ.get("OTLP_ENDPOINT"):
        values["OTLP_ENDPOINT"] = endpoint
    return {f"CALLBOARD_{service.upper()}_{key}": value for key, value in values.items()}


def callboard(home: Home, ports: Ports) -> Plan:
    """The whole of Callboard."""

    def python(name: str, service: str, *arguments: str) -> Program:
        command = (sys.executable, "-m", f"services.{service}", *arguments)
        environment = settings(service, home, ports) | _watched(name, service, ports)
        return Program(name, command, environment, stop_seconds=15)

    secret = str(SecretFiles(home.secrets).operator_secret)
    operator = ("operator", "--client-id", OPERATOR_CLIENT, "--secret-file", secret)
    return Plan(
        preparations=(
            tuple(python(f"{service}-migrate", service, "migrate") for service in SERVICES),
            (python("roster-operator", "roster", *operator),),
        ),
        services=tuple(
            python(f"{service}-{role}", service, role) for service in SERVICES for role in ("rpc", "worker")
        ),
        front=(python(PUBLIC, PUBLIC),),
    )
