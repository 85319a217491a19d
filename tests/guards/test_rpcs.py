"""Every RPC says who may call it, and has a route or is for the installation's own services."""

from __future__ import annotations

from typing import Any

import pytest
from google.api import annotations_pb2
from google.protobuf.descriptor import MethodDescriptor

from deploy.topology import SERVICE_NAMES
from services.shared.access import rule_of
from tests.guards.descriptors import methods

METHODS = methods()
SERVICES = {"cli", "gateway", *SERVICE_NAMES}
PATHS = ("get", "post", "put", "patch", "delete")


def route(method: MethodDescriptor) -> tuple[str, str]:
    extension: Any = annotations_pb2.http
    http = method.GetOptions().Extensions[extension]
    kind = http.WhichOneof("pattern")
    return (kind, getattr(http, kind)) if kind else ("", "")


def test_there_are_rpcs() -> None:
    assert {method.full_name.split(".")[0] for method in METHODS} >= {"roster", "campaigns", "metrics"}


def test_an_rpc_has_a_usable_rule_and_either_a_route_or_services(subtests: pytest.Subtests) -> None:
    for method in METHODS:
        with subtests.test(method.full_name, file=method.containing_service.file.name):
            rule = rule_of(method)
            has_route = bool(route(method)[0])
            assert has_route != bool(rule.services), "it needs google.api.http, or services in its rule"
            assert rule.services <= SERVICES, "it names a service that does not exist"
            delegated = bool(rule.kinds & {"creator", "agency"})
            assert delegated or not rule.creator_field, "it names a creator_field, but nobody acts for one"


def test_an_rpc_is_of_a_form_that_the_gatekeeper_serves() -> None:
    assert [each.full_name for each in METHODS if each.GetOptions().deprecated] == []
    streaming = [each.full_name for each in METHODS if each.server_streaming]
    assert streaming == [], "services.shared.rpc serves no streamed answers"


def test_no_two_rpcs_share_a_route() -> None:
    routes = [route(method) for method in METHODS if route(method)[0]]
    assert len({(kind, "{}".join(_fixed(path))) for kind, path in routes}) == len(routes)


def _fixed(path: str) -> list[str]:
    return [part.split("}")[-1] for part in path.split("{")]


def test_a_routes_variables_are_fields_of_the_request(subtests: pytest.Subtests) -> None:
    for method in METHODS:
        with subtests.test(method.full_name):
            kind, path = route(method)
            variables = {part.split("}")[0] for part in path.split("{")[1:]}
            assert variables <= set(method.input_type.fields_by_name)
            assert kind in ("", *PATHS)
            if path.startswith("/v1/creators/{creator_id}") and rule_of(method).creator_field:
                assert rule_of(method).creator_field == "creator_id"
