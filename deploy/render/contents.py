"""What each rendered file should hold."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy import topology
from deploy.permissions import MONGO_USERS, nats_configuration, nats_users
from deploy.render import dashboards
from deploy.topology import PORTS, PROCESSES, SERVERS, SERVICE_NAMES, TABLE, Consumes, Process, Service

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = Path(__file__).parent / "templates"
DASHBOARDS = Path("deploy/observability/dashboards")

FILES = {
    "SIGNING_KEY_FILE": "/etc/callboard/keys/signing.pem",
    "TRUSTED_KEYS_DIR": "/etc/callboard/trusted",
    "MONGO_URI_FILE": "/etc/callboard/secrets/mongo_uri",
    "NATS_URL_FILE": "/etc/callboard/secrets/nats_url",
    **{
        f"{name.upper()}_FILE": f"/etc/callboard/secrets/{name}"
        for service in TABLE
        for name in service.secrets
    },
}
"""Where the files of a service are in its container."""

_PROGRAMS = [f"services.{name}" for name in (*(service.name for service in TABLE), "cli")]
_LIST = re.compile(r"^(\w+ = )\[.*\](  # rendered)$", re.MULTILINE)
"""A line of pyproject.toml that lists all programs."""


def contents() -> Iterator[tuple[Path, str]]:
    """Each rendered file, relative to the repository.

    The consumers come first: what is asked for after they were written follows from them.
    """
    yield topology.CONSUMERS_FILE.relative_to(ROOT), _consumers()
    yield Path("deploy/nats/users.conf"), nats_configuration(nats_users())
    yield from ((DASHBOARDS / name, text) for name, text in dashboards.contents().items())
    yield Path("pyproject.toml"), _with_lists((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    yield from _templates()


def stale() -> list[Path]:
    """The rendered files that do not hold what they should."""
    return [path for path, text in contents() if not holds(ROOT / path, text)]


def holds(path: Path, text: str) -> bool:
    """Whether a file is there and has this content."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def _consumers() -> str:
    declared = {name: [asdict(each) for each in declared_by(name)] for name in SERVICE_NAMES}
    return json.dumps(declared, indent=2) + "\n"


def declared_by(service: str) -> list[Consumes]:
    """The consumers in the `consumes.py` of a service. None of their handlers is called."""
    declare = import_module(f"services.{service}.consumes").consumers
    rows = declare(*(None for _ in inspect.signature(declare).parameters))
    return [Consumes(row.durable, row.stream, row.subject, row.ordered) for row in rows]


def _with_lists(text: str) -> str:
    return _LIST.sub(rf"\g<1>{json.dumps(_PROGRAMS)}\g<2>", text)


def _templates() -> Iterator[tuple[Path, str]]:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - YAML, from a table of our own
    )
    environment.globals |= _names()
    for template in sorted(path for path in TEMPLATES.rglob("*") if path.is_file()):
        path = template.relative_to(TEMPLATES)
        written = f"# Written by `python -m deploy.render`: change {template.relative_to(ROOT)} instead.\n"
        yield path, written + environment.get_template(str(path)).render()


def _names() -> dict[str, Any]:
    """What templates may refer to."""
    return {
        "table": TABLE,
        "rows": {service.name: service for service in TABLE},
        # Those that people reach first.
        "names": [service.name for service in sorted(TABLE, key=attrgetter("database"))],
        "services": topology.SERVICES,
        "processes": PROCESSES,
        "servers": SERVERS,
        "issuers": topology.ISSUERS,
        "keepers": [
            service.name for service in TABLE if service.name in topology.ISSUERS or service.has_secrets
        ],
        "published": published,
        "public": public,
        "on_this_machine": lambda service: f"http://127.0.0.1:{PORTS['http'] + _published().index(service)}",
        "mongo_users": MONGO_USERS,
        "components": sorted({process.component for process in PROCESSES}),
        "callers": callers,
        "called_by": called_by,
        "settings": settings,
        "dashboards": sorted(dashboards.contents()),
        "ports": PORTS,
    }


def callers(service: str) -> list[Process]:
    """The processes that call a service."""
    return [process for process in PROCESSES if service in process.calls]


def called_by(process: Process) -> dict[str, list[str]]:
    """The services that a process calls, by the name of the port on which it does."""
    found: dict[str, list[str]] = {}
    for called in (SERVERS[name] for name in process.calls):
        found.setdefault(called.serves, []).append(called.service)
    return found


def published(service: str) -> str:
    """The variable of compose.yaml that says on which port a service is published, with what it else is."""
    number = _published().index(service)
    variable = f"{service.upper()}_PORT" if number else "PORT"
    return f"${{{variable}:-{PORTS['http'] + number}}}"


def _published() -> list[str]:
    return [name for name, server in SERVERS.items() if server.serves == "http"]


def public(service: str) -> str:
    """The variable of compose.yaml that says how browsers reach a service, with what it else is."""
    return f"${{{service.upper()}_URL:-http://127.0.0.1:{published(service)}}}"


def settings(service: Service, http_port: int = PORTS["http"]) -> dict[str, str]:
    """The environment of all processes of a service where they run in containers.

    `http_port` is the one on which services are reached by HTTP.
    """

    def address(called: Process) -> str:
        if called.serves == "grpc":
            return f"dns:///{called.service}:{PORTS['grpc']}"
        return f"http://{called.service}:{http_port}"

    values: dict[str, object] = {}
    if server := SERVERS.get(service.name):
        values["LISTEN"] = f"0.0.0.0:{PORTS[server.serves]}"
    values |= {"OPS_LISTEN": f"0.0.0.0:{PORTS['ops']}", "DRAIN_SECONDS": "5"}
    values |= topology.settings(service, FILES, address)
    values |= service.settings
    return {service.variable(key): str(value) for key, value in values.items()}
