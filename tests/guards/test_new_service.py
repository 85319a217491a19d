"""A new service is one row of `deploy/topology.py` and files of its own: everything else follows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.copied import check_guards, check_whole, inspect, run, stated_files
from tests.guards.source import ROOT
from tests.new_service import CHANGES, add_to_copy

MOST_FILES = 5
NEW = {"directory-rpc", "directory-worker"}
GUARDS = ("compose", "events", "observability", "permissions", "rpcs")

INSPECT = """
import json
from pathlib import Path
from deploy.local.home import Home
from deploy.local.ports import INTERNAL, PUBLIC
from deploy.local.programs import callboard
from deploy.permissions import MONGO_USERS, NATS_USERS
from deploy.topology import STREAMS
from services.gateway.config import Settings
from services.gateway.transcode.routes import routes_of
from services.shared.contracts import descriptors

plan = callboard(Home(Path("home")), dict.fromkeys((*INTERNAL, PUBLIC), 1))
programs = [each for group in plan.values() for each in group]
print(json.dumps({
    "programs": {each.name: dict(each.environment) for each in programs},
    "ports": [*INTERNAL],
    "mongo": MONGO_USERS,
    "nats": {each.name: each.publish for each in NATS_USERS},
    "streams": STREAMS,
    "settings": [*Settings.model_fields],
    "routes": [route.path for route in routes_of(descriptors())],
}))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy."""
    folder = tmp_path_factory.mktemp("tree")
    add_to_copy(folder)
    return folder


@pytest.fixture(scope="module")
def known(tree: Path) -> Any:
    """What the copy's own code makes of the table."""
    return inspect(tree, INSPECT)


def documents(tree: Path, path: str) -> dict[tuple[str, str], Any]:
    """The Kubernetes resources of a file, by kind and name."""
    found = (each for each in yaml.safe_load_all((tree / "deploy" / "k8s" / path).read_text()) if each)
    return {(each["kind"], each["metadata"]["name"]): each for each in found}


def test_few_files_that_are_there_change_by_hand() -> None:
    assert len(CHANGES) == stated_files("test_new_service") <= MOST_FILES
    assert all((ROOT / name).is_file() for name in CHANGES)


def test_it_is_started_beside_the_others(known: Any) -> None:
    assert NEW | {"directory-migrate"} <= known["programs"].keys()
    assert "CALLBOARD_DIRECTORY_MONGO_URI_FILE" in known["programs"]["directory-worker"]
    assert {"directory", "directory-rpc-ops", "directory-worker-ops"} <= set(known["ports"])


def test_it_is_reachable(known: Any) -> None:
    assert "/v1/operator/directory/{creator_id}" in known["routes"]
    assert "directory_target" in known["settings"]
    assert "CALLBOARD_GATEWAY_DIRECTORY_TARGET" in known["programs"]["gateway"]


def test_it_has_a_database_a_stream_and_the_rights_to_them(known: Any) -> None:
    assert known["mongo"]["directory"] == "directory"
    assert "DIRECTORY" in known["streams"]
    assert set(known["nats"]["directory"]) >= {
        "directory.v1.>",
        "dead.directory-entries",
        "$JS.API.CONSUMER.MSG.NEXT.ROSTER.directory-entries",
    }
    consumer = "$JS.API.CONSUMER.CREATE.ROSTER.directory-entries.roster.v1.CreatorRegistered.*"
    assert consumer in known["nats"]["operator"]


def test_compose_runs_it(tree: Path) -> None:
    services = yaml.safe_load((tree / "compose.yaml").read_text())["services"]
    assert NEW | {"directory-migrate"} <= services.keys()
    assert services["directory-rpc"]["command"] == ["directory", "rpc"]
    assert "directory-rpc" in services["gateway"]["depends_on"]
    assert "/etc/callboard/directory/mongo_uri" in services["mongodb-users"]["command"]


def test_a_cluster_runs_scales_and_protects_it(tree: Path) -> None:
    found = documents(tree, "base/processes.yaml")
    kinds = ("ServiceAccount", "Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget")
    assert {(kind, name) for kind in kinds for name in NEW} <= found.keys()
    assert ("Service", "directory") in found
    assert ("Job", "directory-migrate") in documents(tree, "base/jobs.yaml")
    keda = documents(tree, "components/keda/scaled-objects.yaml")["ScaledObject", "directory-worker"]
    assert {each["metadata"].get("consumer") for each in keda["spec"]["triggers"]} == {
        None,
        "directory-entries",
    }


def test_a_cluster_lets_the_gateway_call_it(tree: Path) -> None:
    policies = documents(tree, "base/network.yaml")
    (called,) = policies["NetworkPolicy", "directory-is-called"]["spec"]["ingress"]
    names = [each["podSelector"]["matchLabels"]["app.kubernetes.io/name"] for each in called["from"]]
    assert names == ["gateway"]
    (calls,) = policies["NetworkPolicy", "gateway-calls"]["spec"]["egress"]
    (expression,) = calls["to"][0]["podSelector"]["matchExpressions"]
    assert "directory" in expression["values"]
    assert ("NetworkPolicy", "directory-calls") not in policies


def test_it_is_watched_and_backed_up(tree: Path) -> None:
    observability = tree / "deploy" / "observability"
    alerts = (observability / "alerts.yaml").read_text()
    assert all(f'absent(callboard_build_info{{process="{name}"}})' in alerts for name in NEW)
    page = json.loads((observability / "dashboards" / "service.json").read_text())
    assert any("directory" in each["query"].split(",") for each in page["templating"]["list"])
    components = tree / "deploy" / "k8s" / "components"
    assert "name: directory-settings" in (components / "monitoring" / "kustomization.yaml").read_text()
    pods = documents(tree, "components/monitoring/pod-monitors.yaml")["PodMonitor", "services"]["spec"]
    assert pods["selector"]["matchExpressions"][0]["values"] == ["rpc", "worker"]
    assert "CALLBOARD_BACKUP_DIRECTORY_MONGO_URI_FILE" in (components / "backup" / "backup.yaml").read_text()


def test_nobody_may_import_it(tree: Path) -> None:
    (tree / "services" / "metrics" / "wrong.py").write_text("import services.directory.domain.entries\n")
    lint = "from importlinter.cli import lint_imports; print(lint_imports(no_cache=True))"
    said = run(tree, "-c", lint)
    (tree / "services" / "metrics" / "wrong.py").unlink()
    assert "services.metrics is not allowed to import services.directory" in said
    assert " 1 broken" in said
    assert " 0 broken" in run(tree, "-c", lint)


def test_what_was_generated_is_whole(tree: Path) -> None:
    check_whole(tree, CHANGES)


def test_the_guards_are_content(tree: Path) -> None:
    check_guards(tree, *GUARDS)
