"""Builds the images of MongoDB and NATS that container tests use: `python -m tests.images BASE`.

They hold the same programs as the embedded default, so that no image registry is needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.local.home import Home, cache_directory
from deploy.local.obtain import Site
from deploy.local.servers import Binaries

HERE = Path(__file__).parent
PROGRAMS = {"mongo": "mongod", "nats": "nats-server"}


def main() -> None:
    """Builds `callboard-test/mongo:dev` and `callboard-test/nats:dev` on the given base."""
    base = sys.argv[1]
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch))
        binaries = Binaries.find(Site(cache_directory(os.environ, home)))
        for name, program in (("mongo", binaries.mongod.path), ("nats", binaries.nats.path)):
            _build(name, program, base)


def _build(name: str, program: Path, base: str) -> None:
    with tempfile.TemporaryDirectory() as context:
        shutil.copy(program, f"{context}/{PROGRAMS[name]}")
        shutil.copy(HERE / f"{name}.Dockerfile", f"{context}/Dockerfile")
        tag = f"callboard-test/{name}:dev"
        print(f"Building {tag}", flush=True)
        command = ["docker", "build", "--quiet", "--build-arg", f"BASE={base}", "--tag", tag, context]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
