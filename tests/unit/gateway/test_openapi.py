"""The document and the page that are made of the descriptors."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.gateway.openapi import openapi
from services.gateway.transcode.routes import routes_of
from services.shared.access import SCOPES
from services.shared.codes import ErrorCode, FieldCode
from services.shared.contracts import descriptors
from tests.unit.gateway.support import Stage


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document of every service."""
    return openapi(routes_of(descriptors()), "https://callboard.example")


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert document["servers"] == [{"url": "https://callboard.example"}]


def test_every_route_is_in_it(document: dict[str, Any]) -> None:
    for route in routes_of(descriptors()):
        assert document["paths"][route.path][route.verb.lower()]["operationId"].startswith(route.method.name)


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [each["operationId"] for item in document["paths"].values() for each in item.values()]
    assert len(names) == len(set(names))
    assert {"GetOffer", "GetOffer_2", "CreateToken"} <= set(names)


def test_comments_and_rules_are_carried_over(document: dict[str, Any]) -> None:
    operation = document["paths"]["/v1/creators/{creator_id}"]["get"]
    assert operation["summary"] == "A creator's marketplace profile with her headline statistics"
    assert operation["security"] == [{"oauth2": ["marketplace.profile.read"]}]
    assert operation["x-access"] == {
        "parties": ["agency", "creator"],
        "creator_field": "creator_id",
        "scope": "marketplace.profile.read",
    }
    country = document["components"]["schemas"]["Creator"]["properties"]["country"]
    assert country == {"type": "string", "description": "ISO 3166-1 alpha-2."}
    assert document["components"]["schemas"]["Creator"]["properties"]["stats"]["anyOf"][1] == {"type": "null"}


def test_bodies_leave_out_what_the_path_and_headers_say(document: dict[str, Any]) -> None:
    put = document["paths"]["/v1/creators/{creator_id}/rate-card"]["put"]
    assert set(put["requestBody"]["content"]["application/json"]["schema"]["properties"]) == {
        "rates",
        "version",
    }
    assert [each["name"] for each in put["parameters"]] == ["creator_id", "If-Match"]
    state = document["components"]["schemas"]["Offer"]["properties"]["state"]
    assert state["type"] == ["string", "null"]
    assert "in_review" in state["enum"]


def test_only_marketplace_scopes_can_be_asked_for(document: dict[str, Any]) -> None:
    flow = document["components"]["securitySchemes"]["oauth2"]["flows"]["clientCredentials"]
    assert set(flow["scopes"]) == set(SCOPES)


def test_the_gateway_serves_it(stage: Stage) -> None:
    response = stage.http.get("/openapi.json")
    assert (response.mimetype, (response.json or {})["openapi"]) == ("application/json", "3.1.0")


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.ids.add(given.get("id") or "")
        self.links.update(link for link in (given.get("href"), given.get("src")) if link)


def test_the_page_documents_everything_without_script(stage: Stage) -> None:
    response = stage.http.get("/docs")
    page = _Page(response.text)
    assert response.content_type == "text/html; charset=utf-8"
    assert "script" not in page.tags
    assert {*ErrorCode, *FieldCode} <= page.ids
    assert {"GetCreator", "ImportSnapshots", "CreateToken", "schema-Offer"} <= page.ids
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= page.ids
    for link in page.links:
        assert link.startswith(("#", "/")), "nothing comes from elsewhere"
    with stage.http.get("/static/docs.css") as styles:
        assert styles.mimetype == "text/css"


def test_the_page_is_protected(stage: Stage) -> None:
    headers = stage.http.get("/docs").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
