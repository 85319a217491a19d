"""What the tests on a cluster need of this machine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path


def missing(kubeconfig: Path, images: Sequence[str]) -> str:
    """One sentence on what is not there and how to get it; empty where nothing is missing.

    `images` are those that the node gets from the Docker engine; a cluster that has its own needs none.
    """
    if not kubeconfig.is_file():
        return f"There is no {kubeconfig}: run `make k8s-cluster` as root, or name a cluster by KUBECONFIG."
    programs = [name for name in ("kubectl", *(("docker",) if images else ())) if not shutil.which(name)]
    if programs:
        return f"{' and '.join(programs)} not found on PATH: install what is missing."
    if not _succeeds(
        "kubectl", f"--kubeconfig={kubeconfig}", "--request-timeout=10s", "get", "--raw=/readyz"
    ):
        return f"The cluster of {kubeconfig} does not answer: run `make k8s-cluster` as root, or start yours."
    if images and not _succeeds("docker", "info"):
        return "No Docker engine answers, which has the images: start one, or run .ci/engine as root."
    absent = list(_absent(images))
    if absent:
        return f"The Docker engine has no {', '.join(absent)}: run `make test-images`."
    return ""


def _absent(images: Iterable[str]) -> Iterable[str]:
    return (name for name in images if not _succeeds("docker", "image", "inspect", name))


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
