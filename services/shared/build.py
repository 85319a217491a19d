"""Which build of Callboard runs."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version


def callboard_version() -> str:
    """What an image was built as, or the version of the installed package, or `unknown`."""
    if built := os.environ.get("CALLBOARD_VERSION"):
        return built
    try:
        return version("callboard")
    except PackageNotFoundError:
        return "unknown"
