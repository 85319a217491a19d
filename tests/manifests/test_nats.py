"""nats-server takes the configuration of each overlay, with users and passwords mounted as in a pod."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.local.home import Home, cache_directory
from deploy.local.obtain import Site
from deploy.local.obtain_nats import find_nats
from tests.manifests.rendered import of_kind, processes

PASSWORDS = "".join(f'{user}_password: "secret"\n' for user in ("roster", "campaigns", "metrics", "operator"))


@pytest.fixture(scope="module")
def server() -> Path:
    """The program."""
    return find_nats(Site(os.environ, cache_directory(os.environ, Home(Path(".run").resolve())))).path


def certify(folder: Path) -> None:
    """A certificate that is its own authority, with its key, as in a Secret of the type kubernetes.io/tls."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nats")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "tls.key").write_bytes(private)
    for file in ("tls.crt", "ca.crt"):
        (folder / file).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


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
    certify(tmp_path / "tls")
    command = [str(server), "-t", "--config", str(mount(variant, tmp_path))]
    done = subprocess.run(
        command, env={"NAME": "nats-0"}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "configuration file" in done.stderr + done.stdout


@pytest.mark.parametrize("variant", ["local", "production"])
def test_an_acknowledged_message_is_on_disk(variant: str, tmp_path: Path) -> None:
    certify(tmp_path / "tls")
    assert "sync_interval: always" in mount(variant, tmp_path).read_text()
