"""Replacing secrets while everything runs: no request is refused in between."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.e2e.api import Actor, Operator
from tests.e2e.conftest import Installation
from tests.e2e.waiting import eventually


def test_the_key_that_signs_access_tokens_is_replaced(installation: Installation, tmp_path: Path) -> None:
    creator = installation.operator.creator()
    former = dict(creator.headers)
    own = installation.home / "keys" / "gateway.pem"
    trusted = installation.home / "keys" / "public" / "gateway.pub.pem"
    for file in (own, trusted):
        shutil.copy(file, tmp_path)
    private, public = new_pair()

    trusted.write_bytes(trusted.read_bytes() + public)
    assert creator.get(f"/v1/creators/{creator.id}")
    own.write_bytes(private)
    installation.kill("gateway")()
    eventually(lambda: signed_with_the_new_key(creator, former), error=httpx.HTTPError)
    for headers in (former, creator.headers):
        creator.headers = headers
        assert creator.get(f"/v1/creators/{creator.id}")

    new, creator.headers = creator.headers, former
    trusted.write_bytes(public)
    eventually(lambda: creator.send("GET", f"/v1/creators/{creator.id}").status_code == 401)
    renewed = Actor(creator.base_url, creator.id, creator.client_id, creator.client_secret)
    eventually(lambda: renewed.send("GET", f"/v1/creators/{creator.id}").status_code == 200)
    assert new != former


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


def signed_with_the_new_key(creator: Actor, former: dict[str, str]) -> bool:
    """Gets a token as soon as the gateway answers again, and tries it."""
    creator.__post_init__()
    reply = creator.send("GET", f"/v1/creators/{creator.id}")
    return creator.headers != former and reply.status_code == 200


def test_a_client_of_a_party_is_replaced(operator: Operator) -> None:
    agency = operator.agency()
    clients = f"/v1/operator/parties/{agency.id}/clients"
    made = operator.post(clients)["client"]
    renewed = Actor(agency.base_url, agency.id, made["client_id"], made["client_secret"])
    for each in (agency, renewed):
        assert each.get("/v1/roster")["items"] == []
    operator.call("DELETE", f"{clients}/{agency.client_id}", status=204)
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        agency.token()
    assert renewed.token()["access_token"]
