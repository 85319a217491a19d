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
from tests.k8s.relay import serve


async def main(arguments: Sequence[str]) -> None:
    """Serves both."""
    api, node_port = (socket.socket(fileno=int(each)) for each in arguments)
    await asyncio.gather(
        serve("127.0.0.1", API_PORT, sock=api), serve(NODE_IP, FORWARDED_PORT, sock=node_port)
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
