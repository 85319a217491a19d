"""What is in the images, and what is not."""

from __future__ import annotations

import docker
import pytest
from docker.models.images import Image

from services.shared.build import callboard_version
from tests.containers import definition
from tests.engine import LABELS

NAMES = {"callboard": "gateway", "tools": "secrets"}
"""Each image, and who runs it in compose.yaml."""

MOST_BYTES = 250_000_000
"""Of which granian, one native library, is 21 MB; what it replaced was 3. The base has 120.

Authlib, Babel and what the portal's pages are made with are about 15.
"""

IMPORT_ALL = """
import importlib, pkgutil, deploy, services.cli
for package in (deploy, services.cli):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
"""


def named(name: str) -> str:
    """An image, as compose.yaml has it."""
    return str(definition.services()[NAMES[name]]["image"])


@pytest.fixture(params=NAMES)
def image(request: pytest.FixtureRequest, docker_engine: docker.DockerClient) -> Image:
    """Each image."""
    return docker_engine.images.get(named(request.param))


def test_small_and_labelled(image: Image) -> None:
    assert image.attrs["Size"] < MOST_BYTES
    assert {"title", "description", "version", "revision"} <= {
        label.removeprefix("org.opencontainers.image.") for label in image.labels
    }
    assert image.labels["org.opencontainers.image.version"] == callboard_version()
    assert f"CALLBOARD_VERSION={callboard_version()}" in image.attrs["Config"]["Env"]


def test_it_runs_as_nobody_in_particular(image: Image) -> None:
    assert image.attrs["Config"]["User"] == "10001:10001"
    assert image.attrs["Config"]["Volumes"] == {"/tmp": {}}  # noqa: S108


def test_processes_say_how_they_are(image: Image) -> None:
    is_tools = "callboard/tools" in str(image.tags)
    assert bool(image.attrs["Config"].get("Healthcheck")) is not is_tools
    assert is_tools or {"9090/tcp", "8080/tcp"} & image.attrs["Config"]["ExposedPorts"].keys()


def test_no_compiler_and_no_installer(image: Image, docker_engine: docker.DockerClient) -> None:
    tools = "for each in cc gcc g++ make pip pip3; do command -v $each; done; python3 -m pip --version 2>&1"
    said = docker_engine.containers.create(image.id, ["-c", tools], entrypoint=["sh"], labels=LABELS)
    said.start()
    said.wait()
    assert "No module named pip" in said.logs().decode()
    assert len(said.logs().decode().splitlines()) == 1
    said.remove(v=True)


def test_the_tools_have_what_they_import(docker_engine: docker.DockerClient) -> None:
    container = docker_engine.containers.create(
        named("tools"), ["-c", IMPORT_ALL], entrypoint=["python3"], read_only=True, labels=LABELS
    )
    container.start()
    assert container.wait()["StatusCode"] == 0, container.logs().decode()
    container.remove(v=True)
