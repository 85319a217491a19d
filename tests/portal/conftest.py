"""A Callboard with the demo in it, a browser, and the cookies of its people."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from callboard import Client
from tests.clients.tools import missing
from tests.e2e.embedded import Embedded, embedded
from tests.guards.source import ROOT
from tests.portal.browser import check, chromium
from tests.portal.checker import WITHOUT_JAVA, Checker, checker
from tests.portal.cookies import signed_in
from tests.portal.people import Person, people
from tests.tools import run

RUNNING = "CALLBOARD_TEST_PORTAL_HOME"


@pytest.fixture(autouse=True, scope="session")
def _has_what_it_needs() -> None:
    for reason in filter(None, map(missing, ("npm", "chromium"))):
        pytest.skip(reason)


@dataclass(frozen=True)
class Portal:
    """A portal and the parties of the demo by their keys: `northlight`, `maya`, `solstice`."""

    base_url: str
    gateway_url: str
    clients: dict[str, dict[str, str]]
    key_file: Path
    people: dict[str, Person]

    def cookie(self, who: str) -> str:
        """Of somebody who is signed in."""
        client = self.clients[who]
        return signed_in(self.gateway_url, client["client_id"], client["client_secret"], self.key_file)

    def api(self, who: str) -> Client:
        """The API as the same party."""
        client = self.clients[who]
        return Client(self.gateway_url, client["client_id"], client["client_secret"])

    def id(self, who: str) -> str:
        """The party's id."""
        return self.clients[who]["id"]


@pytest.fixture(scope="session")
def portal(_has_what_it_needs: None) -> Iterator[Portal]:
    """One with the demo: that of a Callboard that runs already, in a home that CALLBOARD_TEST_PORTAL_HOME
    names, or a new one.

    CALLBOARD_TEST_PORTAL_URL beside it names another portal of that Callboard, started by hand.
    """
    run("sh", "deploy/assets/install.sh")
    if running := os.environ.get(RUNNING):
        yield _of(Path(running), os.environ.get("CALLBOARD_TEST_PORTAL_URL", ""))
        return
    with embedded() as installation:
        _load_demo(installation)
        yield _of(installation.home.root)


def _of(home: Path, url: str = "") -> Portal:
    urls = json.loads((home / "credentials.json").read_text())
    parties = json.loads((home / "demo.json").read_text())["parties"]
    key_file = home / "secrets" / "portal" / "cookie_key"
    return Portal(url or urls["portal_url"], urls["base_url"], parties, key_file, people(home))


def _load_demo(installation: Embedded) -> None:
    environment = os.environ | {"CALLBOARD_HOME": str(installation.home.root)}
    command = [sys.executable, "-m", "services.cli", "demo"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=240, stdout=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def browser(_has_what_it_needs: None) -> Iterator[Browser]:
    """Chromium."""
    with chromium() as made:
        yield made


@pytest.fixture(scope="session")
def html_checker(_has_what_it_needs: None) -> Iterator[Checker | None]:
    """What says whether HTML is valid; None where there is no Java, of which test_html.py tells."""
    if WITHOUT_JAVA:
        yield None
        return
    with checker() as made:
        yield made


Checks = Callable[[str, str], None]


@pytest.fixture
def holds(browser: Browser, portal: Portal, html_checker: Checker | None) -> Checks:
    """`holds("northlight", "/inbox")`: what must hold of every page holds of this one."""
    return lambda who, path: check(browser, portal.base_url, path, portal.cookie(who), html_checker)
