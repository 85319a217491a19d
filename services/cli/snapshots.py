"""`callboard import snapshots`."""

from __future__ import annotations

import os
import stat
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any, Literal

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

from callboard import Client, types
from services.cli import output
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of
from services.cli.errors import CliError, Exit, UsageError

SHOWN_REJECTIONS = 20

app = typer.Typer(help="Bring data in.", no_args_is_help=True)


class Format(StrEnum):
    """How the rows are written."""

    CSV = "csv"
    NDJSON = "ndjson"


MediaType = Literal["text/csv", "application/x-ndjson"]
CONTENT_TYPES: dict[Format, MediaType] = {Format.CSV: "text/csv", Format.NDJSON: "application/x-ndjson"}
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
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Import video snapshots. A second import of the same rows changes nothing.

    Ends with 0 where every row was kept or known, with 6 where some were rejected and the others kept.

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
        raise typer.Exit(Exit.REJECTED)


def format_of(name: str) -> Format:
    """The format that the name of a file tells; raises UsageError where it tells none."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes if suffix.lower() != ".gz"]
    if suffixes and suffixes[-1] in EXTENSIONS:
        return EXTENSIONS[suffixes[-1]]
    raise UsageError(f"The name {name!r} does not tell the format: add --format csv or --format ndjson.")


def _opened(name: str) -> IO[bytes]:
    if name == "-":
        # A copy, so that closing it leaves the process its standard input.
        return os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CliError(f"{name} cannot be read: {error.strerror}.") from error


def _import(api: Client, source: IO[bytes], content_type: MediaType) -> dict[str, Any]:
    status = os.fstat(source.fileno())
    size = status.st_size if stat.S_ISREG(status.st_mode) else None
    begun = time.perf_counter()
    with _progress(size) as progress:
        answer = api.import_snapshots(content=_Watched(source, progress), content_type=content_type)
    return _report(answer, time.perf_counter() - begun)


def _progress(size: int | None) -> Progress:
    sized = (BarColumn(), TaskProgressColumn()) if size is not None else (SpinnerColumn(),)
    columns = (*sized, DownloadColumn(), TransferSpeedColumn(), TimeElapsedColumn())
    progress = Progress(TextColumn("{task.description}"), *columns, console=output.stderr)
    progress.add_task("sending", total=size)
    return progress


class _Watched:
    """A file that shows how much of it was read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file, self._progress, self._task = file, progress, progress.task_ids[0]
        self.seekable, self.tell = file.seekable, file.tell

    def read(self, size: int) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self._progress.advance(self._task, len(piece))
        if not piece:
            self._progress.update(self._task, description="waiting for the report")
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        """Goes elsewhere, as where it is sent again."""
        self._progress.update(self._task, completed=0)
        return self._file.seek(offset, whence)


def _report(answer: types.ImportReport, seconds: float) -> dict[str, Any]:
    total = answer["rejected_total"]
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
