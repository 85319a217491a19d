"""The W3C's checker of HTML as a process beside the tests: what the standard does not allow on a page."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.clients.tools import missing
from tests.e2e.embedded import free_port
from tests.e2e.waiting import eventually
from tests.portal.tools import checker_jar

WITHOUT_JAVA = missing("java")
SECONDS = 120
"""In which it has to start, and to answer: Java is slow at first."""


class Checker:
    """Says what is wrong with a page, as it was sent and not as a browser has mended it."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def ready(self) -> bool:
        """Whether it answers."""
        try:
            return self._http.get("/").status_code == 200
        except httpx.TransportError:
            return False

    def faults(self, html: bytes) -> list[str]:
        """Errors and warnings, each with its line and what stands there.

        What is only information is left out: it is about style, such as the slash that ends `<br/>`.
        """
        sent = {"Content-Type": "text/html; charset=utf-8"}
        answer = self._http.post("/", params={"out": "json"}, content=html, headers=sent)
        answer.raise_for_status()
        said: list[dict[str, Any]] = answer.json()["messages"]
        return [_line(each) for each in said if each["type"] == "error" or each.get("subType") == "warning"]


def _line(said: dict[str, Any]) -> str:
    return f"line {said.get('lastLine')}: {said['message']} {said.get('extract', '')!r}"


@contextmanager
def checker() -> Iterator[Checker]:
    """One that runs."""
    port = free_port()
    bound = "-Dnu.validator.servlet.bind-address=127.0.0.1"
    command = ["java", bound, "-cp", str(checker_jar()), "nu.validator.servlet.Main", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=SECONDS, trust_env=False) as http:
            made = Checker(http)
            eventually(made.ready, seconds=SECONDS)
            yield made
    finally:
        process.terminate()
        process.wait(10)
