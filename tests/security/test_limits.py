"""One noisy client, and one who guesses secrets, are limited; others do not feel them."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse

import httpx
import pytest

from services.gateway.config import Settings
from tests.e2e.api import Actor, Operator, unique
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually
from tests.security.attackers import Watch, sent

GUESSERS = 50


def guess(base_url: str, client_id: str) -> tuple[HTTPResponse, bytes]:
    """A token request with a wrong secret."""
    credentials = b64encode(f"{client_id}:{unique('wrong')}".encode()).decode()
    headers = {
        "Authorization": f"Basic {credentials}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return sent(base_url, "POST", "/oauth/token", headers, "grant_type=client_credentials")


@pytest.fixture(scope="module", autouse=True)
def _until_all_is_forgotten(installation: Installation) -> Iterator[None]:
    """Other tests share the address: what was counted here ends before they go on.

    The count is used up first: a guess that is still heard would tell nothing, and may be the last one.
    """
    yield

    def status() -> int:
        return guess(installation.base_url, unique("nobody"))[0].status

    while status() != 429:
        continue
    eventually(lambda: status() == 401)


def test_parallel_wrong_secrets_are_limited_and_the_owner_still_gets_tokens(
    installation: Installation, parties: dict[str, Actor]
) -> None:
    url, agency = installation.base_url, parties["agency"]
    stopping = threading.Event()
    seen: Counter[int] = Counter()

    def go_on_guessing(_: int) -> None:
        while not stopping.is_set():
            seen[guess(url, agency.client_id)[0].status] += 1

    with ThreadPoolExecutor(GUESSERS) as pool:
        guessing = pool.map(go_on_guessing, range(GUESSERS))
        try:
            watched = Watch("/v1/roster", agency).ask(50)
            # From the same address, while its secret is guessed: the client has proved before that it has it.
            for _ in range(5):
                assert agency.token()["access_token"]
        finally:
            stopping.set()
        list(guessing)
    assert watched.others == []
    limit = Settings.model_fields["wrong_secrets_of_client_limit"].default
    most = int(limit.partition("/")[0])
    # Two windows may have been open, and some guesses were heard before the first was counted.
    assert seen[401] <= 2 * (most + GUESSERS)
    assert set(seen) <= {401, 429, 503}
    assert seen[429] > 0


def test_many_wrong_secrets_at_once_are_refused_and_others_served(operator: Operator) -> None:
    agency = operator.agency()
    url, form = f"{agency.base_url}/oauth/token", {"grant_type": "client_credentials"}

    def ask(client_id: str, secret: str) -> int:
        return httpx.post(url, data=form, auth=(client_id, secret), timeout=30).status_code

    def get_token() -> None:
        # Where every thread is busy, which a slow machine's are, the answer says to come again.
        eventually(lambda: ask(agency.client_id, agency.client_secret) == 200)

    def read_roster() -> None:
        eventually(lambda: agency.send("GET", "/v1/roster").status_code == 200)

    wrong = [(agency.client_id, f"wrong-{n}") for n in range(25)] + [(f"cl_{n}", "x") for n in range(25)]
    with ThreadPoolExecutor(60) as pool:
        refused = [pool.submit(ask, *each) for each in wrong]
        served = [pool.submit(get_token) for _ in range(5)]
        read = [pool.submit(read_roster) for _ in range(5)]
        # So many are too many from one address, for whoever was never right there.
        assert {each.result() for each in refused} <= {401, 429, 503}
        for each in (*served, *read):
            each.result()


def test_a_refusal_says_when_to_come_again(installation: Installation) -> None:
    client_id = unique("nobody")
    for _ in range(100):
        answer, body = guess(installation.base_url, client_id)
        if answer.status == 429:
            break
    assert answer.status == 429
    assert json.loads(body)["type"] == "/docs#rate_limited"
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit"].startswith('"')
    assert ";q=" in answer.headers["RateLimit-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_one_noisy_client_does_not_take_the_turn_of_another(
    installation: Installation, parties: dict[str, Actor]
) -> None:
    noisy, other = parties["agency"], parties["creator"]
    stopping = threading.Event()

    def go_on_asking(_: int) -> Counter[int]:
        seen: Counter[int] = Counter()
        while not stopping.is_set():
            seen[sent(noisy.base_url, "GET", "/v1/roster", noisy.headers)[0].status] += 1
        return seen

    with ThreadPoolExecutor(24) as pool:
        asking = pool.map(go_on_asking, range(24))
        try:
            watched = Watch(f"/v1/creators/{other.id}", other).ask(50)
        finally:
            stopping.set()
        seen = sum(asking, Counter[int]())
    assert watched.others == []
    assert set(seen) <= {200, 429}
