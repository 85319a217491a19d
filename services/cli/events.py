"""`callboard events tail`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Annotated, Any

import typer

from callboard import Event
from services.cli import output
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of

app = typer.Typer(help="What happens, as it happens.", no_args_is_help=True)


@app.callback()
def events() -> None:
    """What happens, as it happens."""


@app.command()
def tail(
    ctx: typer.Context,
    types: Annotated[
        list[str] | None, typer.Option(help="Only these, as in offer.sent; repeatable, or with commas.")
    ] = None,
    creator: Annotated[str, typer.Option(help="Only what is about the creator with this id.")] = "",
    after: Annotated[str, typer.Option(help="Begin behind the event with this id.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="End after so many; 0 is without an end.")] = 0,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Print events as they happen, until interrupted; with --json each as a line of JSON.

    For a client of an agency, a brand or a creator: it hears what its party may see.

    Examples:

    `callboard events tail --types offer.sent,offer.accepted`

    `callboard events tail --after ev_018f… --json`
    """
    context = context_of(ctx)
    chosen = [name for each in types or () for name in each.split(",") if name]
    with context.api() as client, suppress(KeyboardInterrupt):
        following = client.events(types=chosen, creator_id=creator, last_event_id=after)
        for number, event in enumerate(following, 1):
            if context.as_json:
                output.json_line(asdict(event))
            else:
                output.line(_line(event))
            if number == limit:
                return


def _line(event: Event) -> str:
    return "  ".join((event.timestamp, event.type, event.id, *_told(event.data)))


def _told(data: dict[str, Any]) -> Iterator[str]:
    """What the data says, as name=value; of a party, a campaign and the like its id."""
    for name, value in data.items():
        said = value.get("id") if isinstance(value, dict) else value
        if isinstance(said, list):
            said = ",".join(map(str, said))
        if said not in ("", None):
            yield f"{name}={said}"
