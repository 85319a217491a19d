"""What a page of another origin can do in the browser of somebody who uses Callboard: nothing."""

from __future__ import annotations

import httpx
import pytest

from tests.e2e.api import Actor

EVIL = "https://evil.example.org"


@pytest.mark.parametrize("path", ["/v1/roster", "/oauth/token", "/oauth/revoke", "/docs", "/readyz", "/no"])
@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
def test_no_other_origin_reads_or_writes_anything(parties: dict[str, Actor], method: str, path: str) -> None:
    """Off by default; what a configured origin may is tested beside the front."""
    agency = parties["agency"]
    asked = {"Origin": EVIL, "Access-Control-Request-Method": "POST", **agency.headers}
    reply = httpx.request(method, f"{agency.base_url}{path}", headers=asked)
    assert [name for name in reply.headers if name.startswith("access-control")] == []
