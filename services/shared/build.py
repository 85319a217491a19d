"""Which build of Callboard runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def callboard_version() -> str:
    """The version of the package, or `unknown` where it is not installed as one."""
    try:
        return version("callboard")
    except PackageNotFoundError:
        return "unknown"
