"""Bodies of uploads: bytes, files and whatever yields bytes."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

PIECE = 256 << 10


class File(Protocol):
    """A file that is open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end."""
        ...

    def seekable(self) -> bool:
        """Whether it can be read again."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Goes elsewhere in it."""
        ...

    def tell(self) -> int:
        """Where it stands."""
        ...


Content = bytes | File | Iterable[bytes] | AsyncIterable[bytes]
"""What can be uploaded. An AsyncIterable needs an AsyncClient."""

Pieces = bytes | Iterable[bytes] | AsyncIterable[bytes]


@dataclass(frozen=True)
class Body:
    """What is sent: `opened` begins it anew, which works once unless it is `repeatable`."""

    opened: Callable[[], Pieces]
    size: int | None
    repeatable: bool

    def opened_async(self) -> bytes | AsyncIterable[bytes]:
        """The same for an AsyncClient."""
        pieces = self.opened()
        return pieces if isinstance(pieces, bytes | AsyncIterable) else _as_async(pieces)


def body_of(content: Content) -> Body:
    """The body that sends the content, from where a file stands to its end."""
    if isinstance(content, bytes):
        return Body(lambda: content, len(content), repeatable=True)
    # Whoever has `read` is a file, though few of them inherit from IO.
    if hasattr(content, "read"):
        return _of_file(cast(File, content))
    return Body(lambda: content, None, repeatable=False)


def _of_file(file: File) -> Body:
    if not file.seekable():
        return Body(lambda: _pieces(file), None, repeatable=False)
    begin = file.tell()
    end = file.seek(0, 2)
    file.seek(begin)

    def opened() -> Iterator[bytes]:
        file.seek(begin)
        return _pieces(file)

    return Body(opened, end - begin, repeatable=True)


def _pieces(file: File) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


async def _as_async(pieces: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
