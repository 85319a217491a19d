"""What the cluster runs is what `make up` runs, and everything that its pods name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.local.home import Home
from deploy.local.ports import INTERNAL, PUBLIC
from deploy.local.programs import Program, callboard
from deploy.render import contents
from deploy.topology import SERVICE_NAMES as SERVICES
from services.gateway.config import Settings as GatewaySettings
from tests.guards.source import ROOT
from tests.manifests.rendered import (
    MADE_ELSEWHERE,
    OVERLAYS,
    Process,
    documents,
    of_kind,
    ours,
    processes,
)


def programs(*, once: bool) -> dict[str, tuple[str, ...]]:
    """What `make up` runs once, or without end, by name, with its arguments."""
    plan = callboard(Home(Path("home")), dict.fromkeys((*INTERNAL, PUBLIC), 1))
    found = (program for group in plan.values() for program in group)
    return {program.name: arguments(program) for program in found if program.once == once}


def arguments(program: Program) -> tuple[str, ...]:
    """What follows `python -m services.<name>`; the place of a file is each installation's own."""
    return tuple(word for word in program.command[3:] if "/" not in word)


def given(process: Process) -> tuple[str, ...]:
    """What follows the name of its service; the image makes `python -m services.<name>` of that."""
    service, *words = process.container["args"]
    assert service == process.service
    return tuple(word for word in words if "/" not in word)


@pytest.mark.parametrize("variant", OVERLAYS)
def test_every_process_has_a_deployment_that_runs_it(variant: str) -> None:
    assert {name: given(each) for name, each in ours(variant, "Deployment").items()} == programs(once=False)


@pytest.mark.parametrize("variant", OVERLAYS)
def test_every_preparation_has_a_job_that_does_it(variant: str) -> None:
    assert {name: given(each) for name, each in ours(variant, "Job").items()} == programs(once=True)


@pytest.mark.parametrize("variant", OVERLAYS)
def test_every_process_runs_the_same_image(variant: str) -> None:
    for process in (ours(variant, "Deployment") | ours(variant, "Job")).values():
        image = re.split("[:@]", process.container["image"])[0].removeprefix("registry.example.com/")
        assert image == "callboard/callboard"


def test_the_images_are_those_of_the_dockerfile() -> None:
    targets = re.findall(r"^FROM .* AS (\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert {"callboard", "tools"} <= set(targets)


@pytest.mark.parametrize("variant", OVERLAYS)
def test_a_service_leads_to_a_port_of_its_pods(variant: str) -> None:
    for service in of_kind(variant, "Service"):
        selector = service["spec"]["selector"].items()
        pods = [each for each in processes(variant).values() if selector <= each.labels.items()]
        assert pods, f"Service {service['metadata']['name']} selects nothing"
        for port in service["spec"]["ports"]:
            for pod in pods:
                assert port["targetPort"] in ports(pod), (service["metadata"]["name"], port)


def ports(process: Process) -> dict[str, int]:
    return {port["name"]: port["containerPort"] for port in process.container.get("ports", ())}


@pytest.mark.parametrize("variant", OVERLAYS)
def test_a_probe_asks_a_port_that_is_there(variant: str) -> None:
    for process in processes(variant, "Deployment", "StatefulSet").values():
        for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
            (action,) = (
                process.container[kind][it]
                for it in ("grpc", "httpGet", "tcpSocket")
                if it in process.container[kind]
            )
            assert action["port"] in ports(process) or action["port"] in ports(process).values()


@pytest.mark.parametrize("variant", OVERLAYS)
def test_all_that_a_pod_mounts_is_there(variant: str) -> None:
    present = {
        each["metadata"]["name"]: set(each.get("data", {}))
        for each in of_kind(variant, "Secret", "ConfigMap")
    }
    if "production" in variant:
        present |= MADE_ELSEWHERE
    for process in processes(variant).values():
        for name, keys in mounted(process):
            assert name in present, f"{process.name} mounts {name}, which nobody makes"
            assert keys <= present[name], f"{process.name} wants of {name} what it does not hold"


def mounted(process: Process) -> list[tuple[str, set[str]]]:
    """The Secrets and ConfigMaps that a pod cannot start without, and the keys that are asked of them."""
    found = []
    for volume in process.pod.get("volumes", ()):
        for source in volume.get("projected", {}).get("sources", [volume]):
            for kind, label in (("secret", "secretName"), ("configMap", "name")):
                if kind in source and not source[kind].get("optional"):
                    name = source[kind].get(label) or source[kind]["name"]
                    found.append((name, {item["key"] for item in source[kind].get("items", ())}))
    return found


@pytest.mark.parametrize("variant", OVERLAYS)
def test_a_deployment_has_one_autoscaler_and_no_number(variant: str) -> None:
    targets = [
        each["spec"]["scaleTargetRef"]["name"]
        for each in of_kind(variant, "HorizontalPodAutoscaler", "ScaledObject")
    ]
    assert sorted(targets) == sorted(processes(variant, "Deployment"))
    assert [each for each in of_kind(variant, "Deployment") if "replicas" in each["spec"]] == []


@pytest.mark.parametrize("variant", OVERLAYS)
def test_keda_watches_every_consumer(variant: str) -> None:
    triggers = {
        (each["metadata"]["name"], trigger["metadata"]["stream"], trigger["metadata"]["consumer"])
        for each in of_kind(variant, "ScaledObject")
        for trigger in each["spec"]["triggers"]
        if trigger["type"] == "nats-jetstream"
    }
    assert triggers == (declared() if "all" in variant else set())


def declared() -> set[tuple[str, str, str]]:
    """The durable consumers of the services: worker, stream, name."""
    return {
        (f"{service}-worker", row.stream, row.durable)
        for service in SERVICES
        for row in contents.declared_by(service)
    }


@pytest.mark.parametrize("variant", OVERLAYS)
def test_nothing_lies_outside_of_the_namespace(variant: str) -> None:
    outside = [each for each in documents(variant) if each["kind"] != "Namespace"]
    assert {each["metadata"].get("namespace") for each in outside} == {"callboard"}


def test_the_gateway_listens_where_its_probe_asks() -> None:
    assert "listen" in GatewaySettings.model_fields
    ports_of_gateway = ports(processes("local")["gateway"])
    assert ports_of_gateway == {"http": 8080, "ops": 9090}
