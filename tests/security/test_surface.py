"""What the public port shows of the inside: nothing."""

from __future__ import annotations

import httpx
import pytest

from tests.e2e.api import Actor
from tests.e2e.installation import Installation


def test_figures_are_on_a_port_of_their_own(installation: Installation) -> None:
    assert httpx.get(f"{installation.base_url}/metrics", trust_env=False).status_code == 404
    figures = httpx.get(f"http://{installation.address('gateway-ops')}/metrics", trust_env=False)
    assert "callboard_http_request_duration_seconds_count" in figures.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("POST", "/healthz", 405),
        ("GET", "/v1/roster", 401),
        ("POST", "/oauth/token", 400),
        ("GET", "/v1/roster?page_size=0", 401),
    ],
)
def test_a_problem_is_neither_kept_nor_taken_for_something_else(
    method: str, path: str, status: int, installation: Installation
) -> None:
    answer = httpx.request(method, f"{installation.base_url}{path}", trust_env=False)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-Id"]


def test_every_other_answer_says_what_it_is_and_who_may_keep_it(
    installation: Installation, parties: dict[str, Actor]
) -> None:
    pages = ("/healthz", "/readyz", "/openapi.json", "/docs", "/v1/roster")
    for page in pages:
        answer = parties["agency"].send("GET", page)
        assert answer.status_code == 200, page
        assert answer.headers["X-Content-Type-Options"] == "nosniff", page
        assert "Cache-Control" in answer.headers, page
        assert "granian" not in answer.headers.get("Server", ""), page
