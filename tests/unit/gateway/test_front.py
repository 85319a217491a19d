"""What stands before the application: limits, slots, addresses, and the bounds of bodies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_network
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter

from services.gateway.front.bodies import Held
from services.gateway.front.heads import Addresses, Head
from services.gateway.front.shared import PROBES, SLOTS
from services.shared.errors import Unavailable
from tests.unit.gateway.support import SECRET, Stage, made_shared
from tests.unit.gateway.wire import Headers

FORM = {"grant_type": "client_credentials"}


# Counts that processes share


def test_a_limit_is_kept_whoever_counts() -> None:
    shared = made_shared()
    limiter, limit = FixedWindowRateLimiter(shared.counts), parse("1000/hour")
    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(lambda _: limiter.hit(limit, "client", "a"), range(3000)))
    assert sum(let_in) == 1000
    assert limiter.hit(limit, "client", "b")
    assert limiter.get_window_stats(limit, "client", "a").remaining == 0


def test_a_count_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, now = made_shared().counts, time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    assert [counts.incr("a", 10) for _ in range(3)] == [1, 2, 3]
    assert (counts.get("a"), counts.get_expiry("a")) == (3, now + 10)
    monkeypatch.setattr(time, "time", lambda: now + 10.1)
    assert (counts.get("a"), counts.incr("a", 10)) == (0, 1)
    # A clock that is set back far must not leave a count that never ends.
    monkeypatch.setattr(time, "time", lambda: now - 1000)
    assert counts.incr("a", 10) == 1
    counts.clear("a")
    assert counts.get("a") == 0
    assert counts.check()
    assert counts.reset() == SLOTS


def test_who_had_to_wait_counts_in_the_window_that_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = made_shared().counts
    at_once = counts._locked

    @contextmanager
    def overtaken() -> Iterator[None]:
        monkeypatch.setattr(counts, "_locked", at_once)
        assert counts.incr("a", 10) == 1
        with at_once():
            yield

    monkeypatch.setattr(counts, "_locked", overtaken)
    monkeypatch.setattr(time, "time", count(1000).__next__)
    assert counts.incr("a", 10) == 2


def test_whoever_invents_names_makes_nothing_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.gateway.front.shared.SLOTS", PROBES)
    counts = made_shared().counts
    size = len(counts._memory)
    for number in range(50 * PROBES):
        assert counts.incr(f"name {number}", 60) == 1
    assert len(counts._memory) == size
    assert counts.get(f"name {50 * PROBES - 1}") == 1


def test_the_beginning_of_the_end_is_kept() -> None:
    shared = made_shared()
    assert (shared.draining, shared.silence(3)) == (False, None)
    shared.drain(5)
    first = shared.stops_at
    shared.drain(500)
    assert shared.draining
    assert shared.stops_at == first
    shared.beat(3)
    assert 0 <= (shared.silence(3) or 0) < 5


# Where a request comes from


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        ((), "192.0.2.1:80", ["198.51.100.1"], "192.0.2.1"),
        (("10.0.0.0/8",), "192.0.2.1:80", ["198.51.100.1"], "192.0.2.1"),
        (("10.0.0.0/8",), "10.1.1.1:80", ["198.51.100.1"], "198.51.100.1"),
        (("10.0.0.0/8",), "10.1.1.1:80", ["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
        (("10.0.0.0/8",), "10.1.1.1:80", ["203.0.113.9", "198.51.100.1, 10.2.2.2"], "198.51.100.1"),
        (("10.0.0.0/8",), "10.1.1.1:80", [], "10.1.1.1"),
        (("10.0.0.0/8",), "10.1.1.1:80", ["nonsense"], "unknown"),
        ((), "[2001:db8:1:2:3:4:5:6]:80", [], "2001:db8:1:2::/64"),
        ((), "[::ffff:192.0.2.1]:80", [], "192.0.2.1"),
    ],
)
def test_the_address_that_counts(
    proxies: tuple[str, ...], peer: str, forwarded: list[str], address: str
) -> None:
    assert Addresses(map(ip_network, proxies)).of(peer, forwarded) == address


# Through the whole front


def asked(stage: Stage, times: int, **options: Any) -> list[int]:
    """The statuses of as many requests."""
    return [stage.send("GET", "/v1/roster", **options).status_code for _ in range(times)]


def test_a_client_is_limited_and_another_is_not(keys: Path) -> None:
    stage = Stage(keys, client_limit="3/hour")
    assert asked(stage, 5) == [200, 200, 200, 429, 429]
    assert asked(stage, 2, party="agency_2") == [200, 200]


def test_a_party_is_limited_over_its_clients(keys: Path) -> None:
    stage = Stage(keys, party_limit="4/hour")
    tokens = [
        {"Authorization": f"Bearer {stage.token('agency_1', client=f'c{number}')}"} for number in (1, 2)
    ]
    statuses = [
        stage.http.get("/v1/roster", headers=headers).status_code for _ in range(4) for headers in tokens
    ]
    assert statuses == [200] * 4 + [429] * 4


def test_whoever_uses_up_an_address_locks_nobody_out_beside_him(keys: Path) -> None:
    stage = Stage(keys, address_limit="2/hour")
    assert token(stage, SECRET) == 200
    bad = {"Authorization": "Bearer bad", "Forwarded": "x"}
    overrides = {"callboard.peer": "192.0.2.1:5"}

    def ask(headers: dict[str, str]) -> int:
        return int(stage.http.get("/v1/roster", headers=headers, environ_overrides=overrides).status_code)

    assert [ask(bad) for _ in range(3)] == [401, 429, 429]
    # A token that nobody has seen yet, and credentials that were right before.
    assert ask(stage.headers()) == 200
    assert token(stage, SECRET) == 200
    assert token(stage, SECRET, "agency_2") == 429


def test_a_probe_is_never_limited(keys: Path) -> None:
    stage = Stage(keys, address_limit="1/hour")
    assert {stage.http.get(path).status_code for path in ["/healthz", "/readyz", "/readyz/self"] * 5} == {200}


def token(stage: Stage, secret: str, client: str = "agency_1", peer: str = "192.0.2.1:5") -> int:
    """The status of a token request."""
    overrides = {"callboard.peer": peer}
    return int(
        stage.http.post(
            "/oauth/token", data=FORM, auth=(client, secret), environ_overrides=overrides
        ).status_code
    )


def test_wrong_secrets_are_heard_so_often_and_lock_nobody_else_out(keys: Path) -> None:
    stage = Stage(keys, wrong_secrets_of_client_limit="3/hour", wrong_secrets_limit="8/hour")
    here, elsewhere = "192.0.2.1:5", "192.0.2.2:5"
    assert token(stage, SECRET, "agency_2", here) == 200
    assert [token(stage, "wrong") for _ in range(5)] == [401, 401, 401, 429, 429]
    assert stage.roster.count("Authenticate") == 4
    # Who has the secret is heard from somewhere else, and other clients are heard from here.
    assert token(stage, SECRET, peer=elsewhere) == 200
    assert token(stage, SECRET, "agency_3", here) == 200
    # From everywhere, once it is known that the secret is right.
    assert token(stage, SECRET) == 200
    assert [token(stage, "wrong", f"brand_{number}") for number in range(7)] == [401] * 5 + [429] * 2
    # The address is used up; credentials that were right before are still heard.
    assert token(stage, SECRET, "brand_1") == 429
    assert token(stage, SECRET, "agency_2", here) == 200


def test_whoever_asks_too_often_waits_for_each_refusal(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("services.gateway.front.front.sleep", sleep)
    stage = Stage(keys, client_limit="2/hour", wrong_secrets_of_client_limit="1/hour", refusal_seconds=4)
    assert asked(stage, 2) == [200, 200]
    assert [token(stage, "wrong", "agency_2"), token(stage, SECRET, "agency_3")] == [401, 200]
    assert waited == []
    assert asked(stage, 3) == [429] * 3
    assert token(stage, "wrong", "agency_2") == 429
    assert len(waited) == 4
    assert all(2 <= seconds <= 4 for seconds in waited)
    # Whoever has no token waits for no thread either: none is taken meanwhile.
    assert stage.front._calls._taken == 0


def test_a_right_secret_of_yesterday_is_forgotten(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(keys, wrong_secrets_of_client_limit="1/hour")
    assert (token(stage, SECRET), token(stage, "wrong")) == (200, 401)
    assert (token(stage, SECRET), token(stage, "wrong")) == (200, 429)
    stage.limits._counts.clear(stage.limits._known("agency_1", SECRET))
    assert token(stage, SECRET) == 429


def test_what_bodies_hold_together_is_bounded() -> None:
    held = Held(most=10)
    with held.body() as first, held.body() as second:
        held.grow(first, b"x" * 6)
        held.grow(second, b"x" * 4)
        with pytest.raises(Unavailable):
            held.grow(second, b"x")
    with held.body() as again:
        held.grow(again, b"x" * 10)


def test_a_name_with_an_underscore_passes_for_no_other() -> None:
    scope = SimpleNamespace(
        method="GET",
        path="/",
        query_string="",
        headers=Headers({"x_request_id": "other", "x-real": "1"}),
        client="192.0.2.1:1",
        http_version="1.1",
    )
    environ = Head(scope, Addresses(())).environ(None, None)
    assert ("HTTP_X_REQUEST_ID" in environ, environ["HTTP_X_REAL"]) == (False, "1")
