"""A page of ten of an agency's roster: the CPU that it costs with many creators against few.

One creator and her delegation come about as usual. The others are copies of their documents, under other
names: what the service then reads is what it would have written itself.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

from pymongo import MongoClient

from tests.e2e.api import Actor, delegate
from tests.e2e.test_journey import rate_card
from tests.load.hot_get import GATEWAY
from tests.load.inbox import OWN
from tests.load.stack import Stack

FEW, MANY = 100, 5_000
ROUNDS, REQUESTS = 5, 20
ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"sort": "-followers"},
    {"sort": "granted_at", "country": "US"},
    {"q": "00042"},
    {"sort": "starting_rate"},
)


def measure(stack: Stack) -> list[str]:
    """Alternates between the two rosters, for the default order and for others."""
    agencies = {count: agency_with(stack, count) for count in (FEW, MANY)}
    return [_line(stack, agencies, asked) for asked in ASKED]


def agency_with(stack: Stack, count: int) -> Actor:
    """An agency with so many creators."""
    agency, creator = stack.operator.agency(), stack.operator.creator()
    delegation = delegate(agency, creator)
    agency.put(f"/v1/creators/{creator.id}/rate-card", rate_card(300_000), etag='"0"')
    with MongoClient[dict[str, Any]](stack.mongo_uri("roster"), tz_aware=True) as client:
        database = client["roster"]
        keys = {"parties": creator.id, "rate_cards": creator.id, "delegations": delegation["id"]}
        for name, key in keys.items():
            template = database[name].find_one({"_id": key}) or {}
            copies = [_copy(template, creator.id, key, number) for number in range(1, count)]
            database[name].insert_many(copies)
    return agency


def _copy(template: dict[str, Any], creator_id: str, key: str, number: int) -> dict[str, Any]:
    """Another creator's party, her rate card, or the record of her delegation."""
    copy = {name: value for name, value in template.items() if name not in OWN} | {"_id": _named(key, number)}
    if "rates" in copy:
        return copy | {"rates": [_priced(each, number) for each in copy["rates"]], "outbox": []}
    handle = f"{(copy.get('creator') or copy)['handle'][:50]}_{number:05}"
    if "credentials" in copy:
        clients = [each | {"client_id": _named(each["client_id"], number)} for each in copy["credentials"]]
        return copy | {"credentials": clients, "handle": handle, "outbox": []}
    shown = {
        "creator": copy["creator"] | {"handle": handle, "followers": number % 97},
        "starting_rate": copy["starting_rate"] | {"amount_minor": 1000 + number % 89},
    }
    return copy | shown | {"creator_id": _named(creator_id, number)}


def _priced(rate: dict[str, Any], number: int) -> dict[str, Any]:
    return rate | {"price": rate["price"] | {"amount_minor": 1000 + number % 89}}


def _named(name: str, number: int) -> str:
    return f"{name[:-6]}{number:06}"


def _line(stack: Stack, agencies: dict[int, Actor], asked: dict[str, Any]) -> str:
    taken: dict[int, list[float]] = {count: [] for count in agencies}
    for _ in range(ROUNDS):
        for count, agency in agencies.items():
            taken[count].append(_milliseconds(stack, agency, asked))
    few, many = (statistics.median(taken[count]) for count in (FEW, MANY))
    words = ", ".join(f"{name}={value}" for name, value in asked.items()) or "as it comes"
    return (
        f"roster page of 10, {words}: {few:.1f} ms of CPU with {FEW} creators, {many:.1f} with {MANY}, "
        f"ratio {many / few:.2f} (0.7 to 1.3)"
    )


def _milliseconds(stack: Stack, agency: Actor, asked: dict[str, Any]) -> float:
    """Of CPU a request, in all processes that serve it; the first fills what is kept."""
    before = 0.0
    for number in range(REQUESTS + 1):
        if number == 1:
            before = _seconds(stack)
        agency.get("/v1/roster", page_size=10, **asked)
    time.sleep(0.3)  # What was read is logged a moment later.
    return 1000 * (_seconds(stack) - before) / REQUESTS


def _seconds(stack: Stack) -> float:
    processes = stack.processes()
    used = [each for name in GATEWAY for each in (processes[name], *processes[name].children(recursive=True))]
    return sum(sum(each.cpu_times()[:2]) for each in used)
