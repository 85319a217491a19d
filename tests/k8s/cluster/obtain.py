"""Gets every program of the cluster: from Debian's packages, or built from Go modules once and kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

VERSION = "1.34.4"
GO = Path(__file__).parent / "go"

# The program that shows whether a package is there, and the package.
PACKAGES = {
    "etcd": "etcd-server",
    "containerd": "containerd",
    "runc": "runc",
    "iptables": "iptables",
    "ipset": "ipset",
    "conntrack": "conntrack",
    "/usr/lib/cni/bridge": "containernetworking-plugins",
    "unshare": "util-linux",
    "ip": "iproute2",
}
STAMP = "k8s.io/component-base/version"


@dataclass(frozen=True)
class Build:
    """One `go build` in a module of this folder."""

    module: str
    packages: tuple[str, ...]

    @property
    def programs(self) -> tuple[str, ...]:
        """The files it makes."""
        return tuple(package.rsplit("/", 1)[-1] for package in self.packages)


KUBERNETES = Build(
    "kubernetes",
    tuple(
        f"k8s.io/kubernetes/cmd/{name}"
        for name in ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kubelet")
    ),
)
# Of the same module, so that it is built with the libraries that are compiled for Kubernetes.
METRICS = Build("kubernetes", ("sigs.k8s.io/metrics-server/cmd/metrics-server",))
KUBECTL = Build("kubernetes", ("k8s.io/kubernetes/cmd/kubectl",))
ADDONS = Build("addons", ("./coredns", "./pause"))
ROUTER = Build("router", ("github.com/cloudnativelabs/kube-router/v2/cmd/kube-router",))
BUILDS = (KUBERNETES, METRICS, ADDONS, ROUTER)


def cache() -> Path:
    """Where built programs are kept."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "callboard" / "k8s" / VERSION


def obtain() -> Path:
    """Installs and builds what is missing; returns the directory of the built programs."""
    _install()
    wanted = BUILDS if shutil.which("kubectl") else (*BUILDS, KUBECTL)
    for each in wanted:
        _build(each, cache())
    return cache()


def _install() -> None:
    missing = sorted(package for program, package in PACKAGES.items() if not shutil.which(program))
    if not missing:
        return
    print(f"Installing {', '.join(missing)} with apt-get", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
        subprocess.run(["apt-get", "-qq", *command], env=environment, check=True)


def _build(build: Build, target: Path) -> None:
    if all((target / name).exists() for name in build.programs):
        return
    if not shutil.which("go"):
        raise SystemExit(f"Error: {', '.join(build.programs)} must be built: install Go 1.24 or newer.")
    begun = time.monotonic()
    print(f"Building {', '.join(build.programs)} with Go, once; Kubernetes takes long", flush=True)
    major, minor, _ = VERSION.split(".")
    stamps = {"gitVersion": f"v{VERSION}", "gitMajor": major, "gitMinor": minor}
    flags = " ".join(["-s -w", *(f"-X {STAMP}.{name}={value}" for name, value in stamps.items())])
    work = target / ".building"
    work.mkdir(parents=True, exist_ok=True)
    command = ["nice", "-n", "10", "go", "build", "-p", "2", "-trimpath", "-ldflags", flags]
    environment = os.environ | {"CGO_ENABLED": "0"}
    subprocess.run(
        [*command, "-o", f"{work}/", *build.packages], cwd=GO / build.module, env=environment, check=True
    )
    for name in build.programs:
        (work / name).replace(target / name)
    print(f"Built in {(time.monotonic() - begun) / 60:.1f} min", flush=True)
