"""Resident memory: of idle processes, over many requests, and of every process during a large import."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

import psutil

from tests.e2e.api import unique
from tests.e2e.load import Party, Tally
from tests.load.imports import generated
from tests.load.stack import Stack

MIB = 1 << 20
GIGABYTE = 10**9
CLIENTS, REQUESTS_A_TURN = 8, 4
MARKS = (2_500, 5_000, 10_000, 20_000)
"""The numbers of mixed requests after which memory is looked at."""

FLAT = 0.05
"""The growth, as a ratio, that counts as none."""


def idle(stack: Stack) -> list[str]:
    """What each rpc process holds when nothing is asked of it."""
    shown = ", ".join(f"{name} {size:.0f}" for name, size in sorted(_rpc(stack).items()))
    return [f"idle rpc processes, MiB resident: {shown} (at most 120)"]


def mixed(stack: Stack) -> list[str]:
    """What each rpc process holds after more and more requests of all kinds, and whether that goes on."""
    parties = [Party(stack.operator, Tally()) for _ in range(CLIENTS)]
    held, done = [_rpc(stack)], 0
    for mark in MARKS:
        turns = (mark - done) // CLIENTS // REQUESTS_A_TURN
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(_turns, parties, repeat(turns)))
        done = mark
        held.append(_rpc(stack))
    marks = " / ".join(map(str, (0, *MARKS)))
    return [
        f"{name} after {marks} mixed requests: {_series([each[name] for each in held])}" for name in held[0]
    ]


def _series(sizes: list[float]) -> str:
    """What a process held at the marks; the last is after twice as many requests as the one before."""
    grown = sizes[-1] / sizes[-2] - 1
    verdict = "flat" if grown <= FLAT else "growing"
    return f"{' / '.join(f'{size:.0f}' for size in sizes)} MiB (below 150); {grown:+.1%} at last: {verdict}"


def _turns(party: Party, count: int) -> None:
    for _ in range(count):
        party.turn()


def _rpc(stack: Stack) -> dict[str, float]:
    held = {name: each.memory_info().rss / MIB for name, each in stack.processes().items()}
    return {name: size for name, size in held.items() if name.endswith("-rpc")}


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
