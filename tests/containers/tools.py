"""docker compose: the plug-in of the Docker client, or one built with Go, once."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

from tests.manifests.tools import kept, run

COMPOSE = "github.com/docker/compose/v2/cmd@v2.40.3"


@cache
def compose() -> tuple[str, ...]:
    """The words that begin the command."""
    plugin = ("docker", "compose")
    if subprocess.run([*plugin, "version"], capture_output=True, check=False).returncode == 0:
        return plugin
    return (str(kept(COMPOSE.replace("/", "_"), _build) / "docker-compose"),)


def _build(into: Path) -> None:
    # Not `go install`, which refuses a module that excludes versions of others.
    package = COMPOSE.partition("@")[0]
    for arguments in (
        ("mod", "init", "compose"),
        ("get", COMPOSE),
        ("build", "-ldflags=-s -w", "-o", "docker-compose", package),
    ):
        run("go", *arguments, cwd=into)


if __name__ == "__main__":
    compose()
