"""mongod's memory is nobody's: it takes no compressed message, which reads it without a password.

CVE-2025-14847: a message that claims to be longer than it is when unpacked is answered from what lay in
mongod's memory before.
"""

from __future__ import annotations

import socket
import struct
import zlib
from typing import Any

import bson
import pytest

from tests.e2e.installation import Installation

OP_MSG, OP_COMPRESSED, ZLIB = 2013, 2012, 2
HEADER = struct.Struct("<iiii")
CLAIMED = 4096


def framed(operation: int, body: bytes) -> bytes:
    """A message of MongoDB's wire protocol."""
    return HEADER.pack(HEADER.size + len(body), 1, 0, operation) + body


def hello(**more: Any) -> bytes:
    """The body of the first message of any client."""
    document = {"hello": 1, "$db": "admin", **more}
    return struct.pack("<iB", 0, 0) + bson.encode(document)


@pytest.fixture
def link(installation: Installation) -> Any:
    """A connection without a password."""
    host, port = installation.address("mongod").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as link:
        yield link


def answer(link: socket.socket) -> bytes:
    """The body of the next message; empty where mongod has hung up instead."""
    try:
        with link.makefile("rb") as stream:
            head = stream.read(HEADER.size)
            return stream.read(HEADER.unpack(head)[0] - HEADER.size) if head else b""
    except ConnectionResetError:
        return b""


def test_no_compression_is_agreed(link: socket.socket) -> None:
    link.sendall(framed(OP_MSG, hello(compression=["zlib", "snappy", "zstd"])))
    said = bson.decode(answer(link)[5:])
    assert said["ok"] == 1
    assert "compression" not in said


@pytest.mark.parametrize("asks", [True, False])
def test_a_message_that_is_shorter_than_it_claims_reads_nothing(link: socket.socket, asks: bool) -> None:
    if asks:
        link.sendall(framed(OP_MSG, hello(compression=["zlib"])))
        assert answer(link)
    # A document that says to be as long as the whole claim: what follows it in memory is read as its fields.
    short = struct.pack("<iB", 0, 0) + struct.pack("<i", CLAIMED - 9) + b"\x10a\x00\x01\x00\x00\x00"
    body = struct.pack("<iiB", OP_MSG, CLAIMED, ZLIB) + zlib.compress(short)
    link.sendall(framed(OP_COMPRESSED, body))
    assert answer(link) == b""
