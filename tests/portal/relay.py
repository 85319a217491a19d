"""A way to the gateway that a test can cut, let through again, or make slow."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

PIECE = 64 << 10


class Relay:
    """Hands on what comes to its own port. A connection that is cut is reset, as when a process has ended."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._up, self._seconds = True, 0.0
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server: asyncio.Server = self._run(asyncio.start_server(self._serve, "127.0.0.1", 0))

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """Ends all connections, and each that comes."""
        self._run(self._set(up=False))

    def slow(self, seconds: float) -> None:
        """Has what is asked from now on wait so long."""
        self._run(self._set(seconds=seconds))

    def restore(self) -> None:
        """Lets everything through, at once."""
        self._run(self._set())

    def close(self) -> None:
        """Ends it."""
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(10)

    async def _set(self, *, up: bool = True, seconds: float = 0.0) -> None:
        self._up, self._seconds = up, seconds
        if not up:
            for writer in self._open:
                writer.transport.abort()

    async def _end(self) -> None:
        await self._set(up=False)
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._up:
            writer.transport.abort()
            return
        self._open.add(writer)
        try:
            there, back = await asyncio.open_connection(self._host, self._port)
            await asyncio.gather(self._pump(reader, back, waits=True), self._pump(there, writer))
        except OSError:
            pass
        finally:
            writer.close()
            self._open.discard(writer)

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, waits: bool = False
    ) -> None:
        try:
            while piece := await source.read(PIECE):
                if waits and self._seconds:
                    await asyncio.sleep(self._seconds)
                sink.write(piece)
                await sink.drain()
        except OSError:
            pass
        finally:
            sink.close()


@contextmanager
def relay(target: str) -> Iterator[Relay]:
    """One before the gateway at this address."""
    made = Relay(target)
    try:
        yield made
    finally:
        made.close()
