"""The hot path, `GET /v1/creators/{id}`, and a list, against Eve and bare Flask under the same server."""

from __future__ import annotations

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import httpx
import psutil

from deploy.secret_files import SecretFiles
from services.gateway.config import Settings
from tests.e2e.api import delegate, send_offer, terms
from tests.e2e.embedded import free_port
from tests.e2e.waiting import eventually
from tests.guards.source import ROOT
from tests.load.stack import Stack

ROUNDS = 7
PAGE = 25
SECONDS = 4
GATEWAY = ("gateway", "roster-rpc", "mongod")
"""The processes that a request goes through."""

_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Shot:
    """What a few seconds of load have shown: requests per second, and milliseconds."""

    rate: float
    p99: float
    cpu: float
    """Of CPU a request, in all processes that serve it."""


@dataclass(frozen=True)
class Target:
    """What is asked, and the processes whose CPU counts."""

    name: str
    url: str
    processes: tuple[psutil.Process, ...]

    def seconds(self) -> float:
        """The seconds of CPU that it has used so far."""
        whole = [each for process in self.processes for each in (process, *process.children(recursive=True))]
        return sum(sum(each.cpu_times()[:2]) for each in whole)


@dataclass(frozen=True)
class Subject:
    """A path that is measured: who asks, whose database it is, and what Eve serves at it."""

    what: str
    path: str
    token: str
    service: str
    least: float
    """Of the other's requests a second."""
    eve: dict[str, str]


def measure(stack: Stack) -> list[str]:
    """One creator, asked for by her agency; against the bare reference too."""
    agency, creator = stack.operator.agency(), stack.operator.creator()
    delegate(agency, creator)
    path, token = f"/v1/creators/{creator.id}", str(agency.headers["Authorization"])
    eve = {"EVE_URL": "v1/creators", "EVE_COLLECTION": "parties"}
    subject = Subject("hot GET", path, token, "roster", 1.0, eve)
    with _reference(stack, path) as reference:
        return _compare(stack, subject, reference)


def measure_list(stack: Stack) -> list[str]:
    """The first page of 25 offers of a campaign, asked for by the brand."""
    brand, creator = stack.operator.brand(), stack.operator.creator()
    campaign = send_offer(brand, creator)["campaign_id"]
    path = f"/v1/campaigns/{campaign}/offers"
    offer = {"creator_id": creator.id, "terms": terms(), "message": "We love your work."}
    for _ in range(PAGE):
        brand.post(path, offer)
    eve = {"EVE_URL": path[1:], "EVE_COLLECTION": "offers", "EVE_CAMPAIGN": campaign}
    token = str(brand.headers["Authorization"])
    return _compare(stack, Subject(f"a list of {PAGE} offers", path, token, "campaigns", 0.8, eve))


def _compare(stack: Stack, subject: Subject, *others: Target) -> list[str]:
    """Alternates between them, so that all see the same machine; the medians of the ratios count."""
    driver, processes = _wrk(), stack.processes()
    serving = tuple(processes[name] for name in ("gateway", f"{subject.service}-rpc", "mongod"))
    ours = Target("Callboard", f"{stack.operator.base_url}{subject.path}", serving)
    with ExitStack() as running:
        targets = [ours, *others]
        if find_spec("eve"):
            targets.append(running.enter_context(_eve(stack, subject)))
        else:
            print("Eve is left out, because it is not installed: pip install '.[bench]' adds it.", flush=True)
        sizes = {target.name: _size(target, subject.token) for target in targets}
        for target in targets:
            _drive(driver, target, subject.token, 2)
        rounds = [[_drive(driver, target, subject.token) for target in targets] for _ in range(ROUNDS)]
    shots = {target.name: column for target, column in zip(targets, zip(*rounds, strict=True), strict=True)}
    lines = [
        f"{subject.what}, {name}: {_median(column)}, {sizes[name]} bytes" for name, column in shots.items()
    ]
    return lines + [
        _ratios(subject, shots["Callboard"], name, shots[name]) for name in shots if name != "Callboard"
    ]


def _size(target: Target, token: str) -> int:
    """Bytes of an answer."""
    return len(httpx.get(target.url, headers={"Authorization": token}).content)


def _median(shots: tuple[Shot, ...]) -> str:
    rate, p99, cpu = (statistics.median(column) for column in zip(*map(_figures, shots), strict=True))
    return f"{rate:.0f} requests/s, p99 {p99:.0f} ms, {cpu:.2f} ms of CPU a request"


