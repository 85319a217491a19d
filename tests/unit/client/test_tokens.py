"""Tokens: when one is fetched, and by whom."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from callboard import Client, NotConfigured, Unauthorized
from tests.unit.client.gateway import URL, answered, problem


def bearers(gateway):
    """With what requests were authorized."""
    return [request.headers.get("Authorization") for request in gateway.asked]


def test_one_token_serves_until_it_is_about_to_end(gateway):
    gateway.script = [answered(id="cr_1")]
    client = gateway.client()
    client.get_creator("cr_1")
    gateway.clock.advance(seconds=839)
    client.get_creator("cr_1")
    gateway.clock.advance(seconds=2)
    client.get_creator("cr_1")
    assert bearers(gateway) == ["Bearer t1", "Bearer t1", "Bearer t2"]
    assert gateway.tokens[0].headers["Authorization"] == "Basic Y2xfMTpzM2NyZXQ="
    assert gateway.tokens[0].content == b"grant_type=client_credentials"


def test_a_short_lived_token_is_used_for_half_of_its_life(gateway):
    gateway.script, gateway.lasts = [answered(id="cr_1")], 40
    client = gateway.client()
    for seconds in (0, 19, 2):
        gateway.clock.advance(seconds=seconds)
        client.get_creator("cr_1")
    assert len(gateway.tokens) == 2


def test_scopes_narrow_it(gateway):
    gateway.script = [answered(id="cr_1")]
    gateway.client(scopes=["a", "b"]).get_creator("cr_1")
    assert gateway.tokens[0].content == b"grant_type=client_credentials&scope=a+b"


def test_a_token_that_is_refused_is_replaced_once(gateway):
    gateway.script = [problem(401), answered(id="cr_1")]
    gateway.client().get_creator("cr_1")
    assert bearers(gateway) == ["Bearer t1", "Bearer t2"]
    gateway.script = [problem(401)]
    with pytest.raises(Unauthorized):
        gateway.client().get_creator("cr_1")
    assert len(gateway.asked) == 4


def test_a_token_of_the_callers_is_the_only_one(gateway):
    gateway.script = [problem(401)]
    with pytest.raises(Unauthorized):
        gateway.client(access_token="own").get_creator("cr_1")
    gateway.client().request("GET", "/v1/x", headers={"authorization": "Bearer mine"}, check=False)
    gateway.client().request("GET", "/v1/x", public=True, check=False)
    assert (bearers(gateway), gateway.tokens) == (["Bearer own", "Bearer mine", None], [])


def test_threads_fetch_one_together(gateway):
    """The second to need it waits for the first."""
    together = threading.Barrier(4)
    gateway.script = [answered(id="cr_1")]
    client = gateway.client()

    def ask(_):
        together.wait()
        client.get_creator("cr_1")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))
    assert len(gateway.tokens) == 1
    assert bearers(gateway) == ["Bearer t1"] * 4


def test_tasks_fetch_one_together(gateway):
    """So they do where the first one is refused."""

    def only_the_second(request):
        return answered(id="cr_1") if request.headers["Authorization"] == "Bearer t2" else problem(401)

    gateway.script = [only_the_second]

    async def run():
        async with gateway.async_client() as client:
            await asyncio.gather(*(client.get_creator("cr_1") for _ in range(8)))

    asyncio.run(run())
    assert len(gateway.tokens) == 2


def test_credentials_come_from_the_environment(monkeypatch):
    for name in ("BASE_URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"CALLBOARD_{name}", raising=False)
    with pytest.raises(NotConfigured, match="CALLBOARD_BASE_URL"):
        Client()
    with pytest.raises(NotConfigured, match="not an http or https URL"):
        Client("gateway.test")
    with Client(URL) as client, pytest.raises(NotConfigured, match="CALLBOARD_CLIENT_ID"):
        client.token()
    monkeypatch.setenv("CALLBOARD_BASE_URL", f"{URL}/")
    with Client() as client:
        assert client.base_url == URL
