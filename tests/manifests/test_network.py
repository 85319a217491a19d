"""The network policies allow the calls that the code makes, and no other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from deploy.topology import SERVICE_NAMES as SERVICES
from services.shared import contracts
from tests.guards.source import tree
from tests.manifests.reach import Edge, edges
from tests.manifests.rendered import OVERLAYS, VARIANTS, of_kind, processes

FORMS = ("rpc", "worker", "migrate", "operator")
GRPC, HTTP, MONGODB, NATS = 50051, 8080, 27017, 4222
FRONTS = {"gateway", "portal"}
"""What people and other systems reach."""

OUTSIDE = "192.0.2.0/24"


def settings_used(service: str, form: str) -> set[str]:
    """The settings that a form of a service touches: in its function, and a worker in worker.py, too."""
    functions = {
        node.name: node
        for node in ast.walk(tree(Path("services", service, "__main__.py")))
        if isinstance(node, ast.FunctionDef)
    }
    nodes: list[ast.AST] = [functions[form]] if form in functions else []
    if form == "worker":
        nodes.append(tree(Path("services", service, "worker.py")))
    source = [each for node in nodes for each in ast.walk(node)]
    used = {each.attr for each in source if isinstance(each, ast.Attribute)}
    # It is given the settings whole, and talks to NATS.
    if "run" in {ast.unparse(each.func) for each in source if isinstance(each, ast.Call)}:
        used.add("nats_url")
    return used


def calls() -> set[Edge]:
    """The connections that the code makes."""
    found: set[Edge] = {("gateway", f"{name}-rpc", GRPC) for name in contracts.SERVICES}
    found.add(("portal", "gateway", HTTP))
    for service in SERVICES:
        for form in FORMS:
            used = settings_used(service, form)
            name = f"{service}-{form}"
            found |= {(name, f"{it}-rpc", GRPC) for it in SERVICES if f"{it}_target" in used}
            found |= {(name, "mongodb", MONGODB)} if "mongo_uri" in used else set()
            found |= {(name, "nats", NATS)} if "nats_url" in used else set()
    return found


def test_the_code_is_read_rightly() -> None:
    found = calls()
    assert ("campaigns-rpc", "roster-rpc", GRPC) in found
    assert ("campaigns-worker", "nats", NATS) in found
    assert ("roster-rpc", "nats", NATS) not in found
    assert ("roster-operator", "mongodb", MONGODB) in found
    assert ("roster-migrate", "nats", NATS) not in found
    assert ("notifications-worker", "roster-rpc", GRPC) in found
    assert len(found) == 25


@pytest.mark.parametrize("variant", OVERLAYS)
def test_the_policies_are_the_calls(variant: str) -> None:
    own = calls()
    if "production" in variant:
        # MongoDB is outside of the cluster.
        own = {(source, OUTSIDE if to == "mongodb" else to, port) for source, to, port in own}
    assert edges(variant) == own | surroundings(variant)


def surroundings(variant: str) -> set[Edge]:
    """What comes with an overlay and its components."""
    everyone = set(processes(variant))
    found: set[Edge] = {(name, "kube-system", 53) for name in everyone} | {("nats-streams", "nats", NATS)}
    internet = ("0.0.0.0/0", "::/0")
    found |= {("notifications-worker", each, port) for each in internet for port in (443, 465, 587)}
    if "local" in variant:
        found |= {("anybody", each, HTTP) for each in FRONTS} | {("mongodb-users", "mongodb", MONGODB)}
    else:
        found |= {("ingress-nginx", each, HTTP) for each in FRONTS} | {("nats", "nats", 6222)}
    if "backup" in VARIANTS[variant]:
        found |= {("backup", "mongodb" if "local" in variant else OUTSIDE, MONGODB), ("backup", "nats", NATS)}
    if "monitoring" in VARIANTS[variant]:
        watched = {each for each in everyone if each.endswith(("-rpc", "-worker"))} | FRONTS
        found |= {("monitoring", each, 9090) for each in watched}
        found |= {(each, "monitoring", 4318) for each in watched}
    if "keda" in VARIANTS[variant]:
        found.add(("keda", "nats", 8222))
    return found


@pytest.mark.parametrize("variant", OVERLAYS)
def test_nothing_is_allowed_to_whom_no_policy_names(variant: str) -> None:
    denies = [
        each["spec"]
        for each in of_kind(variant, "NetworkPolicy")
        if each["spec"]["podSelector"] == {} and not each["spec"].keys() & {"ingress", "egress"}
    ]
    assert denies == [{"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}]
