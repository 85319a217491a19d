"""Two ports of the machine, forwarded into the node's network: to the API server and to the node port.

The listening sockets were opened outside and are handed over as open files: a socket belongs to the network
in which it was made, so they stand on the machine's loopback and lead into the node.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Sequence

from tests.k8s.cluster.home import API_PORT, FORWARDED_PORT, NODE_IP


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carries bytes in one direction until they end."""
    try:
        while block := await reader.read(65_536):
            writer.write(block)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        # The other direction notices as well.
        writer.close()


async def serve(descriptor: int, host: str, port: int) -> None:
    """Joins every connection to one port with a new one inside."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection(host, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(carry(reader, inner_writer), carry(inner_reader, writer))
        for each in (writer, inner_writer):
            each.close()

    server = await asyncio.start_server(accept, sock=socket.socket(fileno=descriptor))
    await server.serve_forever()


async def main(arguments: Sequence[str]) -> None:
    """Serves both."""
    api, node_port = map(int, arguments)
    await asyncio.gather(serve(api, "127.0.0.1", API_PORT), serve(node_port, NODE_IP, FORWARDED_PORT))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
