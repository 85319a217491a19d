"""Wrong secrets cost next to nothing, and nobody else anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.e2e.api import Operator


def test_many_wrong_secrets_at_once_are_refused_and_others_served(operator: Operator) -> None:
    agency = operator.agency()
    url, form = f"{agency.base_url}/oauth/token", {"grant_type": "client_credentials"}

    def ask(client_id: str, secret: str) -> int:
        return httpx.post(url, data=form, auth=(client_id, secret), timeout=30).status_code

    wrong = [(agency.client_id, f"wrong-{n}") for n in range(25)] + [(f"cl_{n}", "x") for n in range(25)]
    with ThreadPoolExecutor(60) as pool:
        refused = [pool.submit(ask, *each) for each in wrong]
        served = [pool.submit(ask, agency.client_id, agency.client_secret) for _ in range(5)]
        read = [pool.submit(agency.get, "/v1/roster") for _ in range(5)]
        # So many are too many from one address, for whoever was never right there.
        assert {each.result() for each in refused} <= {401, 429}
        assert {each.result() for each in served} == {200}
        assert all("items" in each.result() for each in read)
