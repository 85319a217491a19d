"""Reads the bytes of an import as rows: CSV or NDJSON, gzip-compressed or not, never whole in memory.

A row that cannot be read is one BadRow with its line; the rows after it are read on. Lines are the
physical ones of the uncompressed file, counted from 1, and a row is known by the line it starts on.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter

import orjson

from services.metrics.domain.snapshots import COLUMNS, REQUIRED, BadRow
from services.metrics.parsing.bounds import Bounds, Stop, Stream, plain
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import FieldError, Invalid, UnsupportedMedia

__all__ = ["CSV", "NDJSON", "Bounds", "Row", "Stop", "rows"]

CSV = "text/csv"
NDJSON = "application/x-ndjson"

LONGEST_ROW = 1 << 20
"""Characters, or bytes of NDJSON, that one row may have."""

LONGEST_LINE = 16 << 20
"""What is read of a line that is too long, in the hope that it ends."""

MOST_BLANK = 100_000
"""Blank lines that a file may have."""

MOST_REREAD = 64 << 20
"""Characters that are read again because a quote before them was never closed."""

Row = tuple[int, Sequence[object] | BadRow]
"""The line on which a row starts, with its cells in the order of COLUMNS or what is wrong with it."""


_BROKEN_GZIP = (EOFError, zlib.error, gzip.BadGzipFile)
_TOO_LONG = "\0too long\n"


def rows(content_type: str, chunks: Iterator[bytes], bounds: Bounds = Bounds()) -> Iterator[Row]:  # noqa: B008
    """The rows of an upload; one that goes beyond the bounds ends with a Stop.

    Raises UnsupportedMedia for another content type, and Invalid for a CSV whose header lacks a column
    that is needed, or that cannot be read.
    """
    kind, _, parameters = content_type.partition(";")
    charset = parameters.lower().replace('"', "").partition("charset=")[2].strip()
    if kind.strip().lower() not in (CSV, NDJSON) or charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise UnsupportedMedia(f"Send {CSV} or {NDJSON} in UTF-8, gzip-compressed or not.")
    read = _csv_rows if kind.strip().lower() == CSV else _json_rows
    return read(plain(chunks, bounds))


class _Lines:
    """Physical lines for the csv module: counted, and kept while their row is open.

    A quote that is never closed swallows the lines after it; `retry` gives them back to be read as
    rows of their own.
    """

    def __init__(self, stream: Stream) -> None:
        # Bytes that are not UTF-8 become lone surrogates, which no column accepts.
        text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="\n")
        self._readline = text.readline
        self._again: deque[str] = deque()
        self._open: list[str] = []
        self._size = 0
        self._reread = 0
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._physical()
        if not line:
            raise StopIteration
        self.number += 1
        self._size += len(line)
        self._open.append(line)
        if line is _TOO_LONG or self._size > LONGEST_ROW:
            raise BadRow(f"the row is longer than {LONGEST_ROW} characters")
        return line

    def _physical(self) -> str:
        line = self._readline(LONGEST_ROW)
        if len(line) < LONGEST_ROW or line[-1] == "\n":
            return line
        size = len(line)
        while line and line[-1] != "\n":
            line = self._readline(LONGEST_ROW)
            size += len(line)
            _check_line(size)
        return _TOO_LONG

    def begin(self) -> int:
        """Says that a row starts with the next line, and returns that line's number."""
        self._open.clear()
        self._size = 0
        return self.number + 1

    def retry(self) -> None:
        """Gives back all lines of the open row except its first; raises Stop where that has been too much."""
        self._reread += self._size
        if self._reread > MOST_REREAD:
            raise Stop("too many quotes are never closed")
        self.number -= len(self._open) - 1
        self._again.extendleft(reversed(self._open[1:]))


def _csv_rows(stream: Stream) -> Iterator[Row]:
    lines = _Lines(stream)
    reader = csv.reader(lines, strict=True)
    header = _header(reader)
    width, pick, blank = len(header), _picker(header), 0
    while True:
        start = lines.begin()
        try:
            cells = _next_row(reader, lines)
        except Stop as stop:
            yield start, stop
            return
        except BadRow as bad:
            yield start, bad
            continue
        if cells is None:
            return
        if len(cells) == width:
            cells.append("")
            yield start, pick(cells)
        elif cells:
            yield start, BadRow(f"the row has {len(cells)} columns, the header {width}")
        else:
            blank += 1
            if blank > MOST_BLANK:
                yield start, _blank()
                return


def _next_row(reader: Iterator[list[str]], lines: _Lines) -> list[str] | None:
    """The next row, None at the end; raises BadRow for one that cannot be read, and Stop."""
    try:
        return next(reader, None)
    except Stop:
        raise
    except (csv.Error, BadRow) as error:
        lines.retry()
        raise error if isinstance(error, BadRow) else BadRow(f"the row cannot be read: {error}") from error
    except _BROKEN_GZIP as error:
        raise _broken(error) from error


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        names = [name.strip().lower() for name in next(reader, [])]
    except (csv.Error, BadRow, *_BROKEN_GZIP) as error:
        raise Invalid(
            f"The header of the CSV cannot be read: {error}", code=ErrorCode.CSV_HEADER_INVALID
        ) from error
    missing = [name for name in REQUIRED if names.count(name) != 1]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if missing or twice:
        faults = [
            FieldError(name, "must be a column of the header, once", FieldCode.REQUIRED)
            for name in {*missing, *twice}
        ]
        raise Invalid(
            f"The first line must name the columns {', '.join(REQUIRED)}, each once.",
            faults,
            code=ErrorCode.CSV_HEADER_INVALID,
        )
    return names


def _picker(header: list[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """Takes the cells of COLUMNS out of a row that has an empty cell added at its end."""
    return itemgetter(*(header.index(name) if name in header else -1 for name in COLUMNS))


def _json_rows(stream: Stream) -> Iterator[Row]:
    number = blank = 0
    while True:
        number += 1
        try:
            line = _next_line(stream)
        except Stop as stop:
            yield number, stop
            return
        except BadRow as bad:
            yield number, bad
            continue
        if not line:
            return
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not line.isspace() and line:
            yield number, _json_cells(line)
            continue
        blank += 1
        if blank > MOST_BLANK:
            yield number, _blank()
            return


def _next_line(stream: Stream) -> bytes:
    """The next line, empty at the end; raises BadRow for one that is too long, and Stop."""
    try:
        line = part = stream.readline(LONGEST_ROW + 1)
        size = len(line)
        while size > LONGEST_ROW and part and not part.endswith(b"\n"):
            part = stream.readline(LONGEST_ROW)
            size += len(part)
            _check_line(size)
    except _BROKEN_GZIP as error:
        raise _broken(error) from error
    if size > LONGEST_ROW:
        raise BadRow(f"the row is longer than {LONGEST_ROW} bytes")
    return line


def _check_line(size: int) -> None:
    if size > LONGEST_LINE:
        raise Stop(f"a line is longer than {LONGEST_LINE:,} bytes")


def _blank() -> Stop:
    return Stop(f"the file has more than {MOST_BLANK:,} blank lines")


def _json_cells(line: bytes) -> Sequence[object] | BadRow:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return BadRow(f"the line is not JSON: {error.msg}")
    if not isinstance(value, dict):
        return BadRow("the line is not a JSON object")
    return tuple(map(value.get, COLUMNS))


def _broken(error: BaseException) -> Stop:
    return Stop(f"the gzip data is broken from here on ({error})")
