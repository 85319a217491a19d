"""compose.yaml: every process is confined, and has the time that it needs to end."""

from __future__ import annotations

import pytest
import yaml

from deploy.mongod_versions import IMAGE
from deploy.topology import PROCESSES, SERVERS, TABLE
from tests.containers import definition

SERVICES = definition.services({})
NETWORKS = yaml.safe_load((definition.ROOT / "compose.yaml").read_text())["networks"]
DRAIN_AND_GRACE_SECONDS = 5 + 20
ROOTS = {"secrets"}
"""May give files away, and has no network."""


def test_confined(subtests: pytest.Subtests) -> None:
    for name, service in SERVICES.items():
        with subtests.test(name):
            assert service["read_only"]
            assert service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]
            assert ("cap_add" in service) == (service["user"] == "0:0") == (name in ROOTS)
            assert name not in ROOTS or service["network_mode"] == "none"
            assert name in ROOTS or service["user"] == "10001:10001"


def test_what_stays_restarts_and_drains(subtests: pytest.Subtests) -> None:
    for name, service in SERVICES.items():
        with subtests.test(name):
            if service["restart"].startswith("on-failure"):
                assert service["healthcheck"] == {"disable": True}
                continue
            assert service["restart"] == "unless-stopped"
            assert int(service["stop_grace_period"].removesuffix("s")) > DRAIN_AND_GRACE_SECONDS


def test_each_process_reaches_whom_it_calls() -> None:
    for process in PROCESSES:
        for called in process.calls:
            assert _networks(process.name) & _known_as(called), (process.name, called)


def _known_as(called: str) -> set[str]:
    """The networks on which a server is reached by its service's name: its own, or an alias."""
    server = SERVERS[called].name
    networks = SERVICES[server]["networks"]
    if server == called:
        return set(networks)
    return {name for name, said in networks.items() if said and called in said["aliases"]}


def test_nobody_else_reaches_the_internet() -> None:
    open_ = {name for name, said in NETWORKS.items() if not (said or {}).get("internal")}
    senders = {service.processes[0].name for service in TABLE if service.reaches_internet}
    reaching = {name for name in SERVICES if _networks(name) & open_}
    assert reaching == senders | {service.name for service in TABLE if not service.database}


def _networks(name: str) -> set[str]:
    return set(SERVICES[name].get("networks", ()))


OF_THE_OPERATOR = {
    "nats-streams": {"operator-secrets"},
    "roster-operator": {"operator-secrets", "roster-secrets"},
}
"""The jobs that act as the operator, and what they read."""


def test_each_process_reads_its_own_secrets_only() -> None:
    for name, service in SERVICES.items():
        if name in ("secrets", "mongodb-users", "callboard"):
            continue
        read = {str(each).split(":")[0] for each in service.get("volumes", ()) if "-secrets" in str(each)}
        assert read <= OF_THE_OPERATOR.get(name, {f"{name.split('-')[0]}-secrets"})


def test_the_servers_are_those_of_the_cluster() -> None:
    images = (SERVICES["mongodb"]["image"], SERVICES["nats"]["image"])
    assert images[0] == IMAGE
    overlay = yaml.safe_load((definition.ROOT / "deploy/k8s/overlays/local/kustomization.yaml").read_text())
    assert {f"{each['name']}:{each['newTag']}" for each in overlay["images"]} >= set(images)
    mongod = (definition.ROOT / "deploy/k8s/overlays/local/mongodb/server.yaml").read_text()
    for option in SERVICES["mongodb"]["command"]:
        assert option.startswith("--keyFile") or f"- {option}\n" in mongod