def _figures(shot: Shot) -> tuple[float, float, float]:
    return shot.rate, shot.p99, shot.cpu


def _ratios(subject: Subject, ours: tuple[Shot, ...], name: str, theirs: tuple[Shot, ...]) -> str:
    each = [
        [one / other for one, other in zip(_figures(our), _figures(their), strict=True)]
        for our, their in zip(ours, theirs, strict=True)
    ]
    rate, p99, cpu = (sorted(column) for column in zip(*each, strict=True))
    return (
        f"{subject.what} against {name}: {statistics.median(rate):.2f} of its requests/s "
        f"({rate[0]:.2f} to {rate[-1]:.2f}; at least {subject.least}), "
        f"{statistics.median(p99):.2f} of its p99 ({p99[0]:.2f} to {p99[-1]:.2f}; at most 1.5), "
        f"{statistics.median(cpu):.2f} of its CPU"
    )


def _wrk() -> str:
    """The path of wrk; as root on Debian it is installed where it is missing."""
    if not shutil.which("wrk") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing wrk, which drives the load")
        subprocess.run(["apt-get", "install", "-qq", "-y", "wrk"], check=False, stdout=subprocess.DEVNULL)
    found = shutil.which("wrk")
    if not found:
        raise SystemExit("wrk is needed to drive the load: install it, for example `apt-get install wrk`.")
    return found


def _drive(driver: str, target: Target, token: str, seconds: int = SECONDS) -> Shot:
    """Two threads and 16 connections; every answer must be a 200."""
    command = [
        driver,
        "-t2",
        "-c16",
        f"-d{seconds}s",
        "--latency",
        "-H",
        f"Authorization: {token}",
        target.url,
    ]
    before = target.seconds()
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = target.seconds() - before
    if "Non-2xx" in output:
        raise SystemExit(f"{target.url} did not always answer 200:\n{output}")
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", output)[0])
    count = int(re.findall(r"(\d+) requests in", output)[0])
    number, unit = re.findall(r"99%\s+([\d.]+)(us|ms|s)", output)[0]
    return Shot(rate, float(number) * _UNITS[unit], 1000 * used / count)


def _uri(stack: Stack, service: str) -> str:
    return SecretFiles(stack.home / "secrets").mongo_uri(service).read_text(encoding="utf-8").strip()


@contextmanager
def _reference(stack: Stack, path: str) -> Iterator[Target]:
    """The bare application with as many workers and threads as the gateway has."""
    target = f"127.0.0.1:{free_port()}"
    environment = {**os.environ, "REFERENCE_TARGET": target, "REFERENCE_MONGO_URI": _uri(stack, "roster")}
    with ExitStack() as running:
        served = _start(running, [sys.executable, "-m", "tests.load.reference.app"], environment)
        # The front only once the rpc server listens: its first refusals would fill the screen.
        eventually(lambda: _listens(target), error=OSError)
        front, url = _granian(running, "tests.load.reference.app:app", path, environment)
        yield Target("the bare reference", url, (front, served, stack.processes()["mongod"]))


@contextmanager
def _eve(stack: Stack, subject: Subject) -> Iterator[Target]:
    environment = {**os.environ, **subject.eve, "REFERENCE_MONGO_URI": _uri(stack, subject.service)}
    application = "tests.load.reference.eve_app:app"
    with ExitStack() as running:
        front, url = _granian(running, application, subject.path, environment, "--factory")
        yield Target("Eve", url, (front, stack.processes()["mongod"]))


def _granian(
    running: ExitStack, application: str, path: str, environment: dict[str, str], *more: str
) -> tuple[psutil.Process, str]:
    """Serves a WSGI application as the gateway is served; its process, and the URL of `path`."""
    defaults, port = Settings.model_fields, free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "error"]
    command += ["--workers", str(defaults["workers"].default), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--blocking-threads", str(defaults["threads"].default), *more, application]
    process, url = _start(running, command, environment), f"http://127.0.0.1:{port}{path}"
    eventually(lambda: httpx.get(url).status_code == 200, error=httpx.TransportError)
    return process, url


def _start(running: ExitStack, command: list[str], environment: dict[str, str]) -> psutil.Process:
    process = psutil.Popen(command, cwd=ROOT, env=environment)
    running.callback(process.wait)
    running.callback(process.terminate)
    return process


def _listens(target: str) -> bool:
    host, port = target.split(":")
    with socket.create_connection((host, int(port)), timeout=1):
        return True
