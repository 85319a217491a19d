"""One run of the demo: one connection per party, and a count of what was changed."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from typing import Any

from callboard import Client
from services.cli import output
from services.cli.context import CliContext
from services.cli.demo.memory import Memory
from services.cli.errors import CliError
from services.cli.settings import Connection
from services.shared.clock import rfc3339

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

    def api(self, key: str) -> Client:
        """The gateway, asked by a party of the demo."""
        if key not in self._apis:
            login = self.memory.parties[key]
            party = Connection(self._connection.base_url, login["client_id"], login["client_secret"])
            self._apis[key] = self._context.client(party)
        return self._apis[key]

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
        return hmac.new(secret, f"demo-{step}".encode(), "sha256").hexdigest()

    def changed(self, step: str) -> None:
        """Counts a step, and says it."""
        self.changes += 1
        output.note(f"  {step}")

    def day(self, ahead: int) -> str:
        """Midnight so many days ahead: the same in every run of a day."""
        midnight = self.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        return rfc3339(midnight.astimezone(UTC) + timedelta(days=ahead))

    def soon(self) -> str:
        """A moment that is about to pass."""
        return rfc3339(self.clock.now() + SOON)

    def wait_for(self, state: str, what: str, read: Callable[[], Mapping[str, Any]]) -> None:
        """Until a resource is in a state that a timer brings it to."""
        ends = self.clock.monotonic() + PATIENCE
        while read()["state"] != state:
            if self.clock.monotonic() > ends:
                raise CliError(f"{what} did not become {state} in {PATIENCE:.0f} s; does the worker run?")
            self.clock.sleep(0.5)

    def close(self) -> None:
        """Ends the connections of the parties."""
        for api in (self.operator, *self._apis.values()):
            api.close()
