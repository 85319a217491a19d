"""`callboard token`."""

from __future__ import annotations

from typing import Annotated

import typer

from services.cli import output
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of


def token(
    ctx: typer.Context,
    scope: Annotated[
        list[str] | None,
        typer.Option(help="A scope; repeatable. Without, all that are of use to the party."),
    ] = None,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Print an access token.

    Examples:

    `callboard token`

    `callboard token --scope marketplace.metrics.read --json`

    `curl -H "Authorization: Bearer $(callboard token)" http://127.0.0.1:8080/v1/delegations`
    """
    context = context_of(ctx)
    with context.api() as api:
        # "a b" in one option is what an OAuth scope parameter looks like.
        answer = api.token(name for each in scope or () for name in each.split())
    context.show(answer, lambda: output.line(answer["access_token"]))
