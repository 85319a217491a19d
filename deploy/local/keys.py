"""The Ed25519 key pairs with which the processes sign and check each other's assertions."""

from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.errors import LocalError
from deploy.local.home import Home, write_private
from deploy.topology import ISSUERS


def private_key_file(home: Home, issuer: str) -> Path:
    """Where the private key of one issuer lies."""
    return home.keys / f"{issuer}.pem"


def public_keys(home: Home) -> Path:
    """The directory of public keys, one `<issuer>.pub.pem` each; it can be shown to every process."""
    return home.keys / "public"


def ensure_keys(home: Home) -> None:
    """Create the key pairs of a home that are missing and keep those that are there."""
    ensure_key_pairs({issuer: private_key_file(home, issuer) for issuer in ISSUERS}, public_keys(home))


def ensure_key_pairs(private_files: Mapping[str, Path], public: Path) -> None:
    """Create the private keys that are missing, by issuer, and write all public halves into one directory."""
    public.mkdir(parents=True, exist_ok=True)
    for issuer, file in private_files.items():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private = _load_or_create(file)
        half = private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        # Written every time: the private key is the truth, whatever happened to the other half.
        (public / f"{issuer}.pub.pem").write_bytes(half)


def _load_or_create(path: Path) -> Ed25519PrivateKey:
    if path.exists():
        return _load(path)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(path, pem.decode())
    return key


def _load(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise LocalError(f"{path} is not a private key: delete it, a new one is made.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise LocalError(f"{path} is not an Ed25519 key: delete it, a new one is made.")
    return key
