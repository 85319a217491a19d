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
from typing import TYPE_CHECKING, Any

import orjson

from services.metrics.domain.snapshots import COLUMNS, REQUIRED, BadRow
from services.shared.errors import FieldError, Invalid, UnsupportedMedia

CSV = "text/csv"
NDJSON = "application/x-ndjson"

LONGEST_ROW = 1 << 20
"""Characters, or bytes of NDJSON, that one row may have."""

Row = tuple[int, Sequence[object] | BadRow]
"""The line on which a row starts, with its cells in the order of COLUMNS or what is wrong with it."""

if TYPE_CHECKING:
    Stream = io.BufferedReader[Any]

_GZIP_MAGIC = b"\x1f\x8b"
_BROKEN_GZIP = (EOFError, zlib.error, gzip.BadGzipFile)
_TOO_LONG = "\0too long\n"
_BUFFER = 1 << 16


def rows(content_type: str, chunks: Iterator[bytes]) -> Iterator[Row]:
    """The rows of an upload.

    Raises UnsupportedMedia for another content type, and Invalid for a CSV whose header lacks a column
    that is needed, or that cannot be read.
    """
    kind, _, parameters = content_type.partition(";")
    charset = parameters.lower().replace('"', "").partition("charset=")[2].strip()
    if kind.strip().lower() not in (CSV, NDJSON) or charset not in ("", "utf-8", "utf8", "us-ascii"):
        raise UnsupportedMedia(f"Send {CSV} or {NDJSON} in UTF-8, gzip-compressed or not.")
    read = _csv_rows if kind.strip().lower() == CSV else _json_rows
    return read(_plain(chunks))


class _Chunks(io.RawIOBase):
    """The chunks of a stream as a file."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        filled = 0
        while filled < len(buffer):
            if not self._rest:
                chunk = next(self._chunks, None)
                if chunk is None:
                    break
                self._rest = memoryview(chunk)
                continue
            size = min(len(buffer) - filled, len(self._rest))
            buffer[filled : filled + size], self._rest = self._rest[:size], self._rest[size:]
            filled += size
        return filled


def _plain(chunks: Iterator[bytes]) -> Stream:
    """The uncompressed bytes; gzip is known by how it begins, whatever the headers say."""
    stream: Stream = io.BufferedReader(_Chunks(chunks), _BUFFER)
    if stream.peek(2)[:2] != _GZIP_MAGIC:
        return stream
    return io.BufferedReader(gzip.GzipFile(fileobj=stream, mode="rb"), _BUFFER)


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
        while line and line[-1] != "\n":
            line = self._readline(LONGEST_ROW)
        return _TOO_LONG

    def begin(self) -> int:
        """Says that a row starts with the next line, and returns that line's number."""
        self._open.clear()
        self._size = 0
        return self.number + 1

    def retry(self) -> None:
        """Gives back all lines of the open row except its first."""
        self.number -= len(self._open) - 1
        self._again.extendleft(reversed(self._open[1:]))


def _csv_rows(stream: Stream) -> Iterator[Row]:
    lines = _Lines(stream)
    reader = csv.reader(lines, strict=True)
    header = _header(reader)
    width, pick = len(header), _picker(header)
    while True:
        start = lines.begin()
        try:
            cells = next(reader, None)
        except (csv.Error, BadRow) as error:
            lines.retry()
            yield start, error if isinstance(error, BadRow) else BadRow(f"the row cannot be read: {error}")
            continue
        except _BROKEN_GZIP as error:
            yield start, _broken(error)
            return
        if cells is None:
            return
        if len(cells) == width:
            cells.append("")
            yield start, pick(cells)
        elif cells:
            yield start, BadRow(f"the row has {len(cells)} columns, the header {width}")


def _header(reader: Iterator[list[str]]) -> list[str]:
    try:
        names = [name.strip().lower() for name in next(reader, [])]
    except (csv.Error, BadRow, *_BROKEN_GZIP) as error:
        raise Invalid(f"The header of the CSV cannot be read: {error}") from error
    missing = [name for name in REQUIRED if names.count(name) != 1]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if missing or twice:
        faults = [FieldError(name, "must be a column of the header, once") for name in {*missing, *twice}]
        raise Invalid(f"The first line must name the columns {', '.join(REQUIRED)}, each once.", faults)
    return names


def _picker(header: list[str]) -> Callable[[list[str]], tuple[str, ...]]:
    """Takes the cells of COLUMNS out of a row that has an empty cell added at its end."""
    return itemgetter(*(header.index(name) if name in header else -1 for name in COLUMNS))


def _json_rows(stream: Stream) -> Iterator[Row]:
    number = 0
    while True:
        number += 1
        try:
            line = stream.readline(LONGEST_ROW + 1)
            if not line:
                return
            if len(line) > LONGEST_ROW:
                _skip_line(stream, line)
                yield number, BadRow(f"the row is longer than {LONGEST_ROW} bytes")
                continue
        except _BROKEN_GZIP as error:
            yield number, _broken(error)
            return
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not line.isspace() and line:
            yield number, _json_cells(line)


def _skip_line(stream: Stream, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LONGEST_ROW)


def _json_cells(line: bytes) -> Sequence[object] | BadRow:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return BadRow(f"the line is not JSON: {error.msg}")
    if not isinstance(value, dict):
        return BadRow("the line is not a JSON object")
    return tuple(map(value.get, COLUMNS))


def _broken(error: BaseException) -> BadRow:
    return BadRow(f"the gzip data is broken from here on: {error}")
