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


@pytest.mark.parametrize("method", METHODS, ids=lambda each: each.full_name)
def test_an_rpc_has_a_usable_rule_and_either_a_route_or_services(method: MethodDescriptor) -> None:
    rule = rule_of(method)
    where = f"{method.full_name} in {method.containing_service.file.name}"
    assert bool(route(method)[0]) != bool(rule.services), (
        f"{where} needs google.api.http, or services in its rule"
    )
    assert rule.services <= SERVICES, f"{where} names a service that does not exist"
    delegated = bool(rule.kinds & {"creator", "agency"})
    assert delegated or not rule.creator_field, f"{where} names a creator_field, but nobody acts for one"


@pytest.mark.parametrize("method", METHODS, ids=lambda each: each.full_name)
def test_an_rpc_is_of_a_form_that_the_gatekeeper_serves(method: MethodDescriptor) -> None:
    assert not method.GetOptions().deprecated
    assert not method.server_streaming, f"{method.full_name}: services.shared.rpc serves no streamed answers"


def test_no_two_rpcs_share_a_route() -> None:
    routes = [route(method) for method in METHODS if route(method)[0]]
    assert len({(kind, "{}".join(_fixed(path))) for kind, path in routes}) == len(routes)


def _fixed(path: str) -> list[str]:
    return [part.split("}")[-1] for part in path.split("{")]


@pytest.mark.parametrize("method", METHODS, ids=lambda each: each.full_name)
def test_a_routes_variables_are_fields_of_the_request(method: MethodDescriptor) -> None:
    kind, path = route(method)
    variables = {part.split("}")[0] for part in path.split("{")[1:]}
    assert variables <= set(method.input_type.fields_by_name)
    assert kind in ("", *PATHS)
    if path.startswith("/v1/creators/{creator_id}") and rule_of(method).creator_field:
        assert rule_of(method).creator_field == "creator_id"
