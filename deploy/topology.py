"""The one table of processes: a service, and the gateway, is one row of `TABLE`.

What lists services or processes follows from it: the rights of MongoDB and NATS (`deploy.permissions`), what
`deploy.nats_streams` makes, the programs and ports of `make up`, and the files that `python -m deploy.render`
writes. What a service consumes is declared in its `consumes.py`, which needs all of its libraries to be read;
so it is read when rendering, and lies in consumers.json for those that have none of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

PORTS = {"http": 8080, "grpc": 50051, "ops": 9090}
"""Where a process listens in its container: for the outside, for other processes, for those who watch it."""

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
    """A durable consumer: its name, the stream it reads, and the only filter it may have.

    One that is `ordered` is given one message at a time, whoever asks.
    """

    durable: str
    stream: str
    subject: str
    ordered: bool = False


def consumed_by(service: str) -> tuple[Consumes, ...]:
    """The consumers that the `consumes.py` of a service declares, as they were rendered last."""
    declared = json.loads(CONSUMERS_FILE.read_text(encoding="utf-8"))
    return tuple(Consumes(**each) for each in declared.get(service, ()))


@dataclass(frozen=True)
class Form:
    """A kind of process that a service consists of."""

    name: str
    """What the service is started with to be it; empty where it consists of one process."""
    serves: str
    """The one of `PORTS` on which others reach it; empty: nobody does."""
    size: Size


RPC = Form("rpc", "grpc", Size("250m", "160Mi", "384Mi"))
WORKER = Form("worker", "", Size("100m", "128Mi", "256Mi", pods=(2, 6)))
WEB = Form("", "http", Size("500m", "256Mi", "512Mi"))


@dataclass(frozen=True)
class Process:
    """One process of one service."""

    service: str
    form: str
    serves: str
    size: Size
    calls: tuple[str, ...]

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

    @property
    def ports(self) -> dict[str, int]:
        """Those of `PORTS` on which it listens."""
        return {name: port for name, port in PORTS.items() if name in (self.serves, "ops")}


@dataclass(frozen=True)
class Service:
    """A row: a service by its name, which is also that of its package, and what it needs.

    Where it has a database, that and its users have its name, too, and it publishes `<name>.v1.>` on
    the stream `<NAME>`.
    """

    name: str
    calls: tuple[str, ...] = ("roster",)
    """The services that the first of its processes calls, on what those serve."""
    forms: tuple[Form, ...] = (RPC, WORKER)
    database: bool = True
    """Whether it has a database, and with it a stream."""
    jobs: tuple[str, ...] = ("migrate",)
    """What runs to its end before a new version serves, in this order."""
    collections: tuple[str, ...] = ()
    """Those that it may change, where it has any that it may not; empty: its whole database."""
    append_only: tuple[str, ...] = ()
    """Collections of which it may read and add documents, and nothing more."""
    reaches_internet: bool = False
    """Whether the first of its processes sends to addresses that parties have named, and mails."""
    secrets: tuple[str, ...] = ()
    """Settings, in lower case, that are secrets of its own: random, and the same for all its processes."""
    told: Mapping[str, str] = field(default_factory=dict)
    """Settings that say where browsers reach a service: `{"PORTAL_URL": "portal"}`."""
    given: tuple[str, ...] = ()
    """Settings that whoever starts it on one machine may give: `make up RATE_LIMIT=off`."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """What it is told beyond what every process is, without `CALLBOARD_<NAME>_`."""

    @property
    def has_secrets(self) -> bool:
        """Whether there is a folder of secrets that its processes read."""
        return self.database or bool(self.secrets)

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

    def variable(self, setting: str) -> str:
        """The environment variable of one of its settings."""
        return f"CALLBOARD_{self.name.upper()}_{setting}"

    @property
    def processes(self) -> tuple[Process, ...]:
        """One for each form; only the first calls others."""
        return tuple(
            Process(self.name, form.name, form.serves, form.size, () if number else self.calls)
            for number, form in enumerate(self.forms)
        )

    @property
    def server(self) -> Process | None:
        """The one of them that others reach."""
        return next((process for process in self.processes if process.serves), None)


_BEHIND_GATEWAY = (
    Service(
        "roster",
        calls=(),
        jobs=("migrate", "operator"),
        secrets=("second_factor_key",),
        told={"GATEWAY_PUBLIC_URL": "gateway"},
        given=("OPERATOR_EMAIL",),
        collections=(
            *("parties", "pairs", "delegations", "rate_cards", "labels", "open_offers"),
            "portfolios",
            *("people", "invitations", "resets", "departures", "attempts", "known_addresses"),
            *("refusals", "checkpoints_up_to", "answers"),
            *("applications", "sessions"),
        ),
        append_only=(
            *("activity", "activity_checkpoints", "delegation_changes", "rate_card_versions", "handles"),
            "emails",
        ),
    ),
    Service("campaigns"),
    Service("metrics"),
    # Its worker comes first, which asks roster who may hear what; the other answers for itself.
    Service(
        "notifications",
        forms=(WORKER, RPC),
        reaches_internet=True,
        given=(
            *("WEBHOOK_PRIVATE", "SMTP_URL", "SMTP_URL_FILE", "SMTP_CA_FILE", "SMTP_PLAIN"),
            *("MAIL_FROM", "PORTAL_URL"),
        ),
    ),
)
TABLE = (
    *_BEHIND_GATEWAY,
    Service(
        "gateway",
        calls=tuple(service.name for service in _BEHIND_GATEWAY if service.server),
        forms=(WEB,),
        database=False,
        jobs=(),
        given=("RATE_LIMIT",),
        settings={"WORKERS": "2", "THREADS": "16"},
        told={"PORTAL_URL": "portal"},
    ),
    Service(
        "portal",
        calls=("gateway",),
        forms=(WEB,),
        database=False,
        jobs=(),
        secrets=("cookie_key",),
        told={"BASE_URL": "portal", "GATEWAY_PUBLIC_URL": "gateway"},
    ),
)

PROCESSES = tuple(process for service in TABLE for process in service.processes)
SERVERS = {service.name: service.server for service in TABLE if service.server}
"""The process by which each service is reached."""

SERVICES = tuple(service for service in TABLE if service.database)
"""Those with a database and a stream."""

SERVICE_NAMES = tuple(service.name for service in SERVICES)
STREAMS = (*(service.stream for service in SERVICES), DEAD_LETTERS)


def _signs(service: Service) -> bool:
    return service.database or any(SERVERS[name].serves == "grpc" for name in service.calls)


ISSUERS = tuple(service.name for service in sorted(TABLE, key=attrgetter("database")) if _signs(service))
"""Who signs calls and what it states, each with a key of its own: who has data, or calls others by gRPC."""


def settings(
    service: Service, files: Mapping[str, object], address: Callable[[Process], str]
) -> dict[str, object]:
    """What tells a service where its files are and those that it calls, by the names of its settings.

    `files` may be more than it needs; `address` says where a process is reached.
    """
    needed = ["SIGNING_KEY_FILE", "TRUSTED_KEYS_DIR"] if service.name in ISSUERS else []
    if service.database:
        needed += ["MONGO_URI_FILE", "NATS_URL_FILE"]
    values = {key: files[key] for key in (*needed, *(f"{name.upper()}_FILE" for name in service.secrets))}
    for called in (SERVERS[name] for name in service.calls):
        kind = "TARGET" if called.serves == "grpc" else "URL"
        values[f"{called.service.upper()}_{kind}"] = address(called)
    return values
