"""Signing keys for tests."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.shared.clock import Clock
from services.shared.tokens import Signer


def make_keys(folder: Path, *issuers: str) -> Path:
    """A key pair for each issuer, `<issuer>.pem`; returns the folder of the public halves."""
    public = folder / "public"
    public.mkdir(parents=True, exist_ok=True)
    for issuer in issuers:
        key = Ed25519PrivateKey.generate()
        (folder / f"{issuer}.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        (public / f"{issuer}.pub.pem").write_bytes(
            key.public_key().public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
    return public


def signer(folder: Path, issuer: str, clock: Clock, *, key: str = "") -> Signer:
    """Signs as `issuer` with its own key, or with that of another."""
    return Signer(issuer, folder / f"{key or issuer}.pem", clock)
