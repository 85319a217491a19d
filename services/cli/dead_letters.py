"""`callboard dead-letters list|redrive`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli import output, settings
from services.cli.context import Json, NatsUrl, context_of
from services.cli.dead_letter_stream import DeadLetter, connected, dead_letter, dead_letters, send_again
from services.cli.errors import CliError, UsageError

app = typer.Typer(
    help="Events that no attempt could handle. They wait here, with their cause.", no_args_is_help=True
)
COLUMNS = ("sequence", "consumer", "subject", "attempts", "cause", "time")


@app.command("list")
def show(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the oldest first.")] = 100,
    nats_url: NatsUrl = "",
    as_json: Json = False,
) -> None:
    """List the dead letters.

    Example: `callboard dead-letters list --limit 20`
    """
    context = context_of(ctx)
    url, ca_file = settings.broker(context.environ, context.nats_url)
    found = asyncio.run(_listed(url, ca_file, limit))
    document = {"items": [_shown(each) for each in found]}

    def human() -> None:
        if found:
            output.table(COLUMNS, [[_shown(each)[name] for name in COLUMNS] for each in found])
        else:
            output.line("There are no dead letters.")

    context.show(document, human)


@app.command()
def redrive(
    ctx: typer.Context,
    sequences: Annotated[
        list[int] | None, typer.Option("--id", help="The sequence of a dead letter; repeatable.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that there are now.")] = False,
    nats_url: NatsUrl = "",
    as_json: Json = False,
) -> None:
    """Send dead letters to their consumers again, after what stopped them was mended.

    Nothing is lost where this is interrupted: a dead letter is deleted only after it was sent.

    Examples:

    `callboard dead-letters redrive --id 7 --id 9`

    `callboard dead-letters redrive --all`
    """
    context = context_of(ctx)
    if bool(sequences) == everything:
        raise UsageError("Say which ones: either --id, or --all.")
    url, ca_file = settings.broker(context.environ, context.nats_url)
    sent, failed = asyncio.run(_redriven(url, ca_file, sequences or ()))
    document = {"redriven": [_shown(each) for each in sent], "failed": failed}
    context.show(document, lambda: output.line(f"{len(sent):,} sent again, {len(failed):,} failed."))
    for sentence in failed:
        output.complain(sentence)
    if failed:
        raise typer.Exit(1)


async def _listed(url: str, ca_file: Path | None, limit: int) -> list[DeadLetter]:
    found: list[DeadLetter] = []
    async with connected(url, ca_file) as js:
        async for each in dead_letters(js):
            found.append(each)
            if len(found) >= limit:
                break
    return found


async def _redriven(
    url: str, ca_file: Path | None, sequences: Sequence[int]
) -> tuple[list[DeadLetter], list[str]]:
    """Those sent again, and a sentence for each of those that were not. No sequences: all dead letters."""
    sent: list[DeadLetter] = []
    failed: list[str] = []
    async with connected(url, ca_file) as js:
        named = [await dead_letter(js, sequence) for sequence in dict.fromkeys(sequences)]
        async for each in _each(named) if sequences else dead_letters(js):
            try:
                await send_again(js, each)
            except CliError as error:
                failed.append(str(error))
                continue
            sent.append(each)
            output.note(f"{each.sequence} → {each.subject}")
    return sent, failed


async def _each(named: Sequence[DeadLetter]) -> AsyncIterator[DeadLetter]:
    for each in named:
        yield each


def _shown(dead: DeadLetter) -> dict[str, Any]:
    return {name: getattr(dead, name) for name in COLUMNS}
