"""A receiver of webhooks that costs little: one loop in a thread, which answers each request with 204."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"
_LENGTH = b"content-length: "


@dataclass
class Arrivals:
    """How many requests have come, and when the last of them did."""

    url: str = ""
    count: int = 0
    last: float = 0.0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers what comes on a connection."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                await reader.readexactly(int(head.partition(_LENGTH)[2].partition(b"\r\n")[0]))
                self.count, self.last = self.count + 1, time.monotonic()
                writer.write(_ANSWER)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()


@contextmanager
def receiving() -> Iterator[Arrivals]:
    """A receiver while the block runs."""
    arrivals, ready = Arrivals(), threading.Event()
    loop = asyncio.new_event_loop()
    ended = asyncio.Event()

    async def run() -> None:
        server = await asyncio.start_server(arrivals.serve, "127.0.0.1", 0)
        arrivals.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await ended.wait()
        server.close()
        for each in asyncio.all_tasks() - {asyncio.current_task()}:
            each.cancel()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield arrivals
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
