"""MongoDB and NATS: exact versions, mongod a safe one, its network compression off wherever it is started."""

from __future__ import annotations

import re

import pytest

from deploy.mongod_versions import IMAGE, holes_in, safe_versions
from tests.guards.source import ROOT, files

IMAGES = re.compile(r"(?<![\w./-])(mongo|nats):([0-9]{1,2}(?:\.[0-9]+)*)(?!\w)")
REPLICA_SET = re.compile(r"--replSet[ =\"]|replSetName:")
SKIPPED = ("tests", "CHANGELOG.md")
STARTED_IN = (
    "compose.yaml",
    "deploy/render/templates/compose.yaml",
    "deploy/local/mongod.conf",
    "deploy/k8s/overlays/local/mongodb/server.yaml",
    "tests/providers.py",
)


def named() -> list[tuple[str, str, str]]:
    """Every version of an image that a committed file names: where, which, and the tag."""
    texts = ((path, ROOT / path) for path in files() if path.parts[0] not in SKIPPED)
    readable = ((path, full.read_bytes().decode(errors="replace")) for path, full in texts)
    return [(str(path), *found) for path, text in readable for found in IMAGES.findall(text)]


def test_versions_of_images_are_exact_and_those_of_one_kind_the_same() -> None:
    found = named()
    assert {name for _, name, _ in found} == {"mongo", "nats"}
    assert [each for each in found if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", each[2])] == []
    assert {f"{name}:{tag}" for _, name, tag in found if name == "mongo"} == {IMAGE}
    assert len({tag for _, name, tag in found if name == "nats"}) == 1


def test_the_mongod_of_the_images_is_a_safe_one() -> None:
    assert holes_in(tuple(map(int, IMAGE.partition(":")[2].split(".")))) == []


@pytest.mark.parametrize("path", STARTED_IN)
def test_mongod_is_started_without_network_compression(path: str) -> None:
    said = re.sub(r'[\s",=()*{}]+', " ", (ROOT / path).read_text())
    compression = re.findall(r"networkMessageCompressors disabled|compression: compressors: disabled", said)
    assert len(REPLICA_SET.findall(said)) == len(compression) == 1


def test_nothing_else_starts_a_replica_set() -> None:
    sources = [path for path in files() if path.parts[0] in ("deploy", "services", "Makefile", ".ci")]
    assert {
        str(path)
        for path in sources
        if REPLICA_SET.search((ROOT / path).read_bytes().decode(errors="replace"))
    } <= set(STARTED_IN)


def test_no_client_asks_for_compression() -> None:
    sources = [path for path in files() if path.parts[0] in ("deploy", "services", "compose.yaml")]
    assert [str(path) for path in sources if b"compressors=" in (ROOT / path).read_bytes()] == []


@pytest.mark.parametrize("path", ["docs/operations.md", "compose.yaml"])
def test_the_documents_name_the_safe_versions_of_the_table(path: str) -> None:
    supported = [each for each in safe_versions() if each >= (7, 0)]
    text = (ROOT / path).read_text()
    assert [each for each in supported if ".".join(map(str, each)) not in text] == []
