"""compose.yaml with docker compose itself: up from nothing, a journey, down, up again with all there."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docker
import pytest

from tests.containers.tools import compose
from tests.e2e.api import Operator, close
from tests.e2e.embedded import free_port
from tests.e2e.test_journey import test_from_delegation_to_published_video as a_journey
from tests.engine import LABELS
from tests.guards.source import ROOT

SECRET = ("run", "--rm", "--entrypoint", "cat", "callboard", "/etc/callboard/operator/client_secret")

pytestmark = [pytest.mark.timeout(600), pytest.mark.long]


@dataclass(frozen=True)
class Project:
    """A project of docker compose that is this run's own."""

    port: int
    override: Path

    def __call__(self, *arguments: str) -> str:
        """What a command of docker compose prints; fails with what it says."""
        files = ("--file", str(ROOT / "compose.yaml"), "--file", str(self.override))
        command = [*compose(), "--project-name", f"callboard-tests-{os.getpid()}", *files, *arguments]
        environment = os.environ | {"PORT": str(self.port)}
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def project(docker_engine: docker.DockerClient, tmp_path: Path) -> Iterator[Project]:
    """Nothing of it is there before, nor afterwards."""
    override = tmp_path / "labels.json"
    override.write_text("{}")
    made = Project(free_port(), override)
    everything = json.loads(made("--profile", "*", "config", "--format", "json"))
    labelled = {
        kind: {name: {"labels": LABELS} for name in everything[kind]}
        for kind in ("services", "networks", "volumes")
    }
    override.write_text(json.dumps(labelled))
    yield made
    made("down", "--volumes", "--timeout", "1")


def test_up_and_up_again(project: Project) -> None:
    project("up", "--detach", "--wait", "--no-build")
    secret = project(*SECRET).strip()
    base_url = f"http://127.0.0.1:{project.port}"
    operator = Operator(base_url, "", "op_client", secret)
    a_journey(operator)
    creator = operator.creator()

    project("down")
    close(base_url)
    project("up", "--detach", "--wait", "--no-build")
    assert project(*SECRET).strip() == secret
    assert creator.get(f"/v1/creators/{creator.id}")["id"] == creator.id
    assert "0 not intact" in project("run", "--rm", "callboard", "audit", "verify")
    close(base_url)
