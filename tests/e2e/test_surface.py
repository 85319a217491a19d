"""What every installation answers without being asked to by name: health, documentation, headers."""

from __future__ import annotations

from tests.e2e.api import fetch
from tests.e2e.installation import Installation


def test_health(installation: Installation) -> None:
    assert fetch(installation.base_url, "/healthz").status_code == 200
    assert fetch(installation.base_url, "/readyz").status_code == 200


def test_openapi_names_every_path_of_this_version(installation: Installation) -> None:
    document = fetch(installation.base_url, "/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert {
        "/v1/operator/agencies",
        "/v1/delegations/{delegation_id}/accept",
        "/v1/roster",
        "/v1/creators/{creator_id}/rate-card",
        "/v1/creators/{creator_id}/metrics",
        "/v1/creators/{creator_id}/offers/{offer_id}/proposals",
        "/v1/campaigns/{campaign_id}/offers/{offer_id}/proposals",
        "/v1/metrics/snapshots",
        "/v1/inbox",
    } <= document["paths"].keys()


def test_docs_are_a_page(installation: Installation) -> None:
    page = fetch(installation.base_url, "/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "/v1/creators/{creator_id}" in page.text


def test_every_answer_carries_the_request_id(installation: Installation) -> None:
    given = fetch(installation.base_url, "/v1/roster", headers={"X-Request-Id": "abc-123"})
    assert given.headers["x-request-id"] == given.json()["request_id"] == "abc-123"
    odd = fetch(installation.base_url, "/v1/roster", headers={"X-Request-Id": "a b" * 100})
    assert odd.headers["x-request-id"] not in ("", "a b" * 100)
