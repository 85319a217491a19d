"""`callboard demo`."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import typer

from services.cli import output, settings
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of
from services.cli.demo.load import TABS, load
from services.cli.demo.logins import print_logins
from services.cli.demo.memory import Memory
from services.cli.demo.session import Session

LOOK_AT = """
What to look at, each with the access token of the party named:

  the roster, with rates and figures      Northlight   GET /v1/roster?sort=-followers
  the inbox, by what is due               Northlight   GET /v1/inbox?tab=pending
  an offer on the table between the two   Northlight   GET /v1/creators/{maya}/offers?tab=pending
  what waits for the creator to confirm   Amara        GET /v1/creators/{amara}/offers?tab=pending
  drafts and comments of an active deal   Northlight   GET /v1/creators/{ravi}/offers?tab=active
  figures with their provenance           Maya         GET /v1/creators/{maya}/metrics
  everything done in a creator's name     Maya         GET /v1/creators/{maya}/activity
  a permission to answer                  Hana         GET /v1/delegations

A token:  callboard token --client-id …, which asks for the secret
Real snapshots are moved to now by whole days (note "demo: times shifted"); the days before them
("demo: made up"), audience shares and completion rates ("demo") are made up.
"""


def demo(
    ctx: typer.Context,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Load demo data and print logins.

    Two agencies, four brands, nineteen creators with the figures of three months, delegations and deals in
    every state. Real snapshots are moved by whole days, so that the newest is of yesterday; what is made up
    says so.
    Run as the operator. A second run changes nothing; the secrets stay in demo.json in CALLBOARD_HOME.

    Example: `callboard demo --json > demo.logins.json`
    """
    context = context_of(ctx)
    connection = context.connection()
    memory = Memory(settings.home(context.environ), connection)
    with closing(Session(context, connection, memory)) as session:
        report = load(session)
    context.show(report, lambda: _print(report))


def _print(report: dict[str, Any]) -> None:
    done = f"{report['changes']:,} steps taken" if report["changes"] else "Everything was there already"
    output.line(f"{done}. Callboard answers at {report['base_url']}")
    print_logins(report)
    output.table(
        ("inbox of", *TABS), [[name, *(tabs[tab] for tab in TABS)] for name, tabs in report["tabs"].items()]
    )
    for line in _with_ids(LOOK_AT, report["logins"]).splitlines():
        output.line(line)


def _with_ids(text: str, logins: list[dict[str, str]]) -> str:
    """The text with `{maya}` and so on replaced by their ids."""
    for login in logins:
        text = text.replace(f"{{{login['party'].split()[0].lower()}}}", login["id"])
    return text
