"""Resident memory: of idle processes, and of every process during an import of a gigabyte."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import psutil

from tests.e2e.api import unique
from tests.load.imports import generated
from tests.load.stack import Stack

MIB = 1 << 20
GIGABYTE = 10**9


def idle(stack: Stack) -> list[str]:
    """What each rpc process holds when nothing is asked of it."""
    held = {name: each.memory_info().rss / MIB for name, each in stack.processes().items()}
    rpc = {name: size for name, size in held.items() if name.endswith("-rpc")}
    shown = ", ".join(f"{name} {size:.0f}" for name, size in sorted(rpc.items()))
    return [f"idle rpc processes, MiB resident: {shown} (at most 120)"]


def gigabyte(stack: Stack) -> list[str]:
    """The peak of each of Callboard's own processes while 1 GB streams in."""
    peaks: dict[str, float] = {}
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(stack, peaks, done))
    watcher.start()
    begun = time.monotonic()
    report = stack.operator.call(
        "POST",
        "/v1/metrics/snapshots",
        status=200,
        content=_until(GIGABYTE, generated(unique("giga"), 10**9, creators=5_000)),
        headers={"Content-Type": "text/csv"},
        timeout=3600,
    )
    minutes = (time.monotonic() - begun) / 60
    done.set()
    watcher.join()
    own = {name: size for name, size in peaks.items() if name not in ("mongod", "nats", "supervisord")}
    shown = ", ".join(f"{name} {size:.0f}" for name, size in sorted(own.items()))
    return [f"1 GB import: {report['accepted']} rows in {minutes:.1f} min; peak MiB: {shown} (at most 300)"]


def _until(size: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    sent = 0
    for piece in pieces:
        yield piece
        sent += len(piece)
        if sent >= size:
            return


def _watch(stack: Stack, peaks: dict[str, float], done: threading.Event) -> None:
    processes = stack.processes()
    while not done.wait(0.5):
        for name, process in processes.items():
            for each in (process, *process.children(recursive=True)):
                peaks[name] = max(peaks.get(name, 0.0), _resident(each))


def _resident(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss / MIB
    except psutil.NoSuchProcess:
        return 0.0
