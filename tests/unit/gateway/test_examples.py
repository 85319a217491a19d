"""The examples of the document: they fit their schemas, and what is sent is read and allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from services.gateway.openapi import openapi
from services.gateway.transcode.requests import RequestReader
from services.gateway.transcode.routes import Route, routes_of
from services.shared.constraints import enforce
from services.shared.contracts import descriptors

ROUTES = routes_of(descriptors())
DOCUMENT = openapi(ROUTES)
ROOT = "urn:callboard"
REGISTRY: Registry[Any] = Registry().with_resource(ROOT, DRAFT202012.create_resource(DOCUMENT))


def contents(content: dict[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is sent or answered, but for raw bytes and problems."""
    for name, each in content.items():
        if each["schema"].get("format") != "binary" and "problem" not in name:
            yield f"{where} {name}", each


def all_contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything that is sent or answered, and whence."""
    for path, item in DOCUMENT["paths"].items():
        for verb, operation in item.items():
            where = f"{verb.upper()} {path}"
            yield from contents(operation.get("requestBody", {}).get("content", {}), where)
            for status, response in operation["responses"].items():
                yield from contents(response.get("content", {}), f"{where} {status}")


def problems_with(schema: dict[str, Any], value: Any) -> list[str]:
    """Why a value does not fit a schema of the document."""
    whole = {"$id": f"{ROOT}:it", **absolute(schema)}
    validator = Draft202012Validator(whole, registry=REGISTRY, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(value)]


def absolute(schema: Any) -> Any:
    """The schema, with references that lead into the document."""
    if isinstance(schema, dict):
        return {
            name: f"{ROOT}{value}" if name == "$ref" else absolute(value) for name, value in schema.items()
        }
    return [absolute(part) for part in schema] if isinstance(schema, list) else schema


def test_everything_has_an_example_that_fits_its_schema() -> None:
    assert [where for where, content in all_contents() if "example" not in content] == []
    wrong = {where: problems_with(content["schema"], content["example"]) for where, content in all_contents()}
    assert {where: problems for where, problems in wrong.items() if problems} == {}


def test_the_examples_of_fields_fit_them() -> None:
    wrong = [
        f"{name}.{field}: {example}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, each in schema.get("properties", {}).items()
        for example in each.get("examples", [])
        if problems_with(each, example)
    ]
    assert wrong == []


def example_of(route: Route) -> Any:
    """What the document has sent to a route; None where it has no body."""
    operation = DOCUMENT["paths"][route.path][route.verb.lower()]
    found = [content["example"] for _, content in contents(operation["requestBody"]["content"], "")]
    return found[0]


WITH_BODY = [
    route
    for route in ROUTES
    if "requestBody" in DOCUMENT["paths"][route.path][route.verb.lower()] and not route.is_upload
]


@pytest.mark.parametrize("route", WITH_BODY, ids=lambda route: route.operation)
def test_the_example_of_a_request_is_read_and_allowed(route: Route) -> None:
    body = orjson.dumps(example_of(route))
    path = dict.fromkeys(route.variables, "x_1")
    enforce(RequestReader(route).read(path, "", "*", body))


def test_there_are_requests_with_bodies() -> None:
    assert len(WITH_BODY) > 20
