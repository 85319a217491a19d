"""The local overlay, applied to a real cluster once a session."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.api import Operator, close
from tests.e2e.waiting import eventually
from tests.k8s.cluster import images
from tests.k8s.cluster.home import FORWARDED_PORT, Home
from tests.k8s.kube import NAMESPACE, ROOT, apply, kubeconfig, kubectl
from tests.k8s.needs import missing

SECRETS = ROOT / "deploy" / "k8s" / "overlays" / "local" / "secrets"
OVERLAY = ROOT / "tests" / "k8s" / "overlay"
# Where the node port of the gateway answers: needed on a cluster of your own, which has its images already.
URL = "CALLBOARD_K8S_URL"
IMAGES = (
    *(f"callboard/{name}:dev" for name in ("callboard", "tools")),
    *(f"callboard-test/{name}:dev" for name in ("mongo", "nats")),
)


@pytest.fixture(scope="session")
def cluster() -> Home:
    """The cluster, with the images; ends the run with one sentence where something is missing."""
    home = Home.from_environment()
    if reason := missing(kubeconfig(), () if URL in os.environ else IMAGES):
        pytest.exit(reason, returncode=1)
    if URL not in os.environ:
        images.load_from_docker(home, IMAGES)
    return home


@pytest.fixture(scope="session")
def operator(cluster: Home) -> Iterator[Operator]:
    """The operator of the Callboard in the cluster."""
    subprocess.run(["make", "k8s-local-secrets"], cwd=ROOT, check=True)
    apply(OVERLAY)
    kubectl("apply", "-f", "-", stdin=json.dumps(_forward()))
    base_url = os.environ.get(URL) or cluster.forward.read_text()
    eventually(lambda: httpx.get(f"{base_url}/readyz").is_success, seconds=60, error=httpx.TransportError)
    secret = (SECRETS / "operator" / "client_secret").read_text().strip()
    yield Operator(base_url, "", "op_client", secret)
    close(base_url)


def _forward() -> dict[str, object]:
    """The gateway on a port of every node."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "gateway-forward", "namespace": NAMESPACE},
        "spec": {
            "type": "NodePort",
            "selector": {"app.kubernetes.io/name": "gateway", "app.kubernetes.io/component": "gateway"},
            "ports": [{"port": 80, "targetPort": 8080, "nodePort": FORWARDED_PORT}],
        },
    }
