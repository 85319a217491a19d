"""Storage for StatefulSets: a few directories of the node, since nothing provides volumes on demand here."""

from __future__ import annotations

import json
from pathlib import Path

from tests.k8s.cluster.home import Home

COUNT = 20


def make(home: Home) -> Path:
    """Makes the directories; returns the file of PersistentVolumes that name them."""
    items = [_volume(home, f"local-{number}") for number in range(1, COUNT + 1)]
    path = home.root / "volumes.json"
    path.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1))
    return path


def _volume(home: Home, name: str) -> dict[str, object]:
    directory = home.folder(f"volumes/{name}")
    # Kubelet hands directories of the node over as they are, to whatever user the pod runs as.
    directory.chmod(0o777)
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name},
        "spec": {
            # Nobody measures it: as much as any claim asks for.
            "capacity": {"storage": "20Gi"},
            "accessModes": ["ReadWriteOnce"],
            "persistentVolumeReclaimPolicy": "Retain",
            "hostPath": {"path": str(directory)},
        },
    }
