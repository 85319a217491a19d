"""The programs that look at manifests: found on PATH, or obtained once and kept in the user's cache.

Versions are pinned here, and nowhere else.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from tests.tools import cache as user_cache
from tests.tools import kept as obtained
from tests.tools import python_environment, run

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


def folder() -> Path:
    """Where tools are kept."""
    return user_cache("manifest-tools")


def kept(name: str, obtain: Callable[[Path], None]) -> Path:
    """The tool `name` in that folder."""
    return obtained(folder() / name, obtain)


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

    return python_environment(folder(), *PYTHON_TOOLS) / name


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
