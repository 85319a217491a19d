"""The one table of processes: a service is one row of `SERVICES`.

What lists services or processes follows from it: the rights of MongoDB and NATS (`deploy.permissions`), what
`deploy.nats_streams` makes, the programs and ports of `make up`, and the files that `python -m deploy.render`
writes. What a service consumes is declared in its `consumes.py`, which needs all of its libraries to be read;
so it is read when rendering, and lies in consumers.json for those that have none of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HTTP_PORT, GRPC_PORT, OPS_PORT = 8080, 50051, 9090
"""On which a process listens in its container: for people, for other processes, for those who watch it."""

DEAD_LETTERS = "DEAD_LETTERS"
DEAD_SUBJECT = "dead"
CONSUMERS_FILE = Path(__file__).parent / "consumers.json"


@dataclass(frozen=True)
class Size:
    """What a pod asks of its node, its limit of memory, and how many pods an autoscaler may make of it."""

    cpu: str
    memory: str
    memory_limit: str
    pods: tuple[int, int] = (2, 12)


@dataclass(frozen=True)
class Consumes:
    """A durable consumer: its name, the stream it reads, and the only filter it may have."""

    durable: str
    stream: str
    subject: str


def consumed_by(service: str) -> tuple[Consumes, ...]:
    """The consumers that the `consumes.py` of a service declares, as they were rendered last."""
    declared = json.loads(CONSUMERS_FILE.read_text(encoding="utf-8"))
    return tuple(Consumes(**each) for each in declared.get(service, ()))


@dataclass(frozen=True)
class Process:
    """One kind of process: what it is started with, and where it listens."""

    service: str
    form: str
    """`rpc` or `worker`; empty where a service has one process only."""
    ports: Mapping[str, int]
    size: Size
    calls: tuple[str, ...] = ()
    """The services that it calls."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """What it is told beyond what every process is, without `CALLBOARD_<NAME>_`."""

    @property
    def name(self) -> str:
        """`roster-rpc`, `gateway`."""
        return "-".join(self.arguments)

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the image is started with: `roster rpc`, `gateway`."""
        return (self.service, self.form) if self.form else (self.service,)

    @property
    def component(self) -> str:
        """The label by which the pods of all such processes are selected."""
        return self.form or self.service


@dataclass(frozen=True)
class Service:
    """A service: its name is its user and its database; it publishes `<name>.v1.>` on the stream `<NAME>`."""

    name: str
    calls: tuple[str, ...] = ("roster",)
    """The services that its rpc process calls."""
    jobs: tuple[str, ...] = ("migrate",)
    """What runs to its end before a new version serves, in this order."""
    collections: tuple[str, ...] = ()
    """Those that it may change, where it has any that it may not; empty: its whole database."""
    append_only: tuple[str, ...] = ()
    """Collections of which it may read and add documents, and nothing more."""
    rpc: Size = Size("250m", "160Mi", "384Mi")
    worker: Size = Size("100m", "128Mi", "256Mi", pods=(2, 6))

    @property
    def consumers(self) -> tuple[Consumes, ...]:
        """What its worker consumes."""
        return consumed_by(self.name)

    @property
    def subjects(self) -> str:
        """All subjects that it publishes."""
        return f"{self.name}.v1.>"

    @property
    def stream(self) -> str:
        """The stream that holds them."""
        return self.name.upper()

    @property
    def processes(self) -> tuple[Process, ...]:
        """Its processes."""
        ports = {"grpc": GRPC_PORT, "ops": OPS_PORT}
        return (
            Process(self.name, "rpc", ports, self.rpc, self.calls),
            Process(self.name, "worker", {"ops": OPS_PORT}, self.worker),
        )


SERVICES = (
    Service(
        "roster",
        calls=(),
        jobs=("migrate", "operator"),
        collections=(
            *("parties", "pairs", "delegations", "rate_cards", "labels", "open_offers"),
            *("refusals", "checkpoints_up_to"),
        ),
        append_only=(
            *("activity", "activity_checkpoints", "delegation_changes", "rate_card_versions", "handles"),
        ),
    ),
    Service("campaigns"),
    Service("metrics"),
)
SERVICE_NAMES = tuple(service.name for service in SERVICES)
GATEWAY = Process(
    "gateway",
    form="",
    ports={"http": HTTP_PORT, "ops": OPS_PORT},
    size=Size("500m", "256Mi", "512Mi"),
    calls=SERVICE_NAMES,
    settings={"WORKERS": "2", "THREADS": "16"},
)
"""Has neither database nor broker, and calls every service."""

PROCESSES = (*(process for service in SERVICES for process in service.processes), GATEWAY)
ISSUERS = (GATEWAY.name, *SERVICE_NAMES)
"""Who signs calls, each with a key of its own."""

STREAMS = (*(service.stream for service in SERVICES), DEAD_LETTERS)
