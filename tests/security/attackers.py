"""What attackers do to the gateway, and what others feel of it."""

from __future__ import annotations

import resource
import socket
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import httpx

from tests.e2e.api import Actor


def allow_open_files(count: int) -> None:
    """Raises this process' limit of open files, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def connected(base_url: str, first: bytes = b"") -> socket.socket:
    """A connection to the gateway on which so much was sent."""
    parts = urlsplit(base_url)
    assert parts.hostname
    assert parts.port
    made = socket.create_connection((parts.hostname, parts.port), timeout=30)
    made.sendall(first)
    return made


HALF_A_HEAD = b"GET /v1/roster HTTP/1.1\r\nHost: callboard.test\r\nX-Slow: "


def head_of_a_body(path: str = "/oauth/token", length: int = 1000, authorization: str = "") -> bytes:
    """The head of a request whose body is still to come."""
    lines = [f"POST {path} HTTP/1.1", "Host: callboard.test", f"Content-Length: {length}"]
    lines += ["Content-Type: application/x-www-form-urlencoded"]
    lines += [f"Authorization: {authorization}"] if authorization else []
    return "\r\n".join([*lines, "", ""]).encode()


@contextmanager
def slow_clients(base_url: str, silent: int, half_sent: int, dripping: int) -> Iterator[list[socket.socket]]:
    """So many connections at once that say nothing, half a head, or a body byte by byte."""
    allow_open_files(2 * (silent + half_sent + dripping) + 1000)
    stopping = threading.Event()
    with ExitStack() as stack:
        beginnings = [b""] * silent + [HALF_A_HEAD] * half_sent + [head_of_a_body()] * dripping
        made = [stack.enter_context(connected(base_url, first)) for first in beginnings]
        thread = threading.Thread(target=_drip, args=(made[silent:], stopping))
        thread.start()
        stack.callback(thread.join)
        stack.callback(stopping.set)
        yield made


def _drip(connections: list[socket.socket], stopping: threading.Event) -> None:
    """A byte on each of them, now and then; those that the gateway has closed are left."""
    while not stopping.wait(0.5):
        for each in connections:
            try:
                each.sendall(b"x")
            except OSError:
                continue


def sent(
    base_url: str, method: str, path: str, headers: Mapping[str, str], body: str | None = None
) -> tuple[HTTPResponse, bytes]:
    """The answer on a connection of its own. Not by httpx, whose clients cost too much to have hundreds."""
    parts = urlsplit(base_url)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    try:
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@dataclass
class Watch:
    """What one client sees meanwhile: milliseconds of each request, and statuses other than 200."""

    path: str
    actor: Actor
    taken: list[float] = field(default_factory=list)
    others: list[int] = field(default_factory=list)

    def ask(self, times: int) -> Watch:
        """Asks so often, on one connection."""
        with httpx.Client(base_url=self.actor.base_url, timeout=30, trust_env=False) as client:
            for _ in range(times):
                begun = time.perf_counter()
                status = client.get(self.path, headers=self.actor.headers).status_code
                self.taken.append((time.perf_counter() - begun) * 1000)
                if status != 200:
                    self.others.append(status)
        return self

    @property
    def p99(self) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.taken, n=100)[98]


def closed_within(connections: list[socket.socket], seconds: float) -> int:
    """How many of the connections the gateway has closed, or answered, by then."""
    ends = time.monotonic() + seconds
    closed = 0
    for each in connections:
        each.settimeout(max(0.01, ends - time.monotonic()))
        try:
            while each.recv(4096):
                continue
            closed += 1
        except TimeoutError:
            continue
        except OSError:
            closed += 1
    return closed
