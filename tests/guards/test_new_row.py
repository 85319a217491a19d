"""What has no database, is reached from outside, or consists of one process, is a row of the table, too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.copied import check_guards, inspect
from tests.guards.test_new_service import documents
from tests.new_service import add_rows_to_copy

INSPECT = """
import json
from pathlib import Path
from deploy.local.home import Home
from deploy.local.ports import INTERNAL, PUBLIC
from deploy.local.programs import callboard
from deploy.permissions import MONGO_USERS, NATS_USERS
from deploy.topology import ISSUERS, STREAMS

plan = callboard(Home(Path("home")), dict.fromkeys((*INTERNAL, PUBLIC), 1))
print(json.dumps({
    "programs": {each.name: dict(each.environment) for group in plan.values() for each in group},
    "front": [each.name for each in plan["front"]],
    "ports": INTERNAL,
    "users": [*MONGO_USERS, *(each.name for each in NATS_USERS)],
    "streams": STREAMS,
    "issuers": ISSUERS,
}))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy."""
    folder = tmp_path_factory.mktemp("tree")
    add_rows_to_copy(folder)
    return folder


@pytest.fixture(scope="module")
def known(tree: Path) -> Any:
    """What the copy's own code makes of the table."""
    return inspect(tree, INSPECT)


def test_one_machine_runs_them(known: Any) -> None:
    assert known["front"] == ["gateway", "portal", "pages"]
    assert known["programs"]["pages"] == {
        "CALLBOARD_PAGES_GATEWAY_URL": "http://127.0.0.1:1",
        "CALLBOARD_PAGES_LISTEN": "127.0.0.1:1",
        "CALLBOARD_PAGES_OPS_LISTEN": "127.0.0.1:1",
    }
    assert {"pages", "pages-ops", "digest-worker-ops"} <= set(known["ports"])
    assert "CALLBOARD_DIGEST_MONGO_URI_FILE" in known["programs"]["digest-worker"]
    assert {name for name in known["programs"] if name.startswith("digest")} == {
        "digest-worker",
        "digest-migrate",
    }


def test_only_who_has_a_database_has_users_and_a_stream(known: Any) -> None:
    assert "pages" not in known["users"]
    assert "PAGES" not in known["streams"]
    assert known["users"].count("digest") == 2
    assert "DIGEST" in known["streams"]


def test_who_has_no_data_and_calls_nobody_by_grpc_has_no_key(known: Any) -> None:
    assert {"pages", "digest"} & set(known["issuers"]) == {"digest"}


def test_the_gateway_calls_neither(known: Any) -> None:
    assert not [key for key in known["programs"]["gateway"] if "PAGES" in key or "DIGEST" in key]


def test_compose_runs_them(tree: Path) -> None:
    whole = yaml.safe_load((tree / "compose.yaml").read_text())
    services = whole["services"]
    named = {str(each).partition(":")[0] for each in services["digest-worker"]["volumes"]}
    assert named <= whole["volumes"].keys()
    pages = services["pages"]
    assert pages["command"] == ["pages"]
    assert pages["depends_on"] == {"gateway": {"condition": "service_healthy"}}
    assert pages["environment"]["CALLBOARD_PAGES_GATEWAY_URL"] == "http://gateway:8080"
    assert pages["ports"] == ["${ADDRESS:-127.0.0.1}:${PAGES_PORT:-8082}:8080"]
    assert "volumes" not in pages
    assert services["digest-worker"]["networks"] == ["data"]
    assert "digest-migrate" in services["digest-worker"]["depends_on"]
    assert "digest-rpc" not in services


def test_a_cluster_runs_scales_and_protects_them(tree: Path) -> None:
    found = documents(tree, "base/processes.yaml")
    kinds = ("ServiceAccount", "Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget")
    assert {(kind, name) for kind in kinds for name in ("pages", "digest-worker")} <= found.keys()
    assert found["Service", "pages"]["spec"]["ports"] == [{"name": "http", "port": 80, "targetPort": "http"}]
    assert ("Service", "digest") not in found
    (container,) = found["Deployment", "pages"]["spec"]["template"]["spec"]["containers"]
    assert [port["name"] for port in container["ports"]] == ["http", "ops"]
    assert [mount["name"] for mount in container["volumeMounts"]] == ["tmp"]
    settings = (tree / "deploy" / "k8s" / "base" / "kustomization.yaml").read_text()
    assert "CALLBOARD_PAGES_GATEWAY_URL=http://gateway:80\n" in settings


def test_a_cluster_lets_it_call_the_gateway_and_nobody_else(tree: Path) -> None:
    policies = documents(tree, "base/network.yaml")
    (rule,) = policies["NetworkPolicy", "pages-calls"]["spec"]["egress"]
    (expression,) = rule["to"][0]["podSelector"]["matchExpressions"]
    assert (expression["values"], rule["ports"]) == (["gateway"], [{"port": 8080}])
    (called,) = policies["NetworkPolicy", "gateway-is-called"]["spec"]["ingress"]
    names = [each["podSelector"]["matchLabels"]["app.kubernetes.io/name"] for each in called["from"]]
    assert names == ["portal", "pages"]
    assert ("NetworkPolicy", "pages-is-called") not in policies
    assert ("NetworkPolicy", "pages-is-reached") in documents(tree, "overlays/local/network.yaml")


def test_they_are_watched(tree: Path) -> None:
    alerts = (tree / "deploy" / "observability" / "alerts.yaml").read_text()
    missed = [name for name in ("pages", "digest-worker") if f'process="{name}"' not in alerts]
    assert missed == []
    assert ("PodMonitor", "pages") in documents(tree, "components/monitoring/pod-monitors.yaml")
    policies = documents(tree, "components/monitoring/network.yaml")
    assert ("NetworkPolicy", "prometheus-reads-pages") in policies


def test_the_guards_are_content(tree: Path) -> None:
    check_guards(tree, "compose", "observability", "permissions")
