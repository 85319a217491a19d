"""Limits and deadlines of a gateway of several processes, with settings that are short enough to be met."""

from __future__ import annotations

import json
import socket
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx

from tests.integration.gateway.conftest import Running
from tests.security.attackers import sent


def test_the_workers_of_a_gateway_keep_one_limit_together(gateway: Callable[..., Running]) -> None:
    limit = 50
    _, url, _ = gateway(WORKERS=4, ADDRESS_LIMIT=f"{limit}/hour", REFUSAL_SECONDS="0")

    with ThreadPoolExecutor(8) as pool:
        # A connection each, so that every worker gets some.
        answers = list(pool.map(lambda _: sent(url, "GET", "/v1/roster", {}), range(4 * limit)))
    assert Counter(answer.status for answer, _ in answers) == {401: limit, 429: 3 * limit}
    refused, body = next(each for each in answers if each[0].status == 429)
    problem = json.loads(body)
    assert (problem["type"], problem["request_id"]) == (
        "/docs#rate_limited",
        refused.headers["X-Request-Id"],
    )
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["RateLimit-Policy"] == f'"address";q={limit};w=3600'
    assert refused.headers["RateLimit"].startswith('"address";r=0;t=')
    assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200


def test_behind_a_proxy_that_is_trusted_it_is_the_client_who_counts(gateway: Callable[..., Running]) -> None:
    _, url, _ = gateway(ADDRESS_LIMIT="3/hour", TRUSTED_PROXIES="127.0.0.0/8")

    def ask(forwarded: str) -> int:
        headers = {"X-Forwarded-For": forwarded}
        return httpx.get(f"{url}/v1/roster", headers=headers, trust_env=False).status_code

    assert [ask("192.0.2.1") for _ in range(4)] == [401, 401, 401, 429]
    # What a client says of itself stands further left, and counts for nothing.
    assert ask("198.51.100.7, 192.0.2.1") == 429
    assert ask("192.0.2.2") == 401


def test_limits_that_are_off_are_off_and_the_log_says_so(gateway: Callable[..., Running]) -> None:
    process, url, _ = gateway(ADDRESS_LIMIT="1/hour", RATE_LIMIT="off")
    assert {httpx.get(f"{url}/v1/roster", trust_env=False).status_code for _ in range(10)} == {401}
    process.terminate()
    said = process.communicate(timeout=30)[0]
    assert b'"event":"rate_limit_off"' in said
    assert b"for measurements only" in said


def test_a_head_a_body_and_an_upload_have_deadlines(gateway: Callable[..., Running]) -> None:
    _, url, _ = gateway(HEADER_SECONDS=1, BODY_SECONDS=1, UPLOAD_BYTES_PER_SECOND=1000)
    head = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n"
    assert answered(url, b"") == b""
    assert answered(url, head[:20]) == b""
    answer = answered(url, head + b"a")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/docs#body_too_slow" in answer
    chunked = b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
    assert answered(url, chunked).startswith(b"HTTP/1.1 408 ")


def answered(url: str, sent: bytes) -> bytes:
    """What comes back until the gateway closes the connection, which it does soon."""
    parts = urlsplit(url)
    begun, answer = time.monotonic(), b""
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as client:
        client.sendall(sent)
        while piece := client.recv(4096):
            answer += piece
    assert 0.5 < time.monotonic() - begun < 6
    return answer


def test_what_is_not_http_is_refused(gateway: Callable[..., Running]) -> None:
    _, url, _ = gateway()
    parts = urlsplit(url)
    for garbage in (b"GARBAGE\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 500_000):
        with socket.create_connection((parts.hostname, parts.port), timeout=10) as client:
            try:
                client.sendall(garbage)
                answer = client.recv(4096)
            except OSError:
                continue
            assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 431 "))


def test_a_second_gateway_does_not_share_the_port(gateway: Callable[..., Running]) -> None:
    first = gateway()
    # Those who watch the first one answer for the second, too, which ends at once.
    second = gateway(
        LISTEN=first.url.removeprefix("http://"), OPS_LISTEN=first.ops_url.removeprefix("http://")
    )
    assert second.process.wait(60) == 1
