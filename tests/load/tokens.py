"""The token endpoint: how many tokens a second, and what others feel of fifty who guess secrets at once."""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.api import Actor, unique
from tests.load.stack import Stack
from tests.security.attackers import Watch, sent

SECONDS = 6
ASKING, GUESSING = 8, 50
REQUESTS = 300


def measure(stack: Stack) -> list[str]:
    """With limits off, so that every guess is looked at."""
    client, other = stack.operator.agency(), stack.operator.creator()
    path = f"/v1/creators/{other.id}"
    Watch(path, other).ask(50)
    normal = Watch(path, other).ask(REQUESTS).p99
    stopping, answered = threading.Event(), [0] * GUESSING

    def guess(number: int) -> None:
        while not stopping.is_set():
            ask(client, unique("wrong"))
            answered[number] += 1

    tokens = _rate(client)
    with ThreadPoolExecutor(GUESSING) as pool:
        begun = time.monotonic()
        guessing = [pool.submit(guess, number) for number in range(GUESSING)]
        attacked = Watch(path, other).ask(REQUESTS)
        stopping.set()
        for each in guessing:
            each.result()
        guesses = sum(answered) / (time.monotonic() - begun)
    return [
        f"tokens: {tokens:.0f}/s over {ASKING} connections",
        (
            f"p99 of another client: {attacked.p99:.1f} ms among {GUESSING} parallel wrong secrets "
            f"({guesses:.0f}/s), normally {normal:.1f}; {len(attacked.others)} of {REQUESTS} failed"
        ),
    ]


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
