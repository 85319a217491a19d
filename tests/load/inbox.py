"""The first page of an agency's inbox: one with many creators against one with few.

One delegation and one offer come about as usual. The others are copies of their documents in the two
databases, under other names: what the services then read is what they would have written themselves.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import MongoClient

from tests.e2e.api import Actor, delegate, send_offer
from tests.load.stack import Stack

FEW, MANY, OFFERS = 50, 5_000, 100_000
REQUESTS = 200
BATCH = 5_000
SETTLING = 7.0
"""Seconds after which roster does not repeat the changes of before."""


def measure(stack: Stack) -> list[str]:
    """Seeds, has both inboxes take over whom they may read, then alternates between the two."""
    operator = stack.operator
    agencies = {FEW: operator.agency(), MANY: operator.agency()}
    brand, creator = operator.brand(), operator.creator()
    delegations = {count: delegate(agency, creator) for count, agency in agencies.items()}
    offer = send_offer(brand, creator)
    for count, delegation in delegations.items():
        _copy(stack, "roster", creator.id, delegation["id"], _delegations(creator.id, delegation, count))
    _copy(stack, "campaigns", creator.id, offer["id"], _offers(creator.id, offer))
    first = {count: _until_shown(agency) for count, agency in agencies.items()}
    ends = time.monotonic() + SETTLING
    while time.monotonic() < ends:
        for agency in agencies.values():
            _milliseconds(agency)
    taken: dict[int, list[float]] = {FEW: [], MANY: []}
    for _ in range(REQUESTS):
        for count, agency in agencies.items():
            taken[count].append(_milliseconds(agency))
    few, many = (statistics.median(taken[count]) for count in (FEW, MANY))
    return [
        f"inbox: {few:.1f} ms of {FEW} creators, {many:.1f} ms of {MANY}, ratio {many / few:.2f} (at most 2)",
        f"inbox, the very first time, over {OFFERS} offers: {first[FEW]:.1f} s and {first[MANY]:.1f} s",
    ]


def _creator(template: str, number: int) -> str:
    return template[:-6] + f"{number:06}"


def _delegations(template: str, delegation: dict[str, Any], count: int) -> Iterator[dict[str, str]]:
    for number in range(1, count):
        yield {template: _creator(template, number), delegation["id"]: f"{delegation['id'][:-6]}{number:06}"}


def _offers(template: str, offer: dict[str, Any]) -> Iterator[dict[str, str]]:
    for number in range(1, OFFERS):
        creator = _creator(template, number % MANY) if number % MANY else template
        yield {template: creator, offer["id"]: f"{offer['id'][:-6]}{number:06}"}


def _copy(stack: Stack, database: str, creator_id: str, key: str, names: Iterable[dict[str, str]]) -> None:
    """Copies what a service keeps under `key`, once for each of `names`: what is called how."""
    named = list(names)
    with MongoClient[dict[str, Any]](stack.mongo_uri(), tz_aware=True) as client:
        for collection in (client[database][name] for name in ("delegations", "pairs", "offers")):
            for template in [each for each in collection.find() if {creator_id, key} <= _texts(each)]:
                for begin in range(0, len(named), BATCH):
                    batch = enumerate(named[begin : begin + BATCH], begin)
                    collection.insert_many([_renamed(template, number, each) for number, each in batch])


def _texts(value: Any) -> set[str]:
    if isinstance(value, dict | list):
        parts = value.values() if isinstance(value, dict) else value
        return {text for part in parts for text in _texts(part)}
    return {value} if isinstance(value, str) else set()


def _renamed(template: dict[str, Any], number: int, names: dict[str, str]) -> dict[str, Any]:
    """Without the events and answers of the template, which were its own; due at another moment."""
    copy = _replaced({name: value for name, value in template.items() if name not in OWN}, names)
    if "respond_by" in copy:
        copy["respond_by"] = datetime.now(UTC) + timedelta(days=7, seconds=number * 7919 % OFFERS)
    return {**copy, "outbox": []}


OWN = frozenset({"outbox", "applied"})


def _replaced(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, names) for each in value]
    if isinstance(value, str):
        for name, other in names.items():
            value = value.replace(name, other)
    return value


def _until_shown(agency: Actor) -> float:
    """Seconds until the inbox is served for the first time, refusals for the time being included."""
    begun = time.monotonic()
    while (status := agency.send("GET", "/v1/inbox").status_code) != 200:
        assert status == 503, status
    return time.monotonic() - begun


def _milliseconds(agency: Actor) -> float:
    begun = time.perf_counter()
    page = agency.get("/v1/inbox")
    assert len(page["items"]) == 25, page
    return (time.perf_counter() - begun) * 1000
