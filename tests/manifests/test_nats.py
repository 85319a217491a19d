"""nats-server takes the configuration of each overlay, with users and passwords mounted as in a pod."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from deploy.local.home import Home, cache_directory
from deploy.local.obtain import Site, find_nats
from deploy.permissions import OPERATOR
from deploy.topology import SERVICE_NAMES
from tests.certificates import Authority
from tests.manifests.rendered import of_kind, processes

PASSWORDS = "".join(f'{user}_password: "secret"\n' for user in (*SERVICE_NAMES, OPERATOR))


@pytest.fixture(scope="module")
def server() -> Path:
    """The program."""
    return find_nats(Site(cache_directory(os.environ, Home(Path(".run").resolve())))).path


def mount(variant: str, folder: Path) -> Path:
    """Lays /etc/nats out as the pod's projected volume does; returns the configuration."""
    pod = processes(variant)["nats"].pod
    maps = {each["metadata"]["name"]: each["data"] for each in of_kind(variant, "ConfigMap")}
    (projected,) = (each["projected"] for each in pod["volumes"] if "projected" in each)
    for source in projected["sources"]:
        if "configMap" in source:
            for key, value in maps[source["configMap"]["name"]].items():
                # Elsewhere than in a pod, folders are elsewhere.
                moved = value.replace("/etc/nats-tls", str(folder / "tls")).replace("/data", str(folder))
                (folder / key).write_text(moved.replace("/tmp/nats.pid", str(folder / "pid")))  # noqa: S108
        else:
            (item,) = source["secret"]["items"]
            (folder / item["path"]).parent.mkdir()
            (folder / item["path"]).write_text(PASSWORDS)
    return folder / "nats.conf"


@pytest.mark.parametrize("variant", ["local", "production"])
def test_nats_server_takes_the_configuration(variant: str, server: Path, tmp_path: Path) -> None:
    Authority().certify(tmp_path / "tls", "nats")
    command = [str(server), "-t", "--config", str(mount(variant, tmp_path))]
    done = subprocess.run(
        command, env={"NAME": "nats-0"}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "configuration file" in done.stderr + done.stdout


@pytest.mark.parametrize("variant", ["local", "production"])
def test_an_acknowledged_message_is_on_disk(variant: str, tmp_path: Path) -> None:
    Authority().certify(tmp_path / "tls", "nats")
    assert "sync_interval: always" in mount(variant, tmp_path).read_text()
