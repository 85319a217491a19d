"""kill -9 in the middle of many events on their way to five receivers: the two that are well miss none."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import orjson
import pytest

from tests.e2e.api import Actor, Operator, brand_path, terms, unique
from tests.e2e.installation import Installation
from tests.e2e.receivers import Answer, Receiver, receiving
from tests.e2e.test_crash import until_done
from tests.e2e.waiting import eventually

CREATORS = 8
COURSE = ["offer.sent", "terms.proposed", "offer.withdrawn"]
"""What happens to each offer, one after the other."""

KILLED = ("notifications-worker", "nats", "mongod", "notifications-rpc", "campaigns-worker")
SLOW_SECONDS, LONG_SECONDS = 0.05, 3600.0

Heard = dict[str, list[tuple[str, str]]]
"""By creator: the offer and the type of each event, in the order in which they came first."""


@dataclass
class Receivers:
    """Two that take every event, one of them slowly, and three that take none."""

    well: Receiver
    slow: Receiver
    all: list[Receiver] = field(default_factory=list)


@contextmanager
def five_receivers(host: str) -> Iterator[Receivers]:
    """Receivers while the block runs."""
    over = threading.Event()

    def after(seconds: float) -> Answer:
        return lambda _: 504 if over.wait(seconds) else 204

    answers: list[Answer] = [
        lambda _: 204,
        after(SLOW_SECONDS),
        lambda _: 500,
        after(LONG_SECONDS),
        lambda _: 0,
    ]
    with ExitStack() as stack:
        made = [stack.enter_context(receiving(answer, host)) for answer in answers]
        stack.callback(over.set)
        yield Receivers(made[0], made[1], made)


class Writer:
    """Sends offers to a creator, and changes and withdraws each, until there are so many."""

    def __init__(self, brand: Actor, creator: Actor, offers: int) -> None:
        self.creator_id, self.offers = creator.id, [""] * offers
        self.done = 0
        self._brand = brand
        self._campaign = brand.post("/v1/campaigns", {"name": unique("Course"), "brief": "Show it."})["id"]

    def run(self) -> None:
        """All of them, each command until it is answered."""
        for number in range(len(self.offers)):
            asked = {"creator_id": self.creator_id, "terms": terms(), "message": "Hello."}
            offer = until_done(self._brand, f"/v1/campaigns/{self._campaign}/offers", asked, 201)
            changed = {"base_version": 1, "terms": terms(200_000), "message": "Less."}
            until_done(self._brand, f"{brand_path(offer)}/proposals", changed, 201)
            until_done(self._brand, f"{brand_path(offer)}/withdraw", {"reason": "Over."}, 200)
            self.offers[number] = offer["id"]
            self.done += 1


def heard(receiver: Receiver) -> Heard:
    """What a receiver has heard; what came again is known by its id."""
    seen, found = set(), defaultdict(list)
    for headers, body in list(receiver.requests):
        if headers["webhook-id"] not in seen:
            seen.add(headers["webhook-id"])
            event = orjson.loads(body)
            found[event["data"]["creator"]["id"]].append((event["data"]["offer_id"], event["type"]))
    return found


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("events", [240, pytest.param(10_000, marks=pytest.mark.long)])
def test_receivers_that_are_well_miss_nothing(
    installation: Installation, operator: Operator, events: int
) -> None:
    brand = operator.brand()
    each = -(-events // (CREATORS * len(COURSE)))
    with five_receivers(installation.reaches_tests_at) as receivers, ThreadPoolExecutor(CREATORS) as pool:
        for receiver in receivers.all:
            brand.post("/v1/webhooks", {"url": receiver.url, "events": COURSE})
        writers = [Writer(brand, operator.creator(), each) for _ in range(CREATORS)]
        writing = [pool.submit(writer.run) for writer in writers]
        for number, name in enumerate(KILLED, 1):
            part = number * CREATORS * each / (len(KILLED) + 1)
            eventually(lambda part=part: sum(writer.done for writer in writers) >= part, seconds=1800)  # type: ignore[misc]
            installation.kill(name)()
        for each_writing in writing:
            each_writing.result()
        sent = {writer.creator_id: writer.offers for writer in writers}
        for receiver in (receivers.well, receivers.slow):
            eventually(lambda receiver=receiver: complete(heard(receiver), sent), seconds=events)  # type: ignore[misc]


def complete(found: Heard, sent: dict[str, list[str]]) -> bool:
    """Whether all that was sent was heard; fails where it was not heard in the order in which it was sent."""
    for creator_id, offers in sent.items():
        expected, came = [(each, kind) for each in offers for kind in COURSE], found[creator_id]
        assert came == expected[: len(came)]
        if len(came) < len(expected):
            return False
    return True
