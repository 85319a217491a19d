"""What is too much for a while is refused at once, health is answered, and all is well afterwards."""

from __future__ import annotations

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from deploy.topology import PROCESSES
from tests.e2e.api import Actor
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually
from tests.security.attackers import sent

PARALLEL, REQUESTS = 60, 120
LONGEST_SECONDS = 12.0


def ask(actor: Actor, path: str) -> tuple[int, float, str]:
    """Status, seconds and detail of an answer on a connection of its own."""
    begun = time.monotonic()
    answer, body = sent(actor.base_url, "GET", path, actor.headers)
    detail = "" if answer.status == 200 else str(json.loads(body)["detail"])
    return answer.status, time.monotonic() - begun, detail


def healthy(installation: Installation) -> bool:
    """Whether the gateway and every rpc process say within two seconds that they live."""
    watched = [f"http://{installation.address(f'{each.name}-ops')}/healthz" for each in PROCESSES]
    pages = [f"{installation.base_url}/healthz", *watched]
    return all(httpx.get(page, timeout=2, trust_env=False).status_code == 200 for page in pages)


@pytest.mark.parametrize("name", ["mongod", "roster-rpc"])
def test_while_something_stands_still_others_are_refused_soon_and_health_is_answered(
    name: str, installation: Installation, parties: dict[str, Actor]
) -> None:
    agency = parties["agency"]
    assert ask(agency, "/v1/roster")[0] == 200
    with installation.frozen(name), ThreadPoolExecutor(PARALLEL) as pool:
        asked = [pool.submit(ask, agency, "/v1/roster") for _ in range(REQUESTS)]
        time.sleep(1)
        if name == "mongod":
            assert healthy(installation)
        assert httpx.get(f"{agency.base_url}/healthz", timeout=2, trust_env=False).status_code == 200
        answers = [each.result() for each in asked]
    statuses = Counter(status for status, _, _ in answers)
    # 429 is for the client itself, who has half of the threads already.
    assert set(statuses) <= {503, 429}, statuses
    refused = [seconds for _, seconds, detail in answers if "busy" in detail or "have not ended" in detail]
    assert len(refused) > REQUESTS / 2
    assert max(seconds for _, seconds, _ in answers) < LONGEST_SECONDS
    eventually(lambda: ask(agency, "/v1/roster")[0] == 200)
    assert healthy(installation)


def test_too_many_requests_are_no_database_that_is_down(
    installation: Installation, parties: dict[str, Actor]
) -> None:
    creator = parties["creator"]
    with ThreadPoolExecutor(PARALLEL) as pool:
        path = f"/v1/creators/{creator.id}"
        answers = list(pool.map(lambda _: ask(creator, path), range(2 * REQUESTS)))
    assert {status for status, _, _ in answers} <= {200, 429, 503}
    assert not [detail for _, _, detail in answers if "database" in detail or "reach" in detail]
    assert ask(creator, path)[0] == 200
