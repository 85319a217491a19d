"""What is made once and kept: the key pairs that sign assertions, and the operator's client."""

import json
import secrets
from pathlib import Path

from deploy.local.home import Home, read_json
from deploy.secret_files import write_private
from deploy.signing_keys import ensure_key_pairs
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


def ensure_credentials(home: Home, base_url: str) -> str:
    """Write credentials.json with this URL; the operator's secret, a new one only the first time."""
    operator = read_json(home.credentials).get("operator")
    secret = operator.get("client_secret") if isinstance(operator, dict) else None
    if not isinstance(secret, str) or not secret:
        secret = secrets.token_urlsafe(32)
    content = {"base_url": base_url, "operator": {"client_id": OPERATOR_CLIENT, "client_secret": secret}}
    write_private(home.credentials, json.dumps(content, indent=2) + "\n")
    return secret
