"""What is made once and kept: the key pairs that sign assertions, and the operator's client."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.errors import LocalError
from deploy.local.home import Home, read_json, write_private
from deploy.topology import ISSUERS

OPERATOR_CLIENT = "op_client"


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
        raise LocalError(f"{file} is not a private key: delete it, a new one is made.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise LocalError(f"{file} is not an Ed25519 key: delete it, a new one is made.")
    pem, info = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(pem, info)


def ensure_credentials(home: Home, base_url: str) -> str:
    """Write credentials.json with this URL; the operator's secret, a new one only the first time."""
    operator = read_json(home.credentials).get("operator")
    secret = operator.get("client_secret") if isinstance(operator, dict) else None
    if not isinstance(secret, str) or not secret:
        secret = secrets.token_urlsafe(32)
    content = {"base_url": base_url, "operator": {"client_id": OPERATOR_CLIENT, "client_secret": secret}}
    write_private(home.credentials, json.dumps(content, indent=2) + "\n")
    return secret
