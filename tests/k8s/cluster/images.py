"""Images without a registry: made of one static program, or taken from the Docker engine of this machine."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

from tests.k8s.cluster.home import Home


def archive(program: Path, name: str) -> bytes:
    """An image of one static program, in the format of `docker save`."""
    layer = _tar({program.name: program.read_bytes()})
    config = {
        "architecture": "amd64",
        "os": "linux",
        "config": {"Entrypoint": [f"/{program.name}"], "User": "65532:65532"},
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
    }
    manifest = [{"Config": "config.json", "RepoTags": [name], "Layers": ["layer.tar"]}]
    files = {"layer.tar": layer, "config.json": json.dumps(config).encode()}
    return _tar(files | {"manifest.json": json.dumps(manifest).encode()})


def _tar(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def load(home: Home, content: bytes) -> None:
    """Puts an archive of images into the node."""
    subprocess.run(_import(home), input=content, check=True, capture_output=True)


def load_from_docker(home: Home, names: Iterable[str]) -> None:
    """Puts images of this machine's Docker engine into the node."""
    with subprocess.Popen(["docker", "save", *names], stdout=subprocess.PIPE) as saved:
        subprocess.run(_import(home), stdin=saved.stdout, check=True, stdout=subprocess.DEVNULL)
    if saved.returncode:
        raise SystemExit("Error: docker save failed, see above: build the images with `make images`.")


def _import(home: Home) -> list[str]:
    return ["ctr", "--address", str(home.containerd), "--namespace", "k8s.io", "images", "import", "-"]
