"""The head of a request: what is asked, by whom, from where."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from services.gateway.requests import request_id_of
from services.shared.codes import ErrorCode
from services.shared.errors import Malformed

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_CONTENT = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
_OF_THE_TRANSFER = ("transfer-encoding", "content-length")


class Addresses:
    """Where requests come from. `proxies` are the networks whose X-Forwarded-For is trusted."""

    def __init__(self, proxies: Iterable[Network]) -> None:
        self._proxies = tuple(proxies)

    def of(self, peer: str, forwarded: Iterable[str]) -> str:
        """The address that counts: the last one of the chain that no trusted proxy has.

        `peer` is host:port of the connection, `forwarded` are the X-Forwarded-For headers. An IPv6 address
        stands for its /64, of which one customer has all.
        """
        host = peer.rpartition(":")[0].strip("[]")
        if self._proxies:
            chain = [each.strip() for line in forwarded for each in line.split(",")]
            while chain and self._trusts(host):
                host = chain.pop()
        return _canonical(host)

    def _trusts(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self._proxies)


@lru_cache(4096)
def _canonical(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class Head:
    """The head of a request, as granian's scope has it."""

    def __init__(self, scope: Any, addresses: Addresses) -> None:
        self.started = time.perf_counter()
        self.method: str = scope.method
        self.path: str = scope.path
        self.query: str = scope.query_string
        self.headers: dict[str, str] = {}
        for name, value in scope.headers.items():
            known = self.headers.get(name)
            self.headers[name] = value if known is None else f"{known},{value}"
        self._unreadable = len(self.headers) != len(scope.headers)
        self.address = addresses.of(scope.client, scope.headers.get_all("x-forwarded-for"))
        self.version: str = scope.http_version
        self.request_id = request_id_of(self.headers.get("x-request-id", ""))

    def require_readable(self) -> None:
        """Raises Malformed where a header holds anything but visible ASCII: granian would leave it out."""
        if self._unreadable:
            raise Malformed(
                "A header holds other characters than visible ASCII.", code=ErrorCode.HEADER_UNREADABLE
            )

    @property
    def expected(self) -> int | None:
        """The length of the body in bytes; None where it is chunked."""
        if "transfer-encoding" in self.headers:
            return None
        # hyper has refused whatever is no number, and two that differ.
        return int(self.headers.get("content-length", "0").partition(",")[0])

    def environ(self, body: Any, length: int | None) -> dict[str, Any]:
        """The request for a WSGI application (PEP 3333), with `body` of `length` to read from."""
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path.encode().decode("latin-1"),
            "QUERY_STRING": self.query,
            "SERVER_NAME": "callboard",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": f"HTTP/{self.version}",
            "REMOTE_ADDR": self.address,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": body,
            "wsgi.input_terminated": True,
            "wsgi.errors": None,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            "callboard.request_id": self.request_id,
            "callboard.started": self.started,
        }
        for name, value in self.headers.items():
            # A name with an underscore would pass for the one with a hyphen.
            if name not in _OF_THE_TRANSFER and "_" not in name:
                environ[_CONTENT.get(name) or f"HTTP_{name.upper().replace('-', '_')}"] = value
        if length is not None:
            environ["CONTENT_LENGTH"] = str(length)
        return environ
