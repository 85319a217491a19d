"""`callboard import snapshots`."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)

from services.cli import output
from services.cli.api import Api
from services.cli.context import BaseUrl, ClientId, ClientSecret, Json, context_of
from services.cli.errors import CliError

PIECE = 256 << 10
SHOWN_REJECTIONS = 20
SOME_REJECTED = 3
"""The exit code where some rows were rejected and the others were kept."""

app = typer.Typer(help="Bring data in.", no_args_is_help=True)


class Format(StrEnum):
    """How the rows are written."""

    CSV = "csv"
    NDJSON = "ndjson"


CONTENT_TYPES = {Format.CSV: "text/csv", Format.NDJSON: "application/x-ndjson"}
EXTENSIONS = {".csv": Format.CSV, ".ndjson": Format.NDJSON, ".jsonl": Format.NDJSON}


@app.callback()
def bring_in() -> None:
    """Bring data in."""


@app.command("snapshots")
def snapshots(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="CSV or NDJSON, also as .gz; - is standard input.")],
    form: Annotated[
        Format | None, typer.Option("--format", help="How the rows are written; by the file's name without.")
    ] = None,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret: ClientSecret = "",
    as_json: Json = False,
) -> None:
    """Import video snapshots. A second import of the same rows changes nothing.

    Ends with 0 where every row was kept or known, with 3 where some were rejected, with 1 on failure.

    Examples:

    `callboard import snapshots tiktok_snapshots.csv.gz`

    `zcat rows.ndjson.gz | callboard import snapshots - --format ndjson --json`
    """
    context = context_of(ctx)
    content_type = CONTENT_TYPES[form or format_of(file)]
    with context.api() as api, _opened(file) as source:
        report = _import(api, source, content_type)
    context.show(report, lambda: _print(report))
    if report["rejected_total"]:
        raise typer.Exit(SOME_REJECTED)


def format_of(name: str) -> Format:
    """The format that the name of a file tells; raises CliError where it tells none."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes if suffix.lower() != ".gz"]
    if suffixes and suffixes[-1] in EXTENSIONS:
        return EXTENSIONS[suffixes[-1]]
    raise CliError(f"The name {name!r} does not tell the format: add --format csv or --format ndjson.")


def _opened(name: str) -> IO[bytes]:
    if name == "-":
        # A copy, so that closing it leaves the process its standard input.
        return os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CliError(f"{name} cannot be read: {error.strerror}.") from error


def _import(api: Api, source: IO[bytes], content_type: str) -> dict[str, Any]:
    status = os.fstat(source.fileno())
    size = status.st_size if stat.S_ISREG(status.st_mode) else None
    begun = time.perf_counter()
    with _progress(size) as progress:
        answer = api.upload(
            "/v1/metrics/snapshots", _pieces(source, progress), content_type=content_type, size=size
        )
    return _report(answer, time.perf_counter() - begun)


def _progress(size: int | None) -> Progress:
    sized = (BarColumn(), TaskProgressColumn()) if size is not None else (SpinnerColumn(),)
    columns = (*sized, DownloadColumn(), TransferSpeedColumn(), TimeElapsedColumn())
    progress = Progress(TextColumn("{task.description}"), *columns, console=output.stderr)
    progress.add_task("sending", total=size)
    return progress


def _pieces(source: IO[bytes], progress: Progress) -> Iterator[bytes]:
    task = progress.task_ids[0]
    while piece := source.read(PIECE):
        yield piece
        progress.advance(task, len(piece))
    progress.update(task, description="waiting for the report")


def _report(answer: dict[str, Any], seconds: float) -> dict[str, Any]:
    total = answer.get("rejected_total", len(answer["rejected"]))
    rows = answer["accepted"] + answer["duplicates"] + total
    return {
        "accepted": answer["accepted"],
        "duplicates": answer["duplicates"],
        "rejected": answer["rejected"],
        "rejected_total": total,
        "rows": rows,
        "seconds": round(seconds, 3),
        "rows_per_second": round(rows / seconds) if seconds else 0,
    }


def _print(report: dict[str, Any]) -> None:
    for label, key in (
        ("accepted", "accepted"),
        ("duplicates", "duplicates"),
        ("rejected", "rejected_total"),
    ):
        output.line(f"{label:<11}{report[key]:>12,}")
    rate = f"{report['rows_per_second']:,} rows/s"
    output.line(f"{'rows':<11}{report['rows']:>12,} in {report['seconds']:.1f} s ({rate})")
    for row in report["rejected"][:SHOWN_REJECTIONS]:
        output.line(f"line {row['line']}: {row['message']}")
    if report["rejected_total"] > SHOWN_REJECTIONS:
        output.line(f"… and {report['rejected_total'] - SHOWN_REJECTIONS:,} more; --json lists them.")
