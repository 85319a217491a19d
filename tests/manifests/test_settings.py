"""Every process reads the settings that its manifests give it, and finds all that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from deploy.backup.settings import from_environment
from deploy.topology import SERVICE_NAMES as SERVICES
from services.cli.settings import broker
from services.shared.config import ProcessSettings, load
from tests.manifests.rendered import OVERLAYS, Process, of_kind, processes

CASES = [
    (variant, name)
    for variant in OVERLAYS
    for name in (
        "gateway",
        *(f"{service}-{form}" for service in SERVICES for form in ("rpc", "worker", "migrate")),
    )
]
CONTENTS = {
    "mongo_uri": "mongodb://user:password@host/roster",
    "nats_url": "nats://user:password@host",
    "_key": "k" * 43,
}
"""What lies in a file whose name ends so."""


def environment(variant: str, process: Process) -> dict[str, str]:
    """The variables of a container that its manifests say; what only the running pod knows is left out."""
    maps = {each["metadata"]["name"]: each["data"] for each in of_kind(variant, "ConfigMap")}
    values: dict[str, str] = {}
    for source in process.container.get("envFrom", ()):
        values |= maps[source["configMapRef"]["name"]]
    for variable in process.container.get("env", ()):
        if "value" in variable:
            values[variable["name"]] = variable["value"]
        elif found := variable["valueFrom"].get("configMapKeyRef"):
            value = maps[found["name"]].get(found["key"])
            assert value or found["optional"], variable
            values |= {variable["name"]: value} if value else {}
    return values


def place_secrets(values: dict[str, str], process: Process, folder: Path) -> dict[str, str]:
    """Lays a file wherever a variable names one below a mount, and has the variables name these."""
    mounts = [mount["mountPath"] for mount in process.container["volumeMounts"]]
    moved = {}
    for key, value in values.items():
        moved[key] = value
        if value.startswith("/"):
            path = folder / value.lstrip("/")
            assert any(value == mount or value.startswith(f"{mount}/") for mount in mounts), (key, value)
            if key.endswith("_DIR"):
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                kind = next((it for it in CONTENTS if path.name.endswith(it)), "")
                path.write_text(CONTENTS.get(kind, "content"))
            moved[key] = str(path)
    return moved


@pytest.mark.parametrize(("variant", "name"), CASES)
def test_a_process_can_read_its_settings(variant: str, name: str, tmp_path: Path) -> None:
    process = processes(variant)[name]
    settings_class = import_module(f"services.{process.service}.config").Settings
    values = place_secrets(environment(variant, process), process, tmp_path)
    settings = load(settings_class, values)
    assert_listens(settings, process)


@pytest.mark.parametrize(("variant", "tls"), [("local with all", False), ("production with all", True)])
def test_the_backup_can_read_its_settings(variant: str, tls: bool, tmp_path: Path) -> None:
    process = processes(variant)["backup"]
    settings = from_environment(place_secrets(environment(variant, process), process, tmp_path))
    assert set(settings.mongo_uris.values()) == {CONTENTS["mongo_uri"]}
    assert settings.nats_url == CONTENTS["nats_url"]
    assert (bool(settings.nats_ca_file), settings.nats_replicas) == (tls, 3 if tls else 1)


@pytest.mark.parametrize("variant", OVERLAYS)
def test_whoever_makes_the_streams_can_read_its_settings(
    variant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = processes(variant)["nats-streams"]
    values = place_secrets(environment(variant, process), process, tmp_path)
    url, ca_file = broker(values, "")
    assert (url, bool(ca_file)) == (CONTENTS["nats_url"], "production" in variant)
    monkeypatch.setenv("CALLBOARD_NATS_REPLICAS", values["CALLBOARD_NATS_REPLICAS"])
    (module,) = process.container["args"]
    given = import_module(module).parser().parse_args([])
    assert given.replicas == (3 if "production" in variant else 1)


def assert_listens(settings: ProcessSettings, process: Process) -> None:
    """The ports in the manifests are those that the process opens, towards everybody."""
    ports = {port["name"]: port["containerPort"] for port in process.container.get("ports", ())}
    for name, setting in (("http", "listen"), ("grpc", "listen"), ("ops", "ops_listen")):
        if name in ports:
            assert getattr(settings, setting) == f"0.0.0.0:{ports[name]}"


@pytest.mark.parametrize("variant", OVERLAYS)
def test_a_target_is_a_service_of_the_cluster(variant: str) -> None:
    headless = {
        f"dns:///{each['metadata']['name']}:{port['port']}"
        for each in of_kind(variant, "Service")
        if each["spec"].get("clusterIP") == "None"
        for port in each["spec"]["ports"]
    }
    named = set(targets(variant))
    assert named
    assert named <= headless


def targets(variant: str) -> Iterator[str]:
    for each in of_kind(variant, "ConfigMap"):
        yield from (value for key, value in each["data"].items() if key.endswith("_TARGET"))


@pytest.mark.parametrize("variant", OVERLAYS)
def test_no_secret_stands_in_a_config_map(variant: str) -> None:
    values: list[Any] = [
        (key, value) for each in of_kind(variant, "ConfigMap") for key, value in each["data"].items()
    ]
    assert [key for key, value in values if "PRIVATE KEY" in value or "mongodb://" in value] == []


def test_production_keeps_three_copies_of_every_stream() -> None:
    values = environment("production", processes("production")["nats-streams"])
    assert values["CALLBOARD_NATS_REPLICAS"] == "3"
    (nats,) = (each for each in of_kind("production", "StatefulSet") if each["metadata"]["name"] == "nats")
    assert nats["spec"]["replicas"] == 3
