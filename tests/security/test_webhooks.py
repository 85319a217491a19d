"""Webhooks of strangers, addresses that no webhook may have, and revocations that race with deliveries."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.api import Actor, Operator, delegate, send_offer
from tests.e2e.installation import Installation
from tests.e2e.receivers import Receiver, receiving
from tests.e2e.test_live_events import listening
from tests.e2e.waiting import eventually

HOSTILE = (
    *("", "a.example", "//a.example/", "https://", "https:///path", "file:///etc/passwd"),
    *("ftp://a.example/", "gopher://a.example/", "javascript:alert(1)", "data:text/plain,x"),
    *("https://user:@a.example/", "https://user@a.example/", "https://a.example:99999/"),
    *("https://a.example/\r\nX-Injected: 1", "https://a example/", "https://[::1/", "https://a.example:x/"),
)
SLOW_SECONDS, WAITING, AHEAD = 0.5, 5, 10
"""For which the receiver of a race takes its time, how many events wait for it when it begins, and how many
may wait at any time."""
ON_THE_WAY = 1.5
"""Seconds from the decision that something may be sent to the thread of the receiver here that notes it, on a
machine that is busy; what waits would go on being sent for longer, one after the other."""


@pytest.mark.parametrize("url", HOSTILE)
def test_a_webhook_has_a_web_address(parties: dict[str, Actor], url: str) -> None:
    parties["brand"].post("/v1/webhooks", {"url": url, "events": []}, status=422)


def test_another_partys_webhook_is_none(parties: dict[str, Actor]) -> None:
    owner, stranger = parties["brand"], parties["agency"]
    made = owner.post("/v1/webhooks", {"url": "https://hooks.example.com/", "events": []})
    path = f"/v1/webhooks/{made['id']}"
    for method, where, body in (
        ("GET", path, None),
        ("PATCH", path, {"description": "Mine"}),
        ("DELETE", path, None),
        ("POST", f"{path}/rotate-secret", {}),
        ("POST", f"{path}/test", {}),
        ("GET", f"{path}/deliveries", None),
        ("POST", f"{path}/deliveries/{made['id']}:ev_1/redeliver", {}),
    ):
        headers = {"If-Match": "*"} if method == "PATCH" else {}
        assert stranger.call(method, where, body, status=404, headers=headers)["status"] == 404
    assert stranger.get("/v1/webhooks")["items"] == []
    assert owner.get(path)["id"] == made["id"]


class Rounds:
    """Creators who take back what they granted while brands write to them, and what the agency heard."""

    def __init__(self, operator: Operator, receiver: Receiver) -> None:
        self.agency, self.brand, self._operator = operator.agency(), operator.brand(), operator
        self._receiver = receiver
        self._heard: dict[str, list[tuple[float, str]]] = defaultdict(list)
        self._read, self._reading = 0, threading.Lock()
        self.acknowledged: dict[str, float] = {}
        self.webhook = self.agency.post("/v1/webhooks", {"url": receiver.url, "events": []})

    def heard(self, creator_id: str) -> list[tuple[float, str]]:
        """When the agency heard what about a creator."""
        with self._reading:
            times, requests = self._receiver.times, self._receiver.requests
            for at, (_, body) in zip(times[self._read :], requests[self._read :], strict=False):
                event = json.loads(body)
                self._heard[event["data"]["creator"]["id"]].append((at, event["type"]))
                self._read += 1
            return list(self._heard[creator_id])

    def play(self, _number: int) -> None:
        """One round."""
        creator, stopping = self._operator.creator(), threading.Event()
        granted = delegate(self.agency, creator)
        for _ in range(WAITING):
            send_offer(self.brand, creator)
        writing = threading.Thread(target=self._write, args=(creator, stopping))
        writing.start()
        try:
            eventually(lambda: "offer.sent" in [name for _, name in self.heard(creator.id)])
            path = f"/v1/delegations/{granted['id']}/revoke"
            creator.post(path, {"reason": "We part ways."}, status=200)
            self.acknowledged[creator.id] = time.monotonic()
            eventually(lambda: "delegation.revoked" in [name for _, name in self.heard(creator.id)])
        finally:
            stopping.set()
            writing.join()

    def _write(self, creator: Actor, stopping: threading.Event) -> None:
        sent = WAITING
        while not stopping.is_set():
            if sent - len(self.heard(creator.id)) < AHEAD:
                send_offer(self.brand, creator)
                sent += 1
            else:
                time.sleep(0.02)

    def settled(self) -> bool:
        """Whether nothing waits any more."""
        path = f"/v1/webhooks/{self.webhook['id']}/deliveries"
        return not self.agency.get(path, state="pending")["items"]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("rounds", "at_once"), [(20, 4), pytest.param(1000, 8, marks=pytest.mark.long)])
def test_after_a_revocation_is_acknowledged_no_delivery_and_no_live_event_begins(
    operator: Operator, installation: Installation, rounds: int, at_once: int
) -> None:
    # So that events wait behind others, which were on their way already, when she revokes.
    slow = threading.Event()
    answer = lambda _: 504 if slow.wait(SLOW_SECONDS) else 204  # noqa: E731
    with receiving(answer, host=installation.reaches_tests_at) as receiver:
        played, streamed = Rounds(operator, receiver), defaultdict(list)
        with listening(played.agency) as live:
            with ThreadPoolExecutor(at_once) as pool:
                list(pool.map(played.play, range(rounds)))
            eventually(played.settled)
            assert not live.ended.is_set()
        assert len(played.acknowledged) == rounds
        for at, event in zip(live.at, live.events, strict=True):
            streamed[event["data"]["creator"]["id"]].append((at, event["type"]))
        for creator_id, acknowledged in played.acknowledged.items():
            for heard in (played.heard(creator_id), streamed[creator_id]):
                late = [at - acknowledged for at, name in heard if name != "delegation.revoked"]
                assert max(late) < ON_THE_WAY
                assert heard[-1][1] == "delegation.revoked"
