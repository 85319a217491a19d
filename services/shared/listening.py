"""Where a process listens to HTTP, and how many connections it may have."""

from __future__ import annotations

import ipaddress
import resource
import socket
import sys


def address_of(listen: str) -> tuple[str, int]:
    """The IP address and the port of host:port; ends the process with one sentence where it is none."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal():
        sys.exit(f"LISTEN is {listen}, where this process cannot listen: give host:port.")
    try:
        return _resolved(host.strip("[]")), int(port)
    except OSError as error:
        sys.exit(f"LISTEN is {listen}, where this process cannot listen: {error.strerror}.")


def _resolved(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])


def require_free(listen: str) -> None:
    """Ends the process with one sentence where somebody listens there already.

    Servers of granian share a port by SO_REUSEPORT, with which a second one would take half of the requests.
    """
    host, port = address_of(listen)
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"LISTEN is {listen}, where this process cannot listen: {error.strerror}.")


def raise_open_files() -> None:
    """As many connections as the system allows: each is an open file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY or soft < hard:
        wanted = 65_536 if hard == resource.RLIM_INFINITY else hard
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
