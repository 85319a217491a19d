"""The programs that look at manifests: found on PATH, or obtained once and kept in the user's cache.

Versions are pinned here, and nowhere else.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from tests.guards.source import ROOT

PYTHON_TOOLS = ("checkov==3.3.30", "kubernetes-validate==1.37.0")
KUBE_SCORE = "github.com/zegl/kube-score/cmd/kube-score@v1.20.0"
KUBECTL = "k8s.io/kubectl@v0.34.4"
OLDEST_KUBECTL = (1, 27)
KEDA = "github.com/kedacore/keda/v2@v2.18.1"
PROMETHEUS = "github.com/prometheus-operator/prometheus-operator@v0.85.0"
CRDS = {
    KEDA: ("config/crd/bases/keda.sh_scaledobjects.yaml",),
    PROMETHEUS: (
        "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml",
        "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
    ),
}
"""Modules that hold definitions of resources, and where the ones that we use are."""

_KUBECTL_MAIN = """package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
)

func main() { os.Exit(cli.Run(cmd.NewDefaultKubectlCommand())) }
"""


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """What the command prints; what it says where it fails stands in the error."""
    words = [str(word) for word in command]
    if shutil.which(words[0]) is None:
        raise RuntimeError(f"{words[0]} is not on PATH: the checks of manifests need it, install it.")
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def folder() -> Path:
    """Where tools are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "callboard" / "manifest-tools"


def kept(name: str, obtain: Callable[[Path], None]) -> Path:
    """The tool `name` in the cache. `obtain` makes it in a folder that appears only when it is whole."""
    place = folder() / name
    if not place.exists():
        making = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        print(f"Obtaining {name}, once", file=sys.stderr)
        obtain(making)
        making.rename(place)
    return place


@cache
def kubectl() -> Path:
    """kubectl with kustomize: the one on PATH, or one built with Go."""
    found = shutil.which("kubectl")
    if found:
        version = json.loads(run(found, "version", "--client", "--output=json"))["clientVersion"]
        if tuple(int(re.sub(r"\D", "", version[part])) for part in ("major", "minor")) >= OLDEST_KUBECTL:
            return Path(found)
    return kept(KUBECTL.replace("/", "_"), _build_kubectl) / "kubectl"


def _build_kubectl(into: Path) -> None:
    # Its own repository has no main package that `go install` takes.
    (into / "main.go").write_text(_KUBECTL_MAIN)
    for arguments in (
        ("mod", "init", "kubectl"),
        ("get", KUBECTL),
        ("mod", "tidy"),
        ("build", "-o", "kubectl", "."),
    ):
        run("go", *arguments, cwd=into)


@cache
def kube_score() -> Path:
    """kube-score, built with Go."""

    def build(into: Path) -> None:
        run("go", "install", KUBE_SCORE, GOBIN=str(into))

    return kept(KUBE_SCORE.replace("/", "_"), build) / "kube-score"


@cache
def promtool() -> Path:
    """promtool: the one on PATH, or that of the distribution's package, unpacked."""
    found = shutil.which("promtool")
    return Path(found) if found else kept("promtool", _unpack_promtool) / "usr" / "bin" / "promtool"


def _unpack_promtool(into: Path) -> None:
    try:
        run("apt-get", "download", "prometheus", cwd=into)
    except RuntimeError:
        # A new machine has no lists of packages yet.
        run("apt-get", "update", "-qq")
        run("apt-get", "download", "prometheus", cwd=into)
    (package,) = into.glob("*.deb")
    run("dpkg", "-x", package, into)


@cache
def python_tool(name: str) -> Path:
    """checkov or kubernetes-validate, in an environment of their own: they have many dependencies."""

    def install(into: Path) -> None:
        venv.create(into, with_pip=True)
        # Most of what they bring along is never imported, and need not be compiled.
        run(into / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-compile", *PYTHON_TOOLS)

    # Not kept: an environment cannot be moved.
    place = folder() / "-".join(PYTHON_TOOLS)
    if not (place / "whole").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        print(f"Obtaining {' and '.join(PYTHON_TOOLS)}, once", file=sys.stderr)
        install(place)
        (place / "whole").touch()
    return place / "bin" / name


@cache
def crd_files() -> tuple[Path, ...]:
    """The definitions of the resources that KEDA and the Prometheus operator add to a cluster."""
    empty = folder()
    empty.mkdir(parents=True, exist_ok=True)
    found: list[Path] = []
    for module, files in CRDS.items():
        downloaded = json.loads(run("go", "mod", "download", "-json", module, cwd=empty))
        found += [Path(downloaded["Dir"]) / file for file in files]
    return tuple(found)


def obtain() -> None:
    """Obtains all of them, beside each other: pip waits for the network while Go compiles."""
    with ThreadPoolExecutor() as pool:
        wanted: list[Callable[[], object]] = [
            kubectl,
            kube_score,
            promtool,
            crd_files,
            lambda: python_tool("checkov"),
        ]
        for done in [pool.submit(each) for each in wanted]:
            done.result()


if __name__ == "__main__":
    obtain()
