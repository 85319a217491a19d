"""The document and the page that are made of the descriptors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from services.gateway import pages
from services.gateway.openapi import openapi
from services.gateway.transcode.routes import routes_of
from services.shared.access import DELEGABLE, SCOPES
from services.shared.codes import ErrorCode, FieldCode
from services.shared.contracts import descriptors
from tests.unit.gateway.support import Stage

ROUTES = routes_of(descriptors())


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document of every service."""
    return openapi(ROUTES, "https://callboard.example")


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert document["servers"] == [{"url": "https://callboard.example"}]


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every operation, with its verb and path."""
    for path, item in document["paths"].items():
        yield from ((f"{verb.upper()} {path}", operation) for verb, operation in item.items())


def test_every_route_is_in_it(document: dict[str, Any]) -> None:
    for route in ROUTES:
        assert document["paths"][route.path][route.verb.lower()]["operationId"] == route.operation


def test_operations_have_names_of_their_own(document: dict[str, Any]) -> None:
    names = [each["operationId"] for _, each in operations(document)]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch("[a-z]+([A-Z][a-z]+)+", name)] == []
    assert {"getCreatorOffer", "getCampaignOffer", "createToken"} <= set(names)


def test_schemas_have_names_that_generators_do_not_use(document: dict[str, Any]) -> None:
    names = {*document["components"]["schemas"], *document["components"]["responses"]}
    taken = [name for name in names if name.endswith(("Response", "Request", "Params", "Body"))]
    assert taken == []
    assert not names & {"Client", "AuthenticatedClient", "Error", "Response", "File", "Unset"}
    assert document["components"]["schemas"].keys().isdisjoint(document["components"]["responses"])


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
    assert country == {
        "type": "string",
        "pattern": "^(?:[A-Z]{2})$",
        "format": "country",
        "description": "ISO 3166-1 alpha-2.",
    }


def test_a_route_is_for_those_whom_its_path_serves(document: dict[str, Any]) -> None:
    kinds = [
        document["paths"][f"/v1/{owner}/offers/{{offer_id}}"]["get"]["x-access"]["parties"]
        for owner in ("creators/{creator_id}", "campaigns/{campaign_id}")
    ]
    assert kinds == [["agency", "creator"], ["brand"]]


def test_what_the_path_and_headers_say_is_said_nowhere_else(document: dict[str, Any]) -> None:
    for where, operation in operations(document):
        named = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
        body = _body(document, operation).get("properties", {})
        for name in ("creator_id", "campaign_id", "offer_id", "delegation_id", "expected_version"):
            if f"{{{name}}}" in where or (name.endswith("_id") and "{offer_id}" in where):
                assert name not in {*named, *body}, where
    put = document["paths"]["/v1/creators/{creator_id}/rate-card"]["put"]
    assert set(_body(document, put)["properties"]) == {"rates", "version"}
    assert [each["name"] for each in put["parameters"]] == ["creator_id", "If-Match"]


def _body(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of a JSON body; empty where there is none."""
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if "$ref" in content["schema"]:
            name = content["schema"]["$ref"].rpartition("/")[2]
            found: dict[str, Any] = document["components"]["schemas"][name]
            return found
    return {}


