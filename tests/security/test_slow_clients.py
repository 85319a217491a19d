"""Slow clients cost nothing: nobody else feels them, and they are closed in the end."""

from __future__ import annotations

import time

import httpx
import pytest

from services.gateway.config import Settings
from tests.e2e.api import Actor
from tests.e2e.installation import Installation
from tests.security.attackers import Watch, closed_within, connected, head_of_a_body, slow_clients

SILENT, HALF_SENT, DRIPPING = 2000, 100, 100
HEADER_SECONDS = float(Settings.model_fields["header_seconds"].default)
BODY_SECONDS = float(Settings.model_fields["body_seconds"].default)


@pytest.mark.long
def test_slow_clients_are_not_felt_by_others_and_are_closed(
    installation: Installation, parties: dict[str, Actor]
) -> None:
    url, path = installation.base_url, "/v1/roster"
    agency = parties["agency"]
    with slow_clients(url, SILENT, HALF_SENT, DRIPPING) as connections:
        begun = time.monotonic()
        seen = Watch(path, agency).ask(100)
        assert seen.others == []
        # The figure is measured by `make bench`; here, that nobody waits for a slow one's deadline.
        assert seen.p99 < 1000 * HEADER_SECONDS / 2
        assert httpx.get(f"{url}/healthz", timeout=2, trust_env=False).status_code == 200
        heads, bodies = connections[: SILENT + HALF_SENT], connections[SILENT + HALF_SENT :]
        left = HEADER_SECONDS + 10 - (time.monotonic() - begun)
        assert closed_within(heads, left) == len(heads)
        # A byte now and then buys no time: the deadline is for all of it.
        left = BODY_SECONDS + 10 - (time.monotonic() - begun)
        assert closed_within(bodies, left) == len(bodies)
    assert Watch(path, agency).ask(20).others == []


def test_uploads_that_hardly_come_leave_the_rest_of_the_gateway_alone(
    installation: Installation, parties: dict[str, Actor]
) -> None:
    agency, url = parties["agency"], installation.base_url
    head = head_of_a_body("/v1/metrics/snapshots", 10**9, agency.headers["Authorization"])
    uploads = [connected(url, head) for _ in range(50)]
    try:
        assert Watch("/v1/roster", agency).ask(50).others == []
        assert httpx.get(f"{url}/healthz", timeout=10, trust_env=False).status_code == 200
    finally:
        for each in uploads:
            each.close()


def test_an_answer_comes_while_the_client_is_still_sending(installation: Installation) -> None:
    with connected(installation.base_url, head_of_a_body("/oauth/token", 64 << 20)) as client:
        answer = client.recv(4096)
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert b"application/problem+json" in answer


def test_a_client_that_asks_first_is_told_before_it_sends(installation: Installation) -> None:
    head = head_of_a_body("/v1/metrics/snapshots", 100).replace(
        b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n"
    )
    with connected(installation.base_url, head) as client:
        assert client.recv(4096).startswith(b"HTTP/1.1 401 ")
