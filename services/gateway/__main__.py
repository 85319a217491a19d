"""Starts the gateway: worker processes, each loading the application itself."""

from __future__ import annotations

import sys

from services.gateway.answers import answer_of
from services.gateway.config import Settings
from services.gateway.server import Server
from services.gateway.sign_in import issuers
from services.gateway.transcode.requests import RequestReader
from services.gateway.transcode.routes import routes_of
from services.shared.access import UndeclaredRule
from services.shared.config import load
from services.shared.contracts import descriptors


def main() -> None:
    """Serves until told to stop; ends with one sentence where it cannot start."""
    settings = load(Settings)
    try:
        for route in routes_of(descriptors()):
            RequestReader(route)
            answer_of(route)
    except UndeclaredRule as error:
        sys.exit(str(error))
    if not settings.signing_key_file.is_file():
        sys.exit(f"There is no signing key at {settings.signing_key_file}.")
    try:
        issuers.read(settings.issuers_file)
    except (OSError, ValueError) as error:
        sys.exit(f"ISSUERS_FILE is {settings.issuers_file}, which cannot be used: {error}")
    Server(settings).run()


if __name__ == "__main__":
    main()
