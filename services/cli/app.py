"""The tree of commands. Each module below adds its own and says in its help what it does."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from services.cli import (
    audit,
    dead_letters,
    events,
    mail,
    parties,
    people,
    receipts,
    reminders,
    request,
    snapshots,
    tokens,
    webhooks,
)
from services.cli.demo import command as demo

app = typer.Typer(
    help="Callboard from the command line.",
    epilog="Where to connect: options, else CALLBOARD_BASE_URL, CALLBOARD_CLIENT_ID and "
    "CALLBOARD_CLIENT_SECRET, else credentials.json in CALLBOARD_HOME (.run), as `make up` writes it. "
    "A secret that is not found there is asked for.\n\n"
    "Ends with 0 on success, 2 where the command was called wrongly, 3 where the server refuses (401, 403), "
    "4 where there is no such thing (404), 5 where a log or a receipt was tampered with, 6 where an import "
    "kept some rows and rejected others, 1 on any other failure.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    rich_markup_mode="markdown",
    # A stack trace is for the developers and shows no values, which may be secrets.
    pretty_exceptions_enable=False,
)
app.command("api")(request.api)
app.add_typer(snapshots.app, name="import")
app.add_typer(parties.app, name="parties")
app.add_typer(people.app, name="people")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(reminders.app, name="reminders")
app.add_typer(mail.app, name="mail")
app.command("token")(tokens.token)
app.add_typer(audit.app, name="audit")
app.add_typer(receipts.app, name="receipt")
app.command("keys")(receipts.keys)
app.add_typer(events.app, name="events")
app.add_typer(dead_letters.app, name="dead-letters")
app.command("demo")(demo.demo)


def _print_version(wanted: bool) -> None:
    if wanted:
        try:
            typer.echo(version("callboard"))
        except PackageNotFoundError:
            typer.echo("unknown: not installed as a package")
        raise typer.Exit


@app.callback()
def callboard(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Callboard from the command line."""
