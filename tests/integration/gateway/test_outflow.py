"""What the kernel tells of a connection: how much of what was sent its client has received."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from services.gateway.events.outflow import Outflow
from tests.e2e.waiting import eventually

MUCH = b"x" * (16 << 20)


@pytest.fixture
def connection() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Both ends of a connection: the server's, and the client's, whose buffer is small."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(server.getsockname())
        served, _ = server.accept()
        with served:
            served.setblocking(False)
            yield served, client


@pytest.fixture
def outflow(connection: tuple[socket.socket, socket.socket]) -> Iterator[Outflow]:
    """That of the connection, by the client's address, as granian names it."""
    files = len(os.listdir("/proc/self/fd"))
    made = Outflow(":".join(map(str, connection[1].getsockname())))
    assert len(os.listdir("/proc/self/fd")) == files + 1
    yield made
    made.close()


def test_what_is_not_read_is_outstanding(
    connection: tuple[socket.socket, socket.socket], outflow: Outflow
) -> None:
    served, client = connection
    assert (outflow.outstanding, outflow.broken) == (0, False)
    size = served.send(MUCH)
    outflow.note(size)
    assert outflow.outstanding > size - (64 << 10)
    left = size
    while left:
        left -= len(client.recv(1 << 20))
    eventually(lambda: outflow.outstanding == 0)


def test_a_client_that_has_gone_is_noticed(
    connection: tuple[socket.socket, socket.socket], outflow: Outflow
) -> None:
    connection[1].close()
    eventually(lambda: outflow.broken)


def test_who_is_cut_is_told(connection: tuple[socket.socket, socket.socket], outflow: Outflow) -> None:
    outflow.cut()
    assert connection[1].recv(1) == b""


def test_where_no_connection_is_found_nothing_counts_as_received() -> None:
    outflow = Outflow("192.0.2.1:9")
    outflow.note(100)
    assert (outflow.outstanding, outflow.broken) == (100, False)
