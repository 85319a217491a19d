"""Replacing secrets while everything runs: no request is refused in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from callboard import Unauthorized
from tests.e2e.api import Actor, Operator, TransportError, fetch
from tests.e2e.installation import Installation
from tests.e2e.waiting import eventually

READ = "trusted_keys_read"


@dataclass
class GatewayKey:
    """The gateway's own key, and the file in which it is trusted."""

    installation: Installation
    own: Path
    trusted: Path

    def trust(self, keys: bytes) -> None:
        """Writes the file of trusted keys, and calls roster until its log says that it has read it."""
        read_before = self._readings()
        self.trusted.write_bytes(keys)

        def noticed() -> bool:
            # A call that roster answers with nothing but the keys by which it knows the gateway: what signs
            # checkpoints reads the file for itself, and says so in the same words.
            self.installation.operator.token()
            return self._readings() > read_before

        eventually(noticed)

    def _readings(self) -> int:
        return self.installation.log("roster-rpc").count(READ)

    def restart(self) -> None:
        """As a rolling restart does; returns when the gateway answers again."""
        self.installation.kill("gateway")()
        eventually(
            lambda: fetch(self.installation.base_url, "/readyz").status_code == 200, error=TransportError
        )


@pytest.fixture
def key(installation: Installation) -> Iterator[GatewayKey]:
    """Afterwards the former key is trusted again: the session's other parties hold tokens of it."""
    files = installation.secrets
    found = GatewayKey(installation, files.signing_key("gateway"), files.trusted / "gateway.pub.pem")
    former = found.trusted.read_bytes()
    yield found
    found.trusted.write_bytes(found.trusted.read_bytes() + former)
    found.restart()


def test_the_key_that_signs_access_tokens_is_replaced(key: GatewayKey, operator: Operator) -> None:
    creator = operator.creator()
    path = f"/v1/creators/{creator.id}"
    private, public = new_pair()

    key.trust(key.trusted.read_bytes() + public)
    key.own.write_bytes(private)
    key.restart()
    renewed = Actor(creator.base_url, creator.id, creator.client_id, creator.client_secret)
    for each in (creator, renewed):
        assert each.get(path)["id"] == creator.id

    key.trusted.write_bytes(public)
    eventually(lambda: creator.send("GET", path).status_code == 401)
    assert renewed.get(path)["id"] == creator.id


def new_pair() -> tuple[bytes, bytes]:
    """A private and a public key, PEM."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private, public


def test_a_client_of_a_party_is_replaced(operator: Operator) -> None:
    agency = operator.agency()
    clients = f"/v1/operator/parties/{agency.id}/clients"
    made = operator.post(clients)["client"]
    renewed = Actor(agency.base_url, agency.id, made["client_id"], made["client_secret"])
    for each in (agency, renewed):
        assert each.get("/v1/roster")["items"] == []
    operator.call("DELETE", f"{clients}/{agency.client_id}", status=204)
    with pytest.raises(Unauthorized, match="401"):
        agency.token()
    assert renewed.token()["access_token"]
