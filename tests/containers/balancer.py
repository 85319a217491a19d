"""A load balancer, as small as it can be: each request goes to the next gateway that is ready."""

from __future__ import annotations

import itertools

import httpx

from tests.containers.process import Process
from tests.containers.system import System
from tests.e2e.waiting import eventually


class Balancer(httpx.BaseTransport):
    """Sends requests to the gateways in turn; a connection that cannot be made is the client's to repeat."""

    def __init__(self, system: System) -> None:
        self._system, self._turns = system, itertools.count()
        self.urls = list(system.base_urls)
        self._http = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Passes a request on."""
        urls = self.urls
        target = httpx.URL(urls[next(self._turns) % len(urls)])
        request.url = request.url.copy_with(scheme=target.scheme, host=target.host, port=target.port)
        return self._http.handle_request(request)

    def admit(self, process: Process) -> None:
        """A gateway that is ready gets requests."""
        self.urls = [*self.urls, self._system.url_of(process)]

    def dismiss(self, process: Process) -> None:
        """A gateway that says that it is not ready gets no more of them."""
        url = self._system.url_of(process)
        eventually(lambda: httpx.get(f"{url}/readyz/self").status_code == 503)
        self.urls = [each for each in self.urls if each != url]

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()
