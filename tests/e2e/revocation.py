"""A creator takes back what she granted while readers hammer her profile: is any of them served too late?"""

from __future__ import annotations

import threading
import time
from types import TracebackType

import httpx

from tests.e2e.api import Operator, delegate, unique
from tests.e2e.waiting import eventually

MARGIN_SECONDS = 1.0
"""For how long readers go on after the answer: longer than anything asserted is believed."""


class Revocation:
    """Readers in threads of their own while the block runs; at its end, what they were served is judged."""

    def __init__(self, operator: Operator, readers: int = 4) -> None:
        self.agency, self.creator = operator.agency(), operator.creator()
        self.delegation = delegate(self.agency, self.creator)
        self.served: list[float] = []
        """When readings began that were answered with the profile; time.monotonic()."""
        self.acknowledged = float("inf")
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(readers)]

    @property
    def path(self) -> str:
        """Where it is revoked."""
        return f"/v1/delegations/{self.delegation['id']}/revoke"

    def revoke(self, seconds: float = 60) -> None:
        """Sends the revocation, with one key, until it is answered."""
        headers = {"Idempotency-Key": unique("revoke")}

        def attempt() -> bool:
            reply = self.creator.send("POST", self.path, json={"reason": "We part ways."}, headers=headers)
            assert reply.status_code in (200, 502, 503, 504), reply.text
            return reply.status_code == 200 and reply.json()["state"] == "revoked"

        eventually(attempt, seconds=seconds, error=httpx.TransportError)
        self.acknowledged = time.monotonic()

    def _read(self) -> None:
        with httpx.Client(base_url=self.agency.base_url, headers=self.agency.headers, timeout=60) as http:
            while not self._stopping.is_set():
                begun = time.monotonic()
                try:
                    status = http.get(f"/v1/creators/{self.creator.id}").status_code
                except httpx.TransportError:
                    continue
                if status == 200:
                    self.served.append(begun)

    def __enter__(self) -> Revocation:
        """Begins, and returns when readers are served."""
        for thread in self._threads:
            thread.start()
        eventually(lambda: len(self.served) > 10 * len(self._threads))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the readers after a moment; no reading that began after the answer was served."""
        try:
            if kind is None:
                assert eventually(lambda: time.monotonic() > self.acknowledged + MARGIN_SECONDS)
        finally:
            self._stopping.set()
            for thread in self._threads:
                thread.join()
        if kind is None:
            assert max(self.served) < self.acknowledged
