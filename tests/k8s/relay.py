"""Carries connections from one port to another. The standard library is all that it needs, in a pod too."""

from __future__ import annotations

import asyncio
from typing import Any


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carries bytes in one direction until they end."""
    try:
        while block := await reader.read(65_536):
            writer.write(block)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
        else:
            # TLS cannot end one direction alone.
            writer.close()
    except OSError:
        # The other direction notices as well.
        writer.close()


async def serve(target: str, target_port: int, **listening: Any) -> None:
    """Joins every connection to what `asyncio.start_server` opens with a new one to the target."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection(target, target_port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(carry(reader, inner_writer), carry(inner_reader, writer))
        for each in (writer, inner_writer):
            each.close()

    server = await asyncio.start_server(accept, **listening)
    await server.serve_forever()
