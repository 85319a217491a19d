"""The Ed25519 key pairs with which the processes sign and check each other's assertions."""

from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.errors import DeployError
from deploy.private_files import write_private


def ensure_key_pairs(private_files: Mapping[str, Path], public: Path) -> None:
    """Create the private keys that are missing, by issuer, and write all public halves into one directory."""
    public.mkdir(parents=True, exist_ok=True)
    for issuer, file in private_files.items():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            write_private(file, _new_key())
        # Written every time: the private key is the truth, whatever happened to the other half.
        (public / f"{issuer}.pub.pem").write_bytes(_public_half(file))


def _new_key() -> str:
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return Ed25519PrivateKey.generate().private_bytes(pem, pkcs8, serialization.NoEncryption()).decode()


def _public_half(file: Path) -> bytes:
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except ValueError as error:
        raise DeployError(f"{file} is not a private key: delete it, a new one is made.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise DeployError(f"{file} is not an Ed25519 key: delete it, a new one is made.")
    pem, info = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(pem, info)
