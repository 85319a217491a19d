"""What must be in the cluster before the production overlay: namespaces, and what keeps secrets in them."""

from __future__ import annotations

from pathlib import Path

from deploy.permissions import MONGO_USERS
from deploy.secret_files import SecretFiles
from deploy.topology import ISSUERS
from tests.certificates import Authority
from tests.k8s import relay
from tests.k8s.kube import NAMESPACE
from tests.manifests.rendered import MADE_ELSEWHERE, Document

MONGODB, INGRESS = "mongodb", "ingress-nginx"
"""Namespaces of what others run."""
MONGODB_HOST = "mongodb-0.mongodb.mongodb.svc.cluster.local"
MONGODB_OPTIONS = "replicaSet=rs0&tls=true&tlsCAFile=/etc/callboard/tls/ca.crt"
CERTIFIED = {
    **{issuer: (issuer,) for issuer in ISSUERS},
    "nats": ("nats", *(f"nats-{number}.nats" for number in range(3))),
    "mongodb": (MONGODB_HOST,),
    "gateway-public": ("localhost",),
}
"""Who shows a certificate, and the names in it."""


class Supplied:
    """Secrets and certificates, made in a folder."""

    def __init__(self, folder: Path) -> None:
        self._secrets, self._tls = folder / "secrets", folder / "tls"
        SecretFiles(self._secrets).ensure(f"{MONGODB_HOST}:27017", "nats:4222", MONGODB_OPTIONS)
        authority = Authority()
        for name, names in CERTIFIED.items():
            authority.certify(self._tls / name, *names)

    @property
    def authority(self) -> Path:
        """The certificate by which all others are checked."""
        return self._tls / "gateway-public" / "ca.crt"

    @property
    def client_secret(self) -> str:
        """That of the operator's client."""
        return SecretFiles(self._secrets).operator_secret.read_text()

    def documents(self) -> list[Document]:
        """Everything, to be applied before anything else."""
        namespaces = [
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
            for name in (NAMESPACE, MONGODB, INGRESS)
        ]
        return [*namespaces, *self._of_callboard(), *self._of_mongodb(), *self._of_ingress()]

    def _of_callboard(self) -> list[Document]:
        contents = {
            name: {key: self._file(name, key).read_text().replace("nats://", "tls://") for key in keys}
            for name, keys in MADE_ELSEWHERE.items()
        }
        contents["gateway-public-tls"] = self._certificate()
        return [
            _holder("ConfigMap" if name == "trusted-keys" else "Secret", NAMESPACE, name, data)
            for name, data in contents.items()
        ]

    def _file(self, name: str, key: str) -> Path:
        folder = self._tls if name.endswith("-tls") else self._secrets
        return folder / name.partition("-")[0] / key

    def _of_mongodb(self) -> list[Document]:
        tls = self._tls / "mongodb"
        pem = (tls / "tls.crt").read_text() + (tls / "tls.key").read_text()
        contents = {
            "mongodb-key": {"keyfile": (self._secrets / "mongodb" / "keyfile").read_text()},
            "mongodb-uris": {user: (self._secrets / user / "mongo_uri").read_text() for user in MONGO_USERS},
            "mongodb-tls": {"mongod.pem": pem, "ca.crt": self.authority.read_text()},
        }
        return [_holder("Secret", MONGODB, name, data) for name, data in contents.items()]

    def _of_ingress(self) -> list[Document]:
        script = {"relay.py": Path(relay.__file__).read_text()}
        return [
            _holder("Secret", INGRESS, "gateway-public-tls", self._certificate()),
            _holder("ConfigMap", INGRESS, "relay", script),
        ]

    def _certificate(self) -> dict[str, str]:
        return {key: (self._tls / "gateway-public" / key).read_text() for key in ("tls.crt", "tls.key")}


def _holder(kind: str, namespace: str, name: str, data: dict[str, str]) -> Document:
    return {
        "apiVersion": "v1",
        "kind": kind,
        "metadata": {"name": name, "namespace": namespace},
        "data" if kind == "ConfigMap" else "stringData": data,
    }
