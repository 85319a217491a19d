"""Printing: results on stdout, everything else on stderr.

A terminal obeys what it is sent, so that characters which control or deceive are written out, not sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from services.shared.text import escaped

stdout = Console(highlight=False)
stderr = Console(stderr=True, highlight=False)

_ANY_WIDTH = 10_000


def json_document(document: Any) -> None:
    """The one document of a command with --json."""
    stdout.file.write(escaped(json.dumps(document, indent=2, ensure_ascii=False)) + "\n")


def json_line(document: Any) -> None:
    """One of many documents with --json, each of them on a line, at once."""
    stdout.file.write(escaped(json.dumps(document, ensure_ascii=False)) + "\n")
    stdout.file.flush()


def line(text: str = "") -> None:
    """A line of the result, never cut nor wrapped, so that an id can be copied whole."""
    stdout.print(Text(escaped(text)), soft_wrap=True)


def note(text: str) -> None:
    """A line about what is going on."""
    stderr.print(Text(escaped(text)), soft_wrap=True)


def complain(text: str) -> None:
    """A line about what went wrong."""
    stderr.print(Text("Error: ", style="red").append(escaped(text), style="default"), soft_wrap=True)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table as wide as its content: a terminal wraps it, a pipe gets it whole."""
    shown = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        shown.add_row(*(Text(escaped(str(cell))) for cell in row))
    width = Measurement.get(stdout, stdout.options.update(width=_ANY_WIDTH), shown).maximum
    # A console never prints wider than the width that it was given.
    Console(width=width, highlight=False).print(shown, crop=False, no_wrap=True)
