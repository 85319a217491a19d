"""The token endpoint: how many tokens a second, and what others feel of fifty who guess secrets at once."""

from __future__ import annotations

import multiprocessing
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

from tests.e2e.api import Actor, unique
from tests.load.stack import Stack, started
from tests.security.attackers import Watch, sent

SECONDS = 6
ASKING, GUESSING = 8, 50
REQUESTS = 300


def measure(stack: Stack) -> list[str]:
    """Tokens a second with limits off; guessing on another Callboard, with the limits that everybody has."""
    lines = [f"tokens: {_rate(stack.operator.agency()):.0f}/s over {ASKING} connections"]
    with started(rate_limit="on") as limited:
        lines.append(_attacked(limited))
    return lines


def _attacked(stack: Stack) -> str:
    """What another client feels, before and while all guess."""
    client, other = stack.operator.agency(), stack.operator.creator()
    path = f"/v1/creators/{other.id}"
    Watch(path, other).ask(50)
    normal = Watch(path, other).ask(REQUESTS).p99
    # A process of their own: in this one they would hold up the client that is watched.
    processes = multiprocessing.get_context("spawn")
    stopping, answered = processes.Event(), processes.Value("i", 0)
    guessing = processes.Process(target=guess, args=(client, stopping, answered))
    guessing.start()
    while answered.value < GUESSING:
        time.sleep(0.05)
    begun, before = time.monotonic(), answered.value
    attacked = Watch(path, other).ask(REQUESTS)
    rate = (answered.value - before) / (time.monotonic() - begun)
    stopping.set()
    guessing.join()
    return (
        f"p99 of another client: {attacked.p99:.1f} ms among {GUESSING} parallel wrong secrets "
        f"({rate:.0f}/s), normally {normal:.1f}, ratio {attacked.p99 / normal:.2f}; "
        f"{len(attacked.others)} of {REQUESTS} failed"
    )


def guess(client: Actor, stopping: Event, answered: Synchronized[int]) -> None:
    """Sends wrong secrets, each connection the next as soon as it has been answered."""

    def go_on(_: int) -> None:
        while not stopping.is_set():
            ask(client, unique("wrong"))
            with answered.get_lock():
                answered.value += 1

    with ThreadPoolExecutor(GUESSING) as pool:
        list(pool.map(go_on, range(GUESSING)))


def _rate(client: Actor) -> float:
    """Tokens a second."""
    ends = time.monotonic() + SECONDS

    def go_on(_: int) -> int:
        count = 0
        while time.monotonic() < ends:
            count += ask(client, client.client_secret) == 200
        return count

    with ThreadPoolExecutor(ASKING) as pool:
        return sum(pool.map(go_on, range(ASKING))) / SECONDS


def ask(client: Actor, secret: str) -> int:
    """The status of a token request."""
    credentials = b64encode(f"{client.client_id}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/x-www-form-urlencoded"}
    answer, _ = sent(client.base_url, "POST", "/oauth/token", headers, "grant_type=client_credentials")
    return answer.status
