"""What a command has around it: the environment, the outside, and how it shows its result."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import httpx
import typer

from services.cli import output, settings
from services.cli.api import Api
from services.cli.errors import CliError
from services.shared.clock import Clock, SystemClock


@dataclass
class CliContext:
    """Given to every command as the object of typer's context; tests put other things into it.

    The options that many commands share end up here: their callback keeps them.
    """

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    transport: httpx.BaseTransport | None = None
    clock: Clock = field(default_factory=SystemClock)
    as_json: bool = False
    base_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    nats_url: str = ""

    def connection(self) -> settings.Connection:
        """Where to connect, and as whom."""
        return settings.connection(
            self.environ, base_url=self.base_url, client_id=self.client_id, client_secret=self.client_secret
        )

    def api(self) -> Api:
        """The gateway, asked by the client that the options, the environment or the home name."""
        return Api(self.connection(), transport=self.transport, clock=self.clock)

    def public_api(self) -> Api:
        """The gateway, asked for what anybody may read."""
        connection = settings.public_connection(self.environ, self.base_url)
        return Api(connection, transport=self.transport, clock=self.clock)

    def show(self, document: Any, human: Callable[[], None]) -> None:
        """Prints the result: one JSON document with --json, what `human` prints otherwise."""
        if self.as_json:
            output.json_document(document)
        else:
            human()

    def fail(self, error: CliError) -> None:
        """Says what went wrong, on stderr; with --json also as the one document on stdout."""
        output.complain(str(error))
        if self.as_json:
            output.json_document({"error": error.document()})


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
ClientSecret = Annotated[str, _shared("--client-secret", text="Its secret. [env: CALLBOARD_CLIENT_SECRET]")]
NatsUrl = Annotated[str, _shared("--nats-url", text="The message server. [env: CALLBOARD_NATS_URL]")]
