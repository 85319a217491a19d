"""`callboard reminders settings|set`."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from callboard import types
from services.cli import output
from services.cli.context import BaseUrl, CliContext, ClientId, Json, SecretFile, context_of
from services.cli.errors import UsageError

app = typer.Typer(help="When a party is reminded of deadlines.", no_args_is_help=True)


@app.command()
def settings(
    ctx: typer.Context,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Show when the party is reminded, and of what.

    Example: `callboard reminders settings`
    """
    context = context_of(ctx)
    with context.api() as api:
        found = api.get_reminder_settings()
    _show(context, found)


@app.command("set")
def change(
    ctx: typer.Context,
    hours: Annotated[
        str | None, typer.Option(help="Hours before it is due, with commas; '' is not before.")
    ] = None,
    late: Annotated[bool | None, typer.Option(help="Whether also when it is late.")] = None,
    kinds: Annotated[
        str | None, typer.Option(help="Of what, with commas: answer, draft, publication; '' is of nothing.")
    ] = None,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Set when the party is reminded; what is not named stays as it is.

    Example: `callboard reminders set --hours 72,24 --no-late --kinds draft,publication`
    """
    context = context_of(ctx)
    with context.api() as api:
        known = api.get_reminder_settings()
        changed = api.put_reminder_settings(
            if_match=known,
            hours_before=known["hours_before"] if hours is None else _numbers(hours),
            late=known["late"] if late is None else late,
            kinds=known["kinds"] if kinds is None else cast(list[types.DeadlineKind], _parts(kinds)),
        )
    _show(context, changed)


def _numbers(text: str) -> list[int]:
    try:
        return [int(each) for each in _parts(text)]
    except ValueError:
        raise UsageError(
            f"--hours takes numbers with commas between them, as in 48,24, not {text}."
        ) from None


def _parts(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _show(context: CliContext, found: types.ReminderSettings) -> None:
    def human() -> None:
        output.line(f"hours before  {', '.join(map(str, found['hours_before'])) or 'none'}")
        output.line(f"when late     {'yes' if found['late'] else 'no'}")
        output.line(f"of            {', '.join(found['kinds']) or 'nothing'}")

    context.show(found, human)
