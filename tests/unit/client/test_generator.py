"""What the generator makes of a document."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from callboard import AsyncClient, Client
from clients.generator import names
from clients.generator.operations import Operation
from clients.generator.schemas import Types
from clients.generator.synchronous import synchronous
from services.gateway.openapi import openapi
from services.gateway.transcode.routes import routes_of
from services.shared.contracts import descriptors

DOCUMENT = openapi(routes_of(descriptors()))
OPERATIONS = [each["operationId"] for item in DOCUMENT["paths"].values() for each in item.values()]
SMALL: dict[str, Any] = {
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "properties": {"from": {"type": ["integer", "null"]}, "state": {"const": "on"}},
                "required": ["state"],
            },
            "ThingInput": {
                "type": "object",
                "description": 'A "thing".',
                "properties": {"tags": {"type": "array", "items": {"type": "string"}}},
            },
        }
    },
    "paths": {},
}


def test_every_operation_is_a_method_of_both_clients():
    wanted = [names.method(operation) for operation in OPERATIONS]
    assert len(set(wanted)) == len(OPERATIONS) > 60
    for client in (Client, AsyncClient):
        assert [name for name in wanted if not hasattr(client, name)] == []
        assert [name for name in wanted if not inspect.getdoc(getattr(client, name))] == []


def test_both_clients_take_the_same():
    for operation in OPERATIONS:
        one, other = (getattr(each, names.method(operation)) for each in (Client, AsyncClient))
        assert inspect.signature(one).parameters == inspect.signature(other).parameters


@pytest.mark.parametrize(
    ("given", "made"),
    [("from", "from_"), ("page_size", "page_size"), ("X-Y", "X_Y")],
)
def test_names_of_arguments(given, made):
    assert names.argument(given) == made


def test_names_that_python_has_for_itself_are_keys_nevertheless():
    text = Types(SMALL).module()
    assert "\"from\": 'NotRequired[int | None]'" in text
    assert '"state": \'Literal["on"]\'' in text


def test_what_is_sent_takes_any_sequence():
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingInput"}}}}
    paths = {"/x": {"post": {"requestBody": body}}}
    assert "tags: NotRequired[ReadOnly[Sequence[str]]]" in Types({**SMALL, "paths": paths}).module()
    assert "tags: NotRequired[list[str]]" in Types(SMALL).module()


def test_an_answer_of_several_kinds_is_asked_for_by_its_kind():
    content = {kind: {"schema": {"type": "string"}} for kind in ("application/pdf", "application/json")}
    operation = {
        "operationId": "getContract",
        "description": "The contract.",
        "responses": {"200": {"content": content}},
    }
    made = Operation(Types(SMALL), "get", "/v1/contract", operation).text()
    assert 'accept: Literal["application/pdf", "application/json"] = "application/pdf"' in made
    assert 'self._content(Call[bytes]("GET", "/v1/contract", headers={"Accept": accept}))' in made


def test_what_is_sync_is_what_is_async_without_waiting():
    text = "async with self._lock:\n    async for x in await f():\n        await asyncio.sleep(AsyncPages)\n"
    made = "with self._lock:\n    for x in f():\n        threading.sleep(Pages)\n"
    assert synchronous(text, "a.py").split("\n", 1)[1] == made
