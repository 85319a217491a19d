"""`credentials.json`: the URL and the operator's client, kept over restarts."""

import json
import secrets

from deploy.local.home import Home, read_json, write_private

OPERATOR_CLIENT = "op_client"


def ensure_credentials(home: Home, base_url: str) -> str:
    """Write the file with this URL and return the operator's secret, a new one only the first time."""
    operator = read_json(home.credentials).get("operator")
    secret = operator.get("client_secret") if isinstance(operator, dict) else None
    if not isinstance(secret, str) or not secret:
        secret = secrets.token_urlsafe(32)
    content = {"base_url": base_url, "operator": {"client_id": OPERATOR_CLIENT, "client_secret": secret}}
    write_private(home.credentials, json.dumps(content, indent=2) + "\n")
    return secret
