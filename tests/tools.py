"""Programs that tests run: found on PATH, or obtained once and kept in the user's cache."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from tests.guards.source import ROOT


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """What the command prints; what it says where it fails stands in the error."""
    words = [str(word) for word in command]
    if shutil.which(words[0]) is None:
        raise RuntimeError(f"{words[0]} is not on PATH: these tests need it, install it.")
    done = subprocess.run(
        words, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def cache(name: str) -> Path:
    """A folder of this name in the user's cache, which need not be there yet."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "callboard" / name


def kept(place: Path, obtain: Callable[[Path], None]) -> Path:
    """The tool at `place` in the cache. `obtain` makes it in a folder that appears only when it is whole."""
    if not place.exists():
        making = place.with_name(f"{place.name}.{os.getpid()}")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        print(f"Obtaining {place.name}, once", file=sys.stderr)
        obtain(making)
        making.rename(place)
    return place


def python_environment(folder: Path, *packages: str) -> Path:
    """The programs of an environment with these packages, of their own: they have many dependencies."""
    # Not made by `kept`: an environment cannot be moved.
    place = folder / "-".join(packages)
    if not (place / "whole").exists():
        shutil.rmtree(place, ignore_errors=True)
        print(f"Obtaining {' and '.join(packages)}, once", file=sys.stderr)
        venv.create(place, with_pip=True)
        # Most of what they bring along is never imported, and need not be compiled.
        run(place / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-compile", *packages)
        (place / "whole").touch()
    return place / "bin"