def test_answers_say_what_is_always_there_and_what_may_be_null(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    offer = schemas["Offer"]
    assert offer["required"] == list(offer["properties"])
    assert offer["properties"]["state"]["$ref"] == "#/components/schemas/OfferState"
    nulls = [name for name, each in offer["properties"].items() if {"type": "null"} in each.get("anyOf", [])]
    optional = ["changes_proposed_by", "cancellation_requested_by", "accepted_by_actor"]
    assert nulls == [*optional, "campaign_target"]
    assert offer["properties"]["agreed_at"]["type"] == ["string", "null"]
    assert schemas["DeliverableTerm"]["properties"]["max_revisions"]["type"] == "integer"


def test_requests_say_what_is_required_bounded_and_filled_in(document: dict[str, Any]) -> None:
    term = document["components"]["schemas"]["DeliverableTermInput"]
    assert term["required"] == ["type", "count"]
    revisions = term["properties"]["max_revisions"]
    assert (revisions["minimum"], revisions["maximum"], revisions["default"]) == (0, 20, 2)
    listed = document["paths"]["/v1/inbox"]["get"]["parameters"]
    size, sort = (next(each for each in listed if each["name"] == name) for name in ("page_size", "sort"))
    assert (size["schema"]["minimum"], size["schema"]["maximum"], size["schema"]["default"]) == (1, 100, 25)
    assert sort["schema"] == {"$ref": "#/components/schemas/OfferSort", "default": "respond_by"}


def test_closed_lists_are_components(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    sorts, series = (
        {"RosterSort", "VideoSort", "OfferSort"},
        {"SeriesMetric", "Interval", "Unit", "WindowKind"},
    )
    named = {name for name, schema in schemas.items() if "enum" in schema}
    assert {"DelegableScope", "ChangeKind", "Gender", *sorts, *series} <= named
    assert schemas["DelegableScope"]["enum"] == list(DELEGABLE)
    assert schemas["OfferSort"]["x-enum-varnames"][:2] == ["RESPOND_BY", "RESPOND_BY_DESCENDING"]
    names = [name for schema in schemas.values() for name in schema.get("x-enum-varnames", [])]
    assert [name for name in names if not re.fullmatch("[A-Z][A-Z0-9_]*", name)] == []
    inline = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, each in schema.get("properties", {}).items()
        if "enum" in each and each["type"] == "string"
    ]
    assert inline == []


def test_each_problem_that_can_be_answered_is_listed(document: dict[str, Any]) -> None:
    def listed(verb: str, path: str) -> list[str]:
        return [status for status in document["paths"][path][verb]["responses"] if status >= "4"]

    read = ["400", "401", "403", "404", "422", "429", "503", "default"]
    assert listed("get", "/v1/creators/{creator_id}") == read
    assert listed("get", "/v1/campaigns") == [each for each in read if each != "404"]
    sent = ["400", "401", "403", "404", "408", "409", "413", "415", "422", "429", "503", "default"]
    assert listed("post", "/v1/campaigns/{campaign_id}/offers") == sent
    assert listed("put", "/v1/campaigns/{campaign_id}") == sorted([*sent, "412", "428"])
    assert "401" in listed("post", "/oauth/token")


def test_uploads_and_downloads_are_bytes_of_their_types(document: dict[str, Any]) -> None:
    upload = document["paths"]["/v1/metrics/snapshots"]["post"]["requestBody"]["content"]
    binary = {"schema": {"type": "string", "format": "binary"}}
    assert upload == {"text/csv": binary, "application/x-ndjson": binary}
    export = document["paths"]["/v1/creators/{creator_id}/activity/export"]["get"]
    assert export["responses"]["200"]["content"] == {"application/x-ndjson": binary}


def test_a_token_is_asked_for_without_one(document: dict[str, Any]) -> None:
    token = document["paths"]["/oauth/token"]["post"]
    assert token["security"] == []
    (form,) = token["requestBody"]["content"].values()
    assert form["schema"] == {"$ref": "#/components/schemas/TokenForm"}


def test_only_marketplace_scopes_can_be_asked_for(document: dict[str, Any]) -> None:
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    assert set(flows) == {"clientCredentials", "authorizationCode"}
    for flow in flows.values():
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


@pytest.fixture
def without_npm(keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A gateway where Swagger UI was not installed."""
    monkeypatch.setattr(pages, "REFERENCE", tmp_path)
    return Stage(keys)


@pytest.fixture
def with_npm(keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A gateway where it was."""
    monkeypatch.setattr(pages, "REFERENCE", tmp_path)
    (tmp_path / "swagger-ui-bundle.js").touch()
    return Stage(keys)


def test_the_page_with_the_reference_has_scripts_of_its_own_only(with_npm: Stage) -> None:
    text = with_npm.http.get("/docs").text
    page = _Page(text)
    assert "GET /v1/creators/{creator_id}</code>" in text, "without scripts operations are listed"
    assert {*ErrorCode, *FieldCode, "quick-start", "reference", "problems"} <= page.ids
    assert {"/static/reference/swagger-ui-bundle.js", "/static/docs.js"} <= page.links
    assert "#/Party/getCreator" in page.links
    for link in page.links - {"data:,"}:
        assert link.startswith(("#", "/")), "nothing comes from elsewhere"


def test_no_script_and_no_style_may_stand_in_the_page(stage: Stage) -> None:
    policy = stage.http.get("/docs").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_the_page_documents_everything_without_script(without_npm: Stage) -> None:
    stage = without_npm
    response = stage.http.get("/docs")
    page = _Page(response.text)
    assert response.content_type == "text/html; charset=utf-8"
    assert "script" not in page.tags
    assert {*ErrorCode, *FieldCode} <= page.ids
    assert {"getCreator", "importSnapshots", "createToken", "schema-Offer"} <= page.ids
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= page.ids
    for link in page.links - {"data:,"}:
        assert link.startswith(("#", "/")), "nothing comes from elsewhere"
    with stage.http.get("/static/docs.css") as styles:
        assert styles.mimetype == "text/css"


def test_the_page_is_protected(stage: Stage) -> None:
    headers = stage.http.get("/docs").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
