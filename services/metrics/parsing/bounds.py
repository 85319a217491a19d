"""The bytes of an upload as a file: uncompressed, and no more of them than anybody means to import."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.metrics.domain.snapshots import BadRow

if TYPE_CHECKING:
    Stream = io.BufferedReader[Any]
else:
    Stream = io.BufferedReader

LARGEST_RATIO = 100
"""Unpacked bytes to a packed one. Snapshots come to 5 to 30; gzip can reach 1030."""

UNPACKED_FREELY = 16 << 20
"""Bytes below which the ratio does not matter."""

_GZIP_MAGIC = b"\x1f\x8b"
_BUFFER = 1 << 16


class Stop(BadRow):
    """Why the rest of an upload is not read; stands where the next row would."""

    def __init__(self, message: str) -> None:
        super().__init__(f"{message}: the rest was not read")


@dataclass(frozen=True)
class Bounds:
    """How much may be read. `check` is asked about each 64 kB: it raises what ends the import."""

    unpacked: int = 16 << 30
    check: Callable[[], None] = lambda: None


class _Chunks(io.RawIOBase):
    """The chunks of a stream as a file, each passed on as soon as it comes; `size` counts their bytes."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self.size += len(chunk)
            self._rest = memoryview(chunk)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class _Bounded(io.RawIOBase):
    """Uncompressed bytes, as long as there are not too many of them."""

    def __init__(self, stream: Any, packed: _Chunks, bounds: Bounds) -> None:
        self._stream, self._packed, self._bounds = stream, packed, bounds
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._bounds.check()
        piece = self._stream.read1(len(buffer))
        self._size += len(piece)
        if self._size > self._bounds.unpacked:
            raise Stop(f"the file has more than {self._bounds.unpacked:,} bytes")
        if self._size > max(UNPACKED_FREELY, LARGEST_RATIO * self._packed.size):
            raise Stop(f"the file unpacks to more than {LARGEST_RATIO} times its size")
        buffer[: len(piece)] = piece
        return len(piece)


def plain(chunks: Iterator[bytes], bounds: Bounds) -> Stream:
    """The uncompressed bytes; gzip is known by how it begins, whatever the headers say."""
    packed = _Chunks(_joined(chunks))
    stream: Any = io.BufferedReader(packed, _BUFFER)
    if stream.peek(2)[:2] == _GZIP_MAGIC:
        stream = gzip.GzipFile(fileobj=stream, mode="rb")
    return io.BufferedReader(_Bounded(stream, packed, bounds), _BUFFER)


def _joined(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The chunks, the first with two bytes at least where there are so many: they tell gzip from text."""
    first = b""
    for chunk in chunks:
        first += chunk
        if len(first) >= len(_GZIP_MAGIC):
            break
    yield first
    yield from chunks
