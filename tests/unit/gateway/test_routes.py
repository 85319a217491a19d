"""Routes follow from the descriptors; what is not declared does not start."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from google.api import annotations_pb2, http_pb2
from google.protobuf import descriptor_pb2, descriptor_pool, struct_pb2
from google.protobuf.descriptor import ServiceDescriptor

from protos.callboard.access.v1 import access_pb2
from protos.callboard.api.v1 import api_pb2
from protos.callboard.lifecycle.v1 import lifecycle_pb2
from services.gateway.transcode.routes import routes_of
from services.shared.access import UndeclaredRule
from services.shared.contracts import descriptors
from tests.unit.gateway.support import Stage

PUBLIC = access_pb2.Rule(public=True)
GET = http_pb2.HttpRule(get="/v1/things/{thing_id}")
POST = http_pb2.HttpRule(post="/v1/things", body="*")
READING = access_pb2.Rule(parties=[access_pb2.PARTY_KIND_AGENCY], any_scope=True, reading=True)
POST_AND_PUT = http_pb2.HttpRule(
    post="/v1/things", body="*", additional_bindings=[{"put": "/v1/things", "body": "*"}]
)
TWICE = http_pb2.HttpRule(get="/v1/t", additional_bindings=[{"get": "/v1/t"}])
STRING, STRUCT = descriptor_pb2.FieldDescriptorProto.TYPE_STRING, ".google.protobuf.Struct"


def service(
    rule: access_pb2.Rule | None = PUBLIC, http: http_pb2.HttpRule | None = GET, **options: Any
) -> ServiceDescriptor:
    """A service with one RPC, `GetThing`, that is declared so."""
    file = descriptor_pb2.FileDescriptorProto(name="things.proto", package="things.v1", syntax="proto3")
    file.dependency.append("google/protobuf/struct.proto")
    thing = file.message_type.add(name="Thing")
    thing.field.add(name=options.get("field", "thing_id"), number=1, type=STRING, label=1)
    if "type_name" in options:
        thing.field.add(name="more", number=2, type=11, type_name=options["type_name"], label=1)
    if "header" in options:
        said: Any = api_pb2.field
        tag = thing.field.add(name="tag", number=3, type=STRING, label=1)
        tag.options.Extensions[said].header = options["header"]
    method = file.service.add(name="ThingService").method.add(
        name="GetThing", input_type=".things.v1.Thing", output_type=".things.v1.Thing"
    )
    operation: Any = api_pb2.operation
    method.options.Extensions[operation].extend(options.get("operations", []))
    method.server_streaming = options.get("server_streaming", False)
    method.client_streaming = options.get("client_streaming", False)
    if rule is not None:
        declared: Any = access_pb2.rule
        method.options.Extensions[declared].CopyFrom(rule)
    if "lifecycle" in options:
        lifecycle: Any = lifecycle_pb2.lifecycle
        method.options.Extensions[lifecycle].CopyFrom(options["lifecycle"])
    if http is not None:
        method.options.Extensions[annotations_pb2.http].CopyFrom(http)
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(struct_pb2.DESCRIPTOR.serialized_pb)
    pool.AddSerializedFile(file.SerializeToString())
    return pool.FindServiceByName("things.v1.ThingService")


def start(keys: Path, declared: ServiceDescriptor) -> Stage:
    """A gateway with that service, or the reason why it does not start."""
    services = {**descriptors(), "metrics": [*descriptors()["metrics"], declared]}
    return Stage(keys, lambda given: dataclasses.replace(given, services=services))


@pytest.mark.parametrize(
    ("declared", "sentence"),
    [
        ({"rule": None}, "must say exactly one of public, services, parties"),
        ({"http": None}, "has no http option"),
        ({"rule": access_pb2.Rule(services=["gateway"])}, "may have no http option"),
        ({"field": "other"}, "path variable"),
        ({"rule": READING}, "says reading in its access rule"),
        ({"rule": READING, "http": http_pb2.HttpRule(put="/v1/things", body="*")}, "says reading"),
        ({"rule": access_pb2.Rule(public=True, reading=True), "http": POST}, "says reading"),
        ({"rule": READING, "http": POST_AND_PUT, "operations": ["a", "b"]}, "both a GET and another verb"),
        ({"http": http_pb2.HttpRule(get="/v1/{thing_id=a/*}")}, "cannot be a route"),
        ({"http": http_pb2.HttpRule(get="v1/{thing_id}")}, "cannot be a route"),
        ({"http": http_pb2.HttpRule(post="/v1/things", body="none")}, "no request field"),
        ({"http": http_pb2.HttpRule(patch="/v1/things", body="*")}, "is a patch"),
        ({"server_streaming": True}, "streams"),
        ({"client_streaming": True}, "streams"),
        ({"header": "X-Anything"}, "a header other than"),
        ({"http": POST, "type_name": STRUCT}, "no JSON form"),
        ({"type_name": STRUCT}, "no JSON form"),
        ({"http": TWICE, "operations": ["getThing", "getIt"]}, "same route"),
        ({"http": TWICE}, "2 routes and so needs as many options `operation`"),
        ({"http": http_pb2.HttpRule(get="/v1/t"), "operations": ["getOffer", "x"]}, "has 1 routes"),
        (
            {"http": http_pb2.HttpRule(get="/v1/t"), "operations": ["getCreator"]},
            "same operation: getCreator",
        ),
    ],
)
def test_what_is_not_usable_does_not_start(keys: Path, declared: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UndeclaredRule, match=sentence) as refused:
        start(keys, service(**declared))
    assert "\n" not in str(refused.value)
    assert "things.v1.Thing" in str(refused.value)


def test_a_new_rpc_appears_by_being_declared(keys: Path) -> None:
    stage = start(keys, service())
    response = stage.http.get("/v1/things/th_1")
    assert (response.status_code, response.json) == (200, {"thing_id": ""})
    assert stage.metrics.last("GetThing").request.thing_id == "th_1"
    assert stage.metrics.identity("GetThing").party_id == ""
    assert "/v1/things/{thing_id}" in (stage.http.get("/openapi.json").json or {})["paths"]


def test_an_internal_rpc_has_no_route(keys: Path) -> None:
    assert routes_of({"metrics": [service(access_pb2.Rule(services=["gateway"]), None)]}) == []


def test_every_binding_is_a_route() -> None:
    routes = {(route.verb, route.path): route for route in routes_of(descriptors())}
    ways = [path for (_, path), route in routes.items() if route.method.name == "GetOffer"]
    assert ways == [
        "/v1/creators/{creator_id}/offers/{offer_id}",
        "/v1/campaigns/{campaign_id}/offers/{offer_id}",
    ]
    assert routes["DELETE", "/v1/roster/{creator_id}"].status == 204
    assert routes["POST", "/v1/delegations"].status == 201
    assert routes["POST", "/v1/metrics/snapshots"].is_upload
    assert not routes["GET", "/v1/roster"].is_single
