"""The production overlay, applied once for the tests of this folder, and taken away."""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.e2e.api import Operator, reached_by
from tests.e2e.waiting import eventually
from tests.k8s.cluster.home import Home
from tests.k8s.conftest import URL
from tests.k8s.kube import JOB_SECONDS, NAMESPACE, apply, kubectl
from tests.k8s.production.supplied import INGRESS, MONGODB, Supplied
from tests.manifests import tools

HERE = Path(__file__).parent


@pytest.fixture(scope="package")
def production(cluster: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """The operator of a Callboard in production, who is reached by TLS."""
    if URL in os.environ:
        pytest.skip("whole namespaces are removed: not on a cluster of your own")
    _remove()
    supplied = Supplied(tmp_path_factory.mktemp("production"))
    for definitions in tools.crd_files():
        kubectl("apply", "--server-side", "--filename", str(definitions))
    kubectl("apply", "--filename=-", stdin=json.dumps(_listed(supplied)), namespace="")
    for surroundings in ("mongodb", "ingress"):
        kubectl("apply", "--kustomize", str(HERE / surroundings), namespace="")
    made = ("wait", "--for=condition=complete", "job/mongodb-users", f"--timeout={JOB_SECONDS}s")
    kubectl(*made, namespace=MONGODB)
    apply(HERE)
    base_url = cluster.forward.read_text().replace("http://127.0.0.1", "https://localhost")
    trust = ssl.create_default_context(cafile=str(supplied.authority))
    client = httpx.Client(base_url=base_url, verify=trust, timeout=60)
    with reached_by(base_url, client):
        eventually(lambda: client.get("/oauth/jwks").is_success, seconds=60, error=httpx.TransportError)
        yield Operator(base_url, "", "op_client", supplied.client_secret)
    _remove()


def _listed(supplied: Supplied) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "List", "items": supplied.documents()}


def _remove() -> None:
    """Removes Callboard and what is around it, without the time that processes take to drain."""
    namespaces = (NAMESPACE, MONGODB, INGRESS)
    for namespace in namespaces:
        everything = ("delete", "deployments,statefulsets,jobs,pods", "--all")
        kubectl(*everything, "--force", "--grace-period=0", namespace=namespace)
    kubectl("delete", "namespace", *namespaces, "--ignore-not-found", f"--timeout={JOB_SECONDS}s")
