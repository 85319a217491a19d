"""The secrets of the local overlay: `python -m deploy.k8s.local_secrets`; what is there already is kept.

They are written below `deploy/k8s/overlays/local/secrets`, which is not committed, as the very files that
the overlay makes its Secrets of.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.keys import ensure_keys
from deploy.secret_files import SecretFiles

FOLDER = Path(__file__).parent / "overlays" / "local" / "secrets"
MONGODB = "mongodb-0.mongodb:27017"
NATS = "nats:4222"


def ensure_secrets(folder: Path = FOLDER) -> None:
    """Writes every secret that is missing below `folder`; raises LocalError or OSError."""
    files = SecretFiles(folder)
    files.ensure(MONGODB, NATS)
    files.ensure_one("operator/client_secret", secrets.token_urlsafe(32))
    ensure_keys(Home(folder))


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
