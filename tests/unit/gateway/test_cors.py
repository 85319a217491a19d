"""Pages of other origins: none may call unless configured, and none with what the browser keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.gateway.config import Settings
from tests.unit.gateway.support import USUAL, Stage

APP, EVIL = "https://app.example.org", "https://evil.example.org"
OTHERS = [
    EVIL,
    f"{APP}.evil.org",
    "http://app.example.org",
    f"{APP}:8443",
    "null",
    APP.upper(),
    f"{APP} {EVIL}",
]


def preflight(stage: Stage, origin: str, path: str = "/v1/roster") -> Any:
    asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
    return stage.http.options(path, headers=asked)


def allowed(response: Any) -> str | None:
    """The origin that may read an answer, which never allows the browser's own credentials."""
    assert "Access-Control-Allow-Credentials" not in response.headers
    given: str | None = response.headers.get("Access-Control-Allow-Origin")
    return given


@pytest.fixture
def open_stage(keys: Path) -> Stage:
    return Stage(keys, cors_origins=f"{APP}, http://localhost:3000")


def test_no_page_may_call_unless_configured(stage: Stage) -> None:
    for response in (preflight(stage, APP), stage.send("GET", "/v1/roster", headers={"Origin": APP})):
        assert allowed(response) is None
        assert not [name for name, _ in response.headers if name.startswith("Access-Control")]
        assert "Vary" not in response.headers


def test_a_page_that_may_call_is_told_what_it_may_send_and_read(open_stage: Stage) -> None:
    asked = preflight(open_stage, APP)
    assert (asked.status_code, asked.data, allowed(asked)) == (204, b"", APP)
    assert {"PUT", "PATCH"} <= set(asked.headers["Access-Control-Allow-Methods"].split(", "))
    sent = asked.headers["Access-Control-Allow-Headers"].split(", ")
    assert {"Authorization", "Idempotency-Key", "If-Match"} <= set(sent)
    response = open_stage.send("GET", "/v1/roster", headers={"Origin": APP})
    assert (response.status_code, allowed(response), response.headers["Vary"]) == (200, APP, "Origin")
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]
    assert allowed(preflight(open_stage, "http://localhost:3000", "/oauth/token")) == "http://localhost:3000"


@pytest.mark.parametrize("path", ["/v1/roster", "/v1/nothing", "/healthz", "/oauth/token", "/docs"])
def test_refusals_can_be_read_too(open_stage: Stage, path: str) -> None:
    response = open_stage.http.get(path, headers={"Origin": APP})
    assert (allowed(response), response.headers["Vary"]) == (APP, "Origin")


@pytest.mark.parametrize("origin", OTHERS)
def test_another_origin_is_allowed_nothing(open_stage: Stage, origin: str) -> None:
    for response in (
        preflight(open_stage, origin),
        open_stage.send("GET", "/v1/roster", headers={"Origin": origin}),
    ):
        assert allowed(response) is None
        assert "Access-Control-Allow-Methods" not in response.headers
        assert response.headers["Vary"] == "Origin", "what is kept for one origin is not shown to another"


def test_a_request_without_an_origin_is_answered_as_ever(open_stage: Stage) -> None:
    response = open_stage.send("GET", "/v1/roster")
    assert (response.status_code, allowed(response), response.headers["Vary"]) == (200, None, "Origin")
    assert "GET" in open_stage.send("OPTIONS", "/v1/roster").allow


def test_all_origins_may_be_allowed_but_never_with_credentials(keys: Path) -> None:
    stage = Stage(keys, cors_origins="*")
    assert allowed(preflight(stage, EVIL)) == "*"
    assert allowed(stage.send("GET", "/v1/roster", headers={"Origin": EVIL})) == "*"


def test_preflights_are_limited_as_all_requests_without_a_token(keys: Path) -> None:
    stage = Stage(keys, cors_origins=APP, address_limit="3/minute")
    answered = [preflight(stage, APP) for _ in range(4)]
    assert [each.status_code for each in answered] == [204, 204, 204, 429]
    assert allowed(answered[-1]) == APP


@pytest.mark.parametrize(
    "origins", ["app.example.org", f"{APP}/", f"{APP}/x", "https://*.example.org", "null", "javascript:x"]
)
def test_what_is_no_origin_is_refused_at_the_start(origins: str) -> None:
    given: dict[str, Any] = {**USUAL, "cors_origins": origins}
    with pytest.raises(ValidationError, match="no origin"):
        Settings(**given)
