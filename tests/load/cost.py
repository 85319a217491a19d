"""What things cost: CPU per request in each process, CPU and memory of an import, bytes per document.

The load comes from this one process, a request at a time: CPU time is counted, not waiting, so that the
figures hold also on a machine that has other things to do. What processes do while idle is taken off.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
from pymongo import MongoClient

from deploy.topology import SERVICE_NAMES
from services.metrics.domain.accounts import NOTHING_STALE
from tests.e2e.api import Actor, brand_path, creator_path, current, delegate, send_offer, terms, unique
from tests.e2e.test_journey import rate_card
from tests.e2e.waiting import eventually
from tests.load.imports import generated, timed_upload
from tests.load.stack import Stack

IDLE_SECONDS = 10
READS, COMMANDS, ROUNDS = 600, 150, 6
UNTIL_SIGNED = 35
"""Seconds after which roster has signed checkpoints of all that its logs say of the parties."""

ROWS = 300_000
MILLION = 1_000_000
LINKED, LINKED_ROWS = 120, 120_000
"""Registered creators, and the snapshots that are imported for them."""

SNAPSHOTS = ("metrics.snapshots", "metrics.videos")
FEWEST = 100
"""Documents from which on an average says something."""

Seconds = dict[str, float]
"""CPU seconds of each process, its children included."""


@dataclass(frozen=True)
class Parties:
    """An agency with two dozen creators, each with one pending offer."""

    agency: Actor
    brand: Actor
    creators: tuple[Actor, ...]


def measure(stack: Stack) -> list[str]:
    """Lines of figures; each says what it counts and in which unit."""
    parties = _parties(stack)
    idle = idle_cpu(stack)
    lines = ["idle, ms of CPU per second: " + _shown({name: 1000 * rate for name, rate in idle.items()})]
    lines += [_request_line(stack, idle, name, count, run) for name, count, run in _requests(stack, parties)]
    prefix = _registered(stack)
    lines += _import_lines(stack, idle, "import", generated(unique("cost"), ROWS), ROWS)
    shared = generated(prefix, LINKED_ROWS, creators=LINKED)
    lines += _import_lines(stack, idle, "import for registered creators", shared, LINKED_ROWS)
    return [*lines, *_document_lines(stack)]


def offers(stack: Stack) -> list[str]:
    """What one offer costs in all processes together, in the round that cost least.

    The others say how much else the machine has to do: what shares its caches makes CPU time longer.
    """
    parties = _parties(stack)
    time.sleep(UNTIL_SIGNED)
    idle = idle_cpu(stack)
    body = {"creator_id": parties.creators[0].id, "terms": terms(), "message": "We love your work."}
    campaign = parties.brand.post("/v1/campaigns", {"name": unique("Cost"), "brief": "Show it."})
    rounds = []
    for _ in range(ROUNDS):
        with counted(stack, idle) as spent:
            for _ in range(COMMANDS):
                parties.brand.post(f"/v1/campaigns/{campaign['id']}/offers", body)
            _quiet(stack)
        rounds.append({name: 1000 * seconds / COMMANDS for name, seconds in spent.items()})
    sums = ", ".join(f"{sum(each.values()):.1f}" for each in rounds)
    least = min(rounds, key=lambda each: sum(each.values()))
    return [f"POST offer, ms of CPU (at most 12): {_shown(least)}; rounds {sums}"]


def _parties(stack: Stack) -> Parties:
    agency, brand = stack.operator.agency(), stack.operator.brand()
    creators = tuple(stack.operator.creator() for _ in range(24))
    for creator in creators:
        delegate(agency, creator)
        send_offer(brand, creator)
    return Parties(agency, brand, creators)


def _registered(stack: Stack) -> str:
    """Creators on a roster, with rate cards; the beginning of their handles."""
    prefix, agency = unique("linked"), stack.operator.agency()
    for number in range(LINKED):
        creator = stack.operator.creator(f"{prefix}_{number}")
        delegate(agency, creator)
        agency.put(f"/v1/creators/{creator.id}/rate-card", rate_card(300_000), etag='"0"')
    return prefix


Request = Callable[[int], Any]


def _requests(stack: Stack, parties: Parties) -> Iterator[tuple[str, int, Request]]:
    """Name, how often, and the request itself, given its number."""
    agency, creator = parties.agency, parties.creators[0]
    campaign = parties.brand.post("/v1/campaigns", {"name": unique("Cost"), "brief": "Show it."})
    body = {"creator_id": creator.id, "terms": terms(), "message": "We love your work."}
    offers: list[dict[str, Any]] = []

    def offer(_: int) -> None:
        offers.append(parties.brand.post(f"/v1/campaigns/{campaign['id']}/offers", body))

    def propose(number: int) -> None:
        asked = {"base_version": 1, "terms": terms(300_000), "message": "More."}
        offers[number] = agency.post(f"{creator_path(offers[number])}/proposals", asked)

    def accept(number: int) -> None:
        path = f"{brand_path(offers[number])}/accept"
        parties.brand.post(path, current(offers[number]), status=200)

    yield "GET creator", READS, lambda _: agency.get(f"/v1/creators/{creator.id}")
    yield "GET roster of 24", READS, lambda _: agency.get("/v1/roster")
    yield "GET inbox of 24", READS, lambda _: agency.get("/v1/inbox", tab="pending")
    yield "GET metrics", READS, lambda _: agency.get(f"/v1/creators/{creator.id}/metrics")
    yield "POST offer", COMMANDS, offer
    yield "POST proposal", COMMANDS, propose
    yield "POST accept", COMMANDS, accept
    yield "POST token", COMMANDS, lambda _: agency.token()


def _request_line(stack: Stack, idle: Seconds, name: str, count: int, run: Request) -> str:
    with counted(stack, idle) as spent:
        for number in range(count):
            run(number)
        _quiet(stack)
    return f"{name}, ms of CPU a request: " + _shown(
        {key: 1000 * each / count for key, each in spent.items()}
    )


def _import_lines(stack: Stack, idle: Seconds, name: str, rows: Iterator[bytes], count: int) -> list[str]:
    content = list(rows)
    with _client(stack) as client:
        before = _sizes(client)
        with counted(stack, idle) as spent:
            seconds = timed_upload(stack.operator, iter(content))
            _quiet(stack)
        after = _sizes(client)
    scale = MILLION / count
    grown = {
        key: sum(after[each][key] - before[each][key] for each in SNAPSHOTS) * scale / 1e6
        for key in ("size", "storageSize", "totalIndexSize")
    }
    megabytes = (
        f"{grown['size']:.0f} of BSON, {grown['storageSize']:.0f} on disk, "
        f"{grown['totalIndexSize']:.0f} of indexes; {count / seconds:.0f} rows/s"
    )
    held = {each: process.memory_info().rss / 2**20 for each, process in stack.processes().items()}
    return [
        f"{name}, s of CPU per million snapshots: " + _shown({k: scale * v for k, v in spent.items()}),
        f"{name}, MB per million snapshots: {megabytes}",
        "resident afterwards, MiB: " + _shown(held, ".0f"),
    ]


def _document_lines(stack: Stack) -> Iterator[str]:
    with _client(stack) as client:
        for name, each in sorted(_sizes(client).items()):
            if each["count"] >= FEWEST:
                size, indexes = (each[key] / each["count"] for key in ("size", "totalIndexSize"))
                disk = each["storageSize"] / each["count"]
                yield (
                    f"{name}, bytes a document over {each['count']}: {size:.0f} of BSON, {disk:.0f} on disk, "
                    f"{indexes:.0f} of indexes"
                )


def _sizes(client: MongoClient[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """By collection: count, and the bytes of documents, on disk and of indexes, as of now."""
    client.admin.command("fsync")
    wanted = ("count", "size", "storageSize", "totalIndexSize")
    found = {}
    for database in SERVICE_NAMES:
        for name in client[database].list_collection_names():
            stats = client[database].command("collStats", name)
            found[f"{database}.{name}"] = {key: int(stats[key]) for key in wanted}
    return found


def _client(stack: Stack) -> MongoClient[dict[str, Any]]:
    return MongoClient(stack.mongo_uri())


def idle_cpu(stack: Stack) -> Seconds:
    """CPU seconds per second while nothing is asked."""
    before = _cpu(stack)
    time.sleep(IDLE_SECONDS)  # The one thing that is measured by waiting.
    return {name: each / IDLE_SECONDS for name, each in _less(_cpu(stack), before).items()}


@contextmanager
def counted(stack: Stack, idle: Seconds) -> Iterator[Seconds]:
    """Filled, when the block ends, with what the processes have spent in it beyond being idle."""
    spent: Seconds = {}
    before, begun = _cpu(stack), time.monotonic()
    yield spent
    lasted = time.monotonic() - begun
    used = _less(_cpu(stack), before)
    spent.update({name: max(0.0, each - idle.get(name, 0) * lasted) for name, each in used.items()})


def _quiet(stack: Stack) -> None:
    """Until what was caused is published, and counted for statistics, so that its cost is counted too."""
    carried, stale = {"outbox.id": {"$gt": ""}}, {"stale_from": {"$lt": NOTHING_STALE}}
    with _client(stack) as client:
        questions = [
            (client["roster"]["parties"], carried),
            (client["roster"]["pairs"], carried),
            (client["campaigns"]["offers"], carried),
            (client["metrics"]["accounts"], {"$or": [carried, stale]}),
        ]
        eventually(lambda: not any(found.find_one(query) for found, query in questions), seconds=300)


def _cpu(stack: Stack) -> Seconds:
    processes = stack.processes()
    # The parent of all others: its children would be counted twice.
    del processes["supervisord"]
    return {name: _spent(process) for name, process in processes.items()}


def _spent(process: psutil.Process) -> float:
    times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def _less(after: Mapping[str, float], before: Mapping[str, float]) -> Seconds:
    return {name: each - before.get(name, 0.0) for name, each in after.items()}


def _shown(figures: Mapping[str, float], form: str = ".2f") -> str:
    """Sum first; what is nothing is left out."""
    least = 0.005
    listed = [f"{name} {each:{form}}" for name, each in sorted(figures.items()) if each >= least]
    return f"{sum(figures.values()):{form}} in all ({', '.join(listed)})"
