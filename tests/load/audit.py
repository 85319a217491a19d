"""`callboard audit verify` over a log of a million entries: by the server, and by the creator on her own."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
from joserfc.jwk import OKPKey
from pymongo import MongoClient

from deploy.secret_files import SecretFiles
from services.roster.domain.activity import ALLOWED, Activity, link
from services.roster.domain.parties import PartyKind
from services.shared.clock import SystemClock
from services.shared.hashchain import Head
from tests.e2e.api import Actor
from tests.guards.source import ROOT
from tests.load.stack import Stack

ENTRIES = 1_000_000
BATCH = 5_000
SECONDS = 60


def measure(stack: Stack) -> list[str]:
    """Fills one creator's log in the database and has it verified both ways; the second goes by the first's
    checkpoint."""
    creator = stack.operator.creator()
    seeded = seed(stack, creator)
    keys = stack.home / "keys.json"
    pem = (SecretFiles(stack.home / "secrets").trusted / "roster.pub.pem").read_bytes()
    keys.write_text(
        json.dumps({"keys": [{**OKPKey.import_key(pem).as_dict(private=False), "kid": "roster"}]})
    )
    lines = [f"activity log: {ENTRIES:,} entries seeded in {seeded:.0f} s"]
    for name, who, more in (
        ("by the server", stack.operator, ()),
        ("by the creator", creator, ("--creator", creator.id)),
    ):
        before = cpu(stack)
        seconds, peaks = verified(stack, who, keys, *more)
        used = ", ".join(f"{process} {value - before[process]:.1f}" for process, value in cpu(stack).items())
        peak = ", ".join(f"{process} {value} MiB" for process, value in peaks.items())
        lines.append(f"audit verify {name}: {seconds:.1f} s (at most {SECONDS}); peak {peak}")
        lines.append(f"  seconds of CPU: {used}")
    return lines


def cpu(stack: Stack) -> dict[str, float]:
    """Seconds of CPU that the processes of the installation, and this one's children, have used so far."""
    processes = stack.processes()
    taken = {name: processes[name].cpu_times() for name in ("mongod", "roster-rpc")}
    ended = psutil.Process().cpu_times()
    return {
        "command": ended.children_user + ended.children_system,
        **{name: times.user + times.system for name, times in taken.items()},
    }


def seed(stack: Stack, creator: Actor) -> float:
    """Appends entries as roster would, in bulk; returns the seconds it took."""
    begun = time.monotonic()
    with MongoClient[dict[str, Any]](stack.mongo_uri("roster")) as client:
        rows = client["roster"].activity
        entries = _rows(creator.id)
        while some := list(islice(entries, BATCH)):
            rows.insert_many(some, ordered=False)
    return time.monotonic() - begun


def _rows(creator_id: str) -> Iterator[dict[str, Any]]:
    head, at = Head(), SystemClock().now() - timedelta(days=30)
    for number in range(ENTRIES):
        entry = Activity(
            creator_id=creator_id,
            at=at + timedelta(seconds=number),
            actor_id="ag_01900000-0000-7000-8000-000000000001",
            actor_kind=PartyKind.AGENCY,
            action="get_offer",
            decision=ALLOWED,
            client_id="cl_01900000-0000-7000-8000-000000000002",
            on_behalf_of=creator_id,
            delegation_id="dg_01900000-0000-7000-8000-000000000003",
            delegation_version=2,
            object=f"/v1/creators/{creator_id}/offers/of_01900000-0000-7000-8000-{number:012d}",
            rule="delegation",
            request_id=f"01900000-0000-7000-8000-{number:012d}",
        )
        placed = link(entry, head)
        head = Head(placed.sequence, placed.hash)
        yield placed.record() | {"_id": f"{creator_id}:{placed.sequence:012d}", "written": 0}


def verified(stack: Stack, who: Actor, keys: Path, *more: str) -> tuple[float, dict[str, int]]:
    """Seconds of `callboard audit verify`, and the peak memory of the command and of roster, in MiB."""
    environment = {
        **os.environ,
        "CALLBOARD_BASE_URL": who.base_url,
        "CALLBOARD_CLIENT_ID": who.client_id,
        "CALLBOARD_CLIENT_SECRET": who.client_secret,
    }
    arguments = ["-m", "services.cli", "audit", "verify", "--json", "--keys", str(keys), *more]
    begun = time.monotonic()
    command = psutil.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, stdout=-1)
    watched = {"command": command, "roster-rpc": stack.processes()["roster-rpc"]}
    peaks, done = dict.fromkeys(watched, 0), threading.Event()
    watching = threading.Thread(target=_watch, args=(watched, peaks, done))
    watching.start()
    out, _ = command.communicate()
    seconds = time.monotonic() - begun
    done.set()
    watching.join()
    entries = max(each["entries"] for each in json.loads(out)["proofs"])
    if command.returncode or entries < ENTRIES:
        raise SystemExit(f"audit verify ended with {command.returncode} after {entries} entries.")
    return seconds, peaks


def _watch(watched: dict[str, psutil.Process], peaks: dict[str, int], done: threading.Event) -> None:
    while not done.wait(0.2):
        for name, process in watched.items():
            try:
                peaks[name] = max(peaks[name], process.memory_info().rss >> 20)
            except psutil.NoSuchProcess:
                return
