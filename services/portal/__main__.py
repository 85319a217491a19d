"""Starts the portal."""

from __future__ import annotations

from services.portal.config import Settings
from services.portal.server import Portal
from services.shared.config import load


def main() -> None:
    """Serves until told to stop; ends with one sentence where it cannot start."""
    Portal(load(Settings)).run()


if __name__ == "__main__":
    main()
