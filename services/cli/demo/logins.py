"""Printing of the logins: who may look at the demo, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.cli import output

CLIENTS = ("party", "kind", "client_id", "client_secret")
PEOPLE = ("role", "email", "password")


def print_logins(report: Mapping[str, Any]) -> None:
    """Prints the clients of the parties and, where there are any, the people who sign in to the portal."""
    output.table(CLIENTS, [[login[name] for name in CLIENTS] for login in report["logins"]])
    if report["people"]:
        output.line(f"Sign in at {report['portal_url']}")
        output.table(PEOPLE, [[person[name] for name in PEOPLE] for person in report["people"]])
