"""How much of what was sent on a connection its client has not received yet.

granian takes whatever it is given, without a bound, and says nothing of what has left. The kernel knows: the
connection of a stream is found among the open files of this process, and asked.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
from contextlib import suppress

_ACKED = struct.Struct("=B119xQ")
"""`tcpi_state` and `tcpi_bytes_acked` of Linux' `struct tcp_info`."""

ESTABLISHED = 1

_OPEN_FILES = "/proc/self/fd"


class Outflow:
    """The connection of one stream. Where it cannot be found, nothing counts as received."""

    def __init__(self, peer: str) -> None:
        """`peer` is the address and port of the client, as granian has them."""
        self._socket = _socket_to(peer)
        self._begun, self._sent = self._asked()[1], 0

    def note(self, size: int) -> None:
        """So many bytes more were sent."""
        self._sent += size

    @property
    def outstanding(self) -> int:
        """Bytes that were sent and are not received."""
        return max(0, self._sent - (self._asked()[1] - self._begun))

    @property
    def broken(self) -> bool:
        """Whether the client has gone."""
        return self._socket is not None and self._asked()[0] != ESTABLISHED

    def cut(self) -> None:
        """Ends the connection, whatever is still to be sent."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Lets go of the connection, which others end."""
        if self._socket is not None:
            self._socket.close()

    def _asked(self) -> tuple[int, int]:
        """The state of the connection, and the bytes that its client has received."""
        if self._socket is None:
            return 0, 0
        try:
            told = self._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _ACKED.size)
        except OSError:
            return 0, 0
        state, acked = _ACKED.unpack(told)
        return state, acked


def _socket_to(peer: str) -> socket.socket | None:
    """The connection to a client, opened a second time; None where there is none, or no Linux."""
    host, _, port = peer.rpartition(":")
    wanted = host.strip("[]"), int(port) if port.isdecimal() else 0
    numbers = map(int, os.listdir(_OPEN_FILES) if os.path.isdir(_OPEN_FILES) else ())
    # It has just been opened, and so is among the last as a rule.
    return next((found for each in sorted(numbers, reverse=True) if (found := _if_to(wanted, each))), None)


def _if_to(wanted: tuple[str, int], number: int) -> socket.socket | None:
    """An open file as a connection of this process's own, if it leads to this client."""
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return None
        own = os.dup(number)
    except OSError:
        # The file that listed them, or one that was closed meanwhile.
        return None
    found = socket.socket(fileno=own)
    with suppress(OSError):
        if found.family in (socket.AF_INET, socket.AF_INET6) and found.getpeername()[:2] == wanted:
            return found
    found.close()
    return None
