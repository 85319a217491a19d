"""What looks for faults of pages, obtained from npm once and kept in the user's cache: axe-core, which finds
what some people cannot use, and the W3C's checker of HTML.
"""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from pathlib import Path

from tests.guards.source import ROOT
from tests.tools import cache as user_cache
from tests.tools import kept, run

HERE = ROOT / "tests" / "portal"


@cache
def axe() -> str:
    """The script of axe-core."""
    return (_node_modules() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def checker_jar() -> Path:
    """The checker of HTML, which Java runs."""
    return _node_modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"


@cache
def _node_modules() -> Path:
    locked = (HERE / "package-lock.json").read_bytes()

    def install(into: Path) -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, into)
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=into)

    place = user_cache("portal-tools") / f"npm-{hashlib.sha256(locked).hexdigest()[:16]}"
    return kept(place, install) / "node_modules"
