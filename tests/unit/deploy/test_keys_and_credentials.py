"""Key pairs and the operator's credentials are made once and kept."""

import json
import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.keys import ensure_credentials, ensure_keys, private_key_file, public_keys
from deploy.signing_keys import ISSUERS


def test_every_issuer_has_a_private_and_a_public_key(home: Home) -> None:
    ensure_keys(home)

    for issuer in ISSUERS:
        file = private_key_file(home, issuer)
        private = serialization.load_pem_private_key(file.read_bytes(), password=None)
        public = serialization.load_pem_public_key((public_keys(home) / f"{issuer}.pub.pem").read_bytes())
        assert private.public_key() == public
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_private_keys_are_kept_and_public_ones_restored(home: Home) -> None:
    ensure_keys(home)
    before = private_key_file(home, "roster").read_bytes()
    (public_keys(home) / "roster.pub.pem").unlink()

    ensure_keys(home)

    assert private_key_file(home, "roster").read_bytes() == before
    assert (public_keys(home) / "roster.pub.pem").exists()


def test_a_damaged_key_is_named(home: Home) -> None:
    private_key_file(home, "roster").write_text("nonsense")

    with pytest.raises(LocalError, match=r"roster\.pem is not a private key: delete it"):
        ensure_keys(home)


def test_a_key_of_another_kind_is_named(home: Home) -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    private_key_file(home, "metrics").write_bytes(pem)

    with pytest.raises(LocalError, match="not an Ed25519 key"):
        ensure_keys(home)


def test_the_secret_survives_a_change_of_address(home: Home) -> None:
    secret = ensure_credentials(home, "http://127.0.0.1:8080")

    assert ensure_credentials(home, "http://127.0.0.1:9090") == secret
    assert json.loads(home.credentials.read_text()) == {
        "base_url": "http://127.0.0.1:9090",
        "operator": {"client_id": "op_client", "client_secret": secret},
    }
    assert stat.S_IMODE(home.credentials.stat().st_mode) == 0o600
    assert len(secret) >= 32
