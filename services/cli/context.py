"""What a command has around it: the environment, the outside, and how it shows its result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import typer

from callboard import Client
from services.cli import output, settings
from services.cli.errors import Failure, document
from services.shared.clock import Clock, SystemClock


def connected(connection: settings.Connection, clock: Clock) -> Client:
    """The client of a gateway."""
    return Client(connection.base_url, connection.client_id, connection.client_secret, clock=clock)


def asked(text: str) -> str:
    """What the user types in, unseen; empty where nobody sits at a terminal."""
    return str(typer.prompt(text, hide_input=True, err=True)) if sys.stdin.isatty() else ""


@dataclass
class CliContext:
    """Given to every command as the object of typer's context; tests put other things into it.

    The options that many commands share end up here: their callback keeps them.
    """

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    connected: Callable[[settings.Connection, Clock], Client] = connected
    asked: Callable[[str], str] = asked
    clock: Clock = field(default_factory=SystemClock)
    as_json: bool = False
    base_url: str = ""
    client_id: str = ""
    client_secret_file: str = ""
    nats_url: str = ""

    def connection(self) -> settings.Connection:
        """Where to connect, and as whom."""
        return settings.connection(
            self.environ,
            base_url=self.base_url,
            client_id=self.client_id,
            secret_file=self.client_secret_file,
            asked=self.asked,
        )

    def client(self, connection: settings.Connection) -> Client:
        """A client of a gateway."""
        return self.connected(connection, self.clock)

    def api(self) -> Client:
        """The gateway, asked by the client that the options, the environment or the home name."""
        return self.client(self.connection())

    def public_api(self) -> Client:
        """The gateway, asked for what anybody may read."""
        return self.client(settings.public_connection(self.environ, self.base_url))

    def show(self, result: Any, human: Callable[[], None]) -> None:
        """Prints the result: one JSON document with --json, what `human` prints otherwise."""
        if self.as_json:
            output.json_document(result)
        else:
            human()

    def fail(self, error: Failure) -> None:
        """Says what went wrong, on stderr; with --json also as the one document on stdout."""
        output.complain(str(error))
        if self.as_json:
            output.json_document({"error": document(error)})


def context_of(ctx: typer.Context) -> CliContext:
    """What the command was started with."""
    assert isinstance(ctx.obj, CliContext)
    return ctx.obj


def _keep(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> None:
    if value:
        setattr(context_of(ctx), str(param.name), value)


def _shared(*names: str, text: str) -> Any:
    return typer.Option(*names, help=text, callback=_keep, expose_value=False)


Json = Annotated[bool, _shared("--json", text="Print one JSON document on stdout.")]
BaseUrl = Annotated[str, _shared("--base-url", text="The gateway. [env: CALLBOARD_BASE_URL]")]
ClientId = Annotated[str, _shared("--client-id", text="The client. [env: CALLBOARD_CLIENT_ID]")]
SecretFile = Annotated[
    str,
    _shared(
        "--client-secret-file",
        text="A file with its secret; without, it is asked for. [env: CALLBOARD_CLIENT_SECRET, or _FILE]",
    ),
]
NatsUrl = Annotated[str, _shared("--nats-url", text="The message server. [env: CALLBOARD_NATS_URL]")]
