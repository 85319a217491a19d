"""The secrets of the local overlay: `python -m deploy.k8s.local_secrets`; what is there already is kept.

They are written below `deploy/k8s/overlays/local/secrets`, which is not committed, as the very files that
the overlay makes its Secrets of.
"""

from __future__ import annotations

import base64
import secrets
import sys
from pathlib import Path

from deploy.local.errors import LocalError
from deploy.local.home import Home, write_private
from deploy.local.keys import ensure_keys

FOLDER = Path(__file__).parent / "overlays" / "local" / "secrets"
SERVICES = ("roster", "campaigns", "metrics")
NATS_USERS = (*SERVICES, "operator")
MONGODB = "mongodb-0.mongodb:27017"
NATS = "nats:4222"


def ensure_secrets(folder: Path = FOLDER) -> None:
    """Writes every secret that is missing below `folder`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ensure_keys(Home(folder))
    _ensure(folder / "operator" / "client_secret", secrets.token_urlsafe(32))
    # What the members of a replica set prove to each other; up to 1024 characters of base64.
    _ensure(folder / "mongodb" / "keyfile", base64.b64encode(secrets.token_bytes(48)).decode())
    passwords = {user: _password(folder, user) for user in NATS_USERS}
    lines = "".join(f'{user}_password: "{password}"\n' for user, password in passwords.items())
    write_private(_made(folder / "nats" / "passwords.conf"), lines)
    for service in SERVICES:
        mongo = f"mongodb://{service}:{secrets.token_urlsafe(24)}@{MONGODB}/{service}?replicaSet=rs0"
        _ensure(folder / service / "mongo_uri", mongo)
    for user, password in passwords.items():
        write_private(_made(folder / user / "nats_url"), f"nats://{user}:{password}@{NATS}")


def _password(folder: Path, user: str) -> str:
    return _ensure(folder / "nats" / user, secrets.token_urlsafe(24))


def _ensure(path: Path, content: str) -> str:
    """The content of the file; it is made with `content` where it is missing."""
    if not path.exists():
        write_private(_made(path), content)
    return path.read_text(encoding="utf-8")


def _made(path: Path) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def main() -> int:
    """Runs the command; a failure is a sentence on standard error and exit code 1."""
    try:
        ensure_secrets()
    except (LocalError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(f"The secrets of the local overlay are in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
