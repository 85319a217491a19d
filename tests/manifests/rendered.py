"""Every way in which deploy/k8s may be applied, as documents."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from deploy import topology
from deploy.topology import SERVICE_NAMES as SERVICES
from tests.guards.source import ROOT
from tests.manifests import tools

K8S = ROOT / "deploy" / "k8s"
Document = dict[str, Any]
LOCAL, PRODUCTION = "overlays/local", "overlays/production"
VARIANTS: dict[str, tuple[str, ...]] = {
    "base": (),
    "local": (LOCAL,),
    "production": (PRODUCTION,),
    "production with KEDA": (PRODUCTION, "keda"),
    "production with monitoring": (PRODUCTION, "monitoring"),
    "local with backup": (LOCAL, "backup"),
    "local with all": (LOCAL, "keda", "monitoring", "backup"),
    "production with all": (PRODUCTION, "keda", "monitoring", "backup"),
}
"""Name → overlay and components."""

CONNECTIONS = ("mongo_uri", "nats_url")
MADE_ELSEWHERE = {
    "gateway-signing-key": {"signing.pem"},
    "operator-client": {"client_secret"},
    "operator-nats": {"nats_url"},
    "operator-mongodb": {"mongo_uri"},
    "nats-passwords": {"passwords.conf"},
    "nats-tls": {"tls.crt", "tls.key", "ca.crt"},
    "gateway-tls": {"tls.crt", "tls.key", "ca.crt"},
    "trusted-keys": {f"{name}.pub.pem" for name in (*SERVICES, "gateway")},
    **{f"{service}-signing-key": {"signing.pem"} for service in SERVICES},
    **{
        f"{service.name}-secrets": {*service.secrets, *(CONNECTIONS if service.database else ())}
        for service in topology.TABLE
        if service.has_secrets
    },
    **{f"{service}-tls": {"tls.crt", "tls.key", "ca.crt"} for service in SERVICES},
}
"""What an operations team brings along to the production overlay; its README says the same."""

OURS = {service.name for service in topology.TABLE}
OVERLAYS = ("local", "production", "local with all", "production with all")


@dataclass(frozen=True)
class Process:
    """What runs: the labels of its pods, and the specification of them."""

    name: str
    labels: dict[str, str]
    pod: Document

    @property
    def service(self) -> str:
        """`roster`, `gateway`, `mongodb`, …"""
        return self.labels["app.kubernetes.io/name"]

    @property
    def component(self) -> str:
        """`rpc`, `worker`, `job`, …"""
        return self.labels["app.kubernetes.io/component"]

    @property
    def container(self) -> Document:
        """Its only container."""
        (container,) = self.pod["containers"]
        return container


@cache
def text(variant: str) -> str:
    """The YAML of a variant, as `kubectl kustomize` makes it of an overlay that names the components."""
    if not VARIANTS[variant]:
        return tools.run(tools.kubectl(), "kustomize", K8S / "base")
    overlay, *components = VARIANTS[variant]
    if overlay == LOCAL:
        tools.run("make", "k8s-local-secrets")
    with tempfile.TemporaryDirectory() as folder:
        copied = shutil.copytree(K8S.parent, Path(folder) / "deploy")
        file = copied / "k8s" / overlay / "kustomization.yaml"
        content = yaml.safe_load(file.read_text())
        content.setdefault("components", []).extend(f"../../components/{name}" for name in components)
        file.write_text(yaml.safe_dump(content))
        return tools.run(tools.kubectl(), "kustomize", file.parent)


@cache
def documents(variant: str) -> tuple[Document, ...]:
    """The resources of a variant."""
    # As safe as safe_load_all, and six times as fast.
    return tuple(yaml.load_all(text(variant), yaml.CSafeLoader))


def of_kind(variant: str, *kinds: str) -> list[Document]:
    """The resources of these kinds."""
    return [each for each in documents(variant) if each["kind"] in kinds]


def name_of(document: Document) -> str:
    """`Deployment roster-rpc`."""
    return f"{document['kind']} {document['metadata']['name']}"


def processes(variant: str, *kinds: str) -> dict[str, Process]:
    """Everything that runs pods, by name."""
    found = of_kind(variant, *(kinds or ("Deployment", "Job", "StatefulSet", "CronJob")))
    specs = {it["metadata"]["name"]: it["spec"].get("jobTemplate", it)["spec"] for it in found}
    templates = {name: spec["template"] for name, spec in specs.items()}
    return {name: Process(name, it["metadata"]["labels"], it["spec"]) for name, it in templates.items()}


def ours(variant: str, kind: str) -> dict[str, Process]:
    """The Deployments or Jobs that run Callboard itself, by name."""
    every = processes(variant, kind)
    return {name: each for name, each in every.items() if each.service in OURS}
