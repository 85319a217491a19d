"""Constant load by careful clients, which say afterwards what they have seen."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any

from tests.e2e.api import Actor, Operator, TransportError, creator_path, delegate, terms, unique
from tests.e2e.waiting import eventually

TRIES = 6
PAUSE_SECONDS = 0.1
AWAY = (502, 503, 504)
LONGEST_SECONDS = 12.0
"""Within which the gateway answers, whatever happens: it may ask two services, and waits 5 s for each."""


@dataclass
class Tally:
    """What became of the requests. A request that was repeated and then succeeded has not failed."""

    requests: int = 0
    repeated: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Answers that nobody may get, whatever has happened."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __str__(self) -> str:
        """One line for the report."""
        causes = ", ".join(f"{cause}: {count}" for cause, count in sorted(self.repeated.items()))
        return (
            f"{self.requests} requests, {len(self.failed)} failed, {len(self.wrong)} wrong, "
            f"{self.repeated.total()} repeated ({causes or 'none'})"
        )


class Party:
    """One agency with one creator and one brand that sends her offers, again and again."""

    def __init__(self, operator: Operator, tally: Tally, tries: int = TRIES) -> None:
        self.agency, self.brand, self.creator = operator.agency(), operator.brand(), operator.creator()
        delegate(self.agency, self.creator)
        self.campaign = self.brand.post("/v1/campaigns", {"name": unique("Load"), "brief": "Show it."})["id"]
        self.offers: list[str] = []
        self.unanswered = 0
        """Offers of which it is not known whether they were made."""
        self._tally, self._tries = tally, tries

    def turn(self) -> None:
        """A command and three questions, over two services and the grants."""
        body = {"creator_id": self.creator.id, "terms": terms(), "message": "Hello."}
        path = f"/v1/campaigns/{self.campaign}/offers"
        if offer := self._send(self.brand, "POST", path, 201, json=body):
            self.offers.append(offer["id"])
            self._send(self.agency, "GET", creator_path(offer), 200)
        else:
            self.unanswered += 1
        self._send(self.agency, "GET", "/v1/roster", 200)
        self._send(self.agency, "GET", f"/v1/creators/{self.creator.id}/metrics", 200)

    def _send(
        self, actor: Actor, method: str, path: str, status: int, **options: Any
    ) -> dict[str, Any] | None:
        """Sends with one key until it is answered or all tries are used up."""
        headers = {"Idempotency-Key": unique("load")} if method == "POST" else {}
        cause = ""
        for attempt in range(self._tries):
            cause, answer = _attempt(actor, method, path, status, headers, options)
            with self._tally.lock:
                self._tally.requests += attempt == 0
                if cause and attempt < self._tries - 1:
                    self._tally.repeated[cause] += 1
            if not cause:
                return answer
            threading.Event().wait(PAUSE_SECONDS * 2**attempt)
        with self._tally.lock:
            self._tally.failed.append(f"{method} {path}: {cause}")
        return None


def _attempt(
    actor: Actor, method: str, path: str, status: int, headers: dict[str, str], options: dict[str, Any]
) -> tuple[str, dict[str, Any] | None]:
    """Why it has to be repeated, or the answer. What nobody may get raises AssertionError."""
    begun = time.monotonic()
    try:
        reply = actor.send(method, path, headers=headers, **options)
    except TransportError as error:
        return type(error).__name__, None
    seconds = time.monotonic() - begun
    assert seconds < LONGEST_SECONDS, f"{method} {path}: {reply.status_code} after {seconds:.1f} s"
    if reply.status_code in AWAY:
        said = reply.json() if reply.headers["content-type"] == "application/problem+json" else {}
        assert {"type", "code", "title", "status", "detail", "request_id"} <= said.keys(), (
            f"{path}: {reply.text}"
        )
        return str(reply.status_code), None
    assert reply.status_code == status, f"{method} {path}: {reply.status_code} {reply.text}"
    return "", reply.json()


class Load:
    """Runs parties, each in a thread of its own, while the block does something to the installation."""

    def __init__(
        self, operator: Operator, parties: int = 3, pause_seconds: float = 0.1, tries: int = TRIES
    ) -> None:
        self.tally = Tally()
        self.parties = [Party(operator, self.tally, tries) for _ in range(parties)]
        self._pause = pause_seconds
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(party,)) for party in self.parties]

    def _run(self, party: Party) -> None:
        while not self._stopping.wait(self._pause):
            try:
                party.turn()
            except AssertionError as error:
                with self.tally.lock:
                    self.tally.wrong.append(str(error))

    def __enter__(self) -> Load:
        """Begins."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Lets every party finish its turn."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()


def _counts(party: Party, offers: int) -> bool:
    return counted(party) == offers


def assert_nothing_lost(load: Load) -> None:
    """Each offer that was acknowledged is there once, and the roster has heard of all that are there."""
    for party in load.parties:
        found = stored(party)
        assert len(found) == len(set(found))
        assert set(party.offers) <= set(found)
        assert len(found) <= len(party.offers) + party.unanswered
        eventually(partial(_counts, party, len(found)))


def counted(party: Party) -> int:
    """The open offers that events have brought to the roster."""
    return int(party.agency.get("/v1/roster")["items"][0]["open_offers"])


def stored(party: Party) -> list[str]:
    """The offers of the creator, over all pages."""
    found: list[str] = []
    cursor = ""
    while True:
        path = f"/v1/creators/{party.creator.id}/offers"
        page = party.agency.get(path, tab="pending", page_size=100, cursor=cursor)
        found += [each["id"] for each in page["items"]]
        if not (cursor := page.get("next_cursor") or ""):
            return found
