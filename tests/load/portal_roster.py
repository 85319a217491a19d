"""The roster's page in the portal for an agency with 5 000 creators, as it comes, searched and filtered."""

from __future__ import annotations

import json
import statistics
import time

import httpx

from deploy.local.home import Home
from tests.load.roster_page import MANY, agency_with
from tests.load.stack import Stack
from tests.portal.bars import HTML_SECONDS, NEXT_BYTES
from tests.portal.cookies import NAME, signed_in

REQUESTS = 15
ASKED = (
    "",
    "?q=00042",
    "?category=beauty&country=US&min_followers=1000",
    "?sort=-followers",
    "?sort=starting_rate",
    "?view=cards",
)


def measure(stack: Stack) -> list[str]:
    """The median of each, and the bytes of its HTML as it is sent."""
    agency = agency_with(stack, MANY)
    url = json.loads((stack.home / "credentials.json").read_text(encoding="utf-8"))["portal_url"]
    key = Home(stack.home).secrets / "portal" / "cookie_key"
    cookie = signed_in(agency.base_url, agency.client_id, agency.client_secret, key)
    with httpx.Client(base_url=url, cookies={NAME: cookie}, timeout=60) as http:
        return [_line(http, asked) for asked in ASKED]


def _line(http: httpx.Client, asked: str) -> str:
    taken, sent = [], 0
    for _ in range(REQUESTS):
        begun = time.perf_counter()
        answer = http.get(f"/roster{asked}").raise_for_status()
        taken.append(time.perf_counter() - begun)
        sent = answer.num_bytes_downloaded
    milliseconds = 1000 * statistics.median(taken)
    return (
        f"portal, /roster{asked} of {MANY}: {milliseconds:.0f} ms (at most {1000 * HTML_SECONDS:.0f}), "
        f"{sent / 1000:.1f} kB (at most {NEXT_BYTES / 1000:.0f})"
    )
