"""Where the cluster keeps its files, and the addresses it uses inside its own network."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

NODE = "node"
# Addresses for documentation: they exist in the network namespace of the node only.
NODE_IP = "192.0.2.1"
POD_NETWORK = "10.244.0.0/24"
SERVICE_NETWORK = "10.96.0.0/16"
API_IP = "10.96.0.1"
DNS_IP = "10.96.0.10"
API_PORT = 6443
# Where a Service of type NodePort answers; the port that is forwarded from this machine leads there.
FORWARDED_PORT = 30080
CGROUP = "callboard-k8s"


@dataclass(frozen=True)
class Home:
    """The layout of one cluster's directory. Short, since the paths of sockets are limited to 107 bytes."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The directory that CALLBOARD_K8S_HOME names."""
        return cls(Path(os.environ.get("CALLBOARD_K8S_HOME") or "/var/lib/callboard-k8s").absolute())

    def folder(self, name: str) -> Path:
        """A directory below the root, made when it is missing."""
        path = self.root / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def log(self, name: str) -> Path:
        """The log of one component."""
        return self.folder("logs") / f"{name}.log"

    def certificate(self, name: str) -> Path:
        """The certificate of one party; its key lies beside it as `.key`."""
        return self.root / "pki" / f"{name}.crt"

    def key(self, name: str) -> Path:
        """The private key of one party."""
        return self.root / "pki" / f"{name}.key"

    def access(self, name: str) -> Path:
        """The kubeconfig with which one component calls the API from inside."""
        return self.root / "pki" / f"{name}.kubeconfig"

    @property
    def kubeconfig(self) -> Path:
        """The administrator's kubeconfig for this machine."""
        return self.root / "kubeconfig"

    @property
    def forward(self) -> Path:
        """Holds the URL on this machine behind which the node port answers."""
        return self.root / "forward.url"

    @property
    def holder(self) -> Path:
        """Holds the pid of the process that owns the namespaces."""
        return self.root / "holder.pid"

    @property
    def containerd(self) -> Path:
        """The socket of the cluster's own containerd."""
        return self.root / "containerd.sock"
