"""One run of the demo: one connection per party, and a count of what was changed."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from callboard import Client
from services.cli import output, settings
from services.cli.context import CliContext
from services.cli.demo.memory import PLAN, Memory
from services.cli.errors import CliError
from services.cli.settings import Connection
from services.shared.clock import rfc3339

T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 6
"""Requests that are on their way together: enough to keep a small machine busy, far below every limit."""

SOON = timedelta(seconds=4)
"""How far ahead a date lies that is to pass while the demo loads."""

PATIENCE = 90.0
"""Seconds to wait for what a timer of the services does."""


class Session:
    """Hands out the connections, and takes each step under an idempotency key of its own."""

    def __init__(self, context: CliContext, connection: Connection, memory: Memory) -> None:
        self.memory, self.clock = memory, context.clock
        self.operator = context.client(connection)
        self.changes = 0
        self._context, self._connection = context, connection
        self._apis: dict[str, Client] = {}
        self._lock = threading.Lock()

    def api(self, key: str) -> Client:
        """The gateway, asked by a party of the demo."""
        with self._lock:
            return self._apis.get(key) or self._connected(key)

    def _connected(self, key: str) -> Client:
        login = self.memory.parties[key]
        party = Connection(self._connection.base_url, login["client_id"], login["client_secret"])
        self._apis[key] = self._context.client(party)
        return self._apis[key]

    @property
    def portal_url(self) -> str:
        """Where the portal answers; empty where there is none."""
        return settings.portal_url(self._context.environ, self.operator.base_url)

    def id(self, key: str) -> str:
        """The id of a party of the demo."""
        return self.memory.parties[key]["id"]

    def post(self, api: Client, path: str, body: Mapping[str, Any], *, step: str) -> dict[str, Any]:
        """Takes a step that was not taken yet."""
        answer = api.request("POST", path, json=body, idempotency_key=self._key(step))
        self.changed(step)
        return dict(answer.json())

    def _key(self, step: str) -> str:
        """The same in every run, also without the memory, and known to nobody but the operator.

        An answer that holds a secret is kept sealed with its key, which therefore must not be guessed.
        """
        secret = self._connection.client_secret.encode()
        return hmac.new(secret, f"demo-{PLAN}-{step}".encode(), "sha256").hexdigest()

    def changed(self, step: str) -> None:
        """Counts a step, and says it."""
        with self._lock:
            self.changes += 1
            output.note(f"  {step}")

    def each(self, do: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """Does it with every item, some at once; returns the results in the order of the items.

        Raises what the first of them raises, when all have ended.
        """
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(do, items))

    def day(self, ahead: int) -> str:
        """Midnight so many days ahead: the same in every run of a day."""
        midnight = self.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return rfc3339(midnight.astimezone(UTC) + timedelta(days=ahead))

    def begun(self) -> date:
        """The day on which the demo was first loaded, as its first party tells in every run."""
        agency = self.operator.get_operator_agency(self.id("northlight"))
        return datetime.fromisoformat(agency["created_at"]).date()

    def hours(self, ahead: float) -> str:
        """A time so many hours ahead, to the minute."""
        return rfc3339(self.clock.now().replace(second=0, microsecond=0) + timedelta(hours=ahead))

    def soon(self) -> str:
        """A moment that is about to pass."""
        return rfc3339(self.clock.now() + SOON)

    def wait_for(self, state: str, what: str, reached: Callable[[], bool]) -> None:
        """Until a resource has come, by time alone, to what is called `state`."""
        ends = self.clock.monotonic() + PATIENCE
        while not reached():
            if self.clock.monotonic() > ends:
                raise CliError(f"{what} did not become {state} in {PATIENCE:.0f} s; does the worker run?")
            self.clock.sleep(0.5)

    def close(self) -> None:
        """Ends the connections of the parties."""
        for api in (self.operator, *self._apis.values()):
            api.close()
