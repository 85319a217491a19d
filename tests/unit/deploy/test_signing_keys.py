"""Key pairs are made once and kept."""

import stat

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.errors import DeployError
from deploy.local.home import Home
from deploy.secret_files import SecretFiles
from deploy.topology import ISSUERS


@pytest.fixture
def files(home: Home) -> SecretFiles:
    """The secrets of a home, of which none is made yet."""
    return SecretFiles(home.secrets)


def ensure(files: SecretFiles) -> None:
    """Make what is missing."""
    files.ensure("mongodb:1", "nats:1")


def test_every_issuer_has_a_private_and_a_public_key(files: SecretFiles) -> None:
    ensure(files)

    for issuer in ISSUERS:
        file = files.signing_key(issuer)
        private = serialization.load_pem_private_key(file.read_bytes(), password=None)
        public = serialization.load_pem_public_key((files.trusted / f"{issuer}.pub.pem").read_bytes())
        assert private.public_key() == public
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_private_keys_are_kept_and_public_ones_restored(files: SecretFiles) -> None:
    ensure(files)
    before = files.signing_key("roster").read_bytes()
    (files.trusted / "roster.pub.pem").unlink()

    ensure(files)

    assert files.signing_key("roster").read_bytes() == before
    assert (files.trusted / "roster.pub.pem").exists()


def test_a_damaged_key_is_named(files: SecretFiles) -> None:
    ensure(files)
    files.signing_key("roster").write_text("nonsense")

    with pytest.raises(DeployError, match=r"signing\.pem is not a private key: delete it"):
        ensure(files)


def test_a_key_of_another_kind_is_named(files: SecretFiles) -> None:
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    ensure(files)
    files.signing_key("metrics").write_bytes(pem)

    with pytest.raises(DeployError, match="not an Ed25519 key"):
        ensure(files)
