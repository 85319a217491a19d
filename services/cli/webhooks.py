"""`callboard webhooks list|add|test|deliveries|redeliver|listen`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from callboard import Client, types
from services.cli import output
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of
from services.cli.errors import UsageError
from services.cli.webhook_listener import HOST, Arrival, listener

app = typer.Typer(help="Events that are sent to a party's own systems.", no_args_is_help=True)

Webhook = Annotated[str, typer.Argument(help="The webhook's id, for example wh_018f….")]
Row = Mapping[str, Any]


@app.command("list")
def show(
    ctx: typer.Context,
    state: Annotated[str, typer.Option(help="Only those in this state: active or paused.")] = "",
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """List the party's webhooks.

    Example: `callboard webhooks list --state paused`
    """
    context = context_of(ctx)
    with context.api() as api:
        found = list(api.list_webhooks(state=cast(types.WebhookState, state) if state else None))
    context.show({"items": found}, lambda: _table(("id", "state", "url", "failing_since"), found))


@app.command()
def add(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(help="Where events are sent: an https address.")],
    event: Annotated[
        list[str] | None, typer.Option(help="A type that is sent, for example offer.sent; repeatable.")
    ] = None,
    description: Annotated[str, typer.Option(help="What it is for.")] = "",
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Register a webhook, of all types where none is named, and print its secret.

    Example: `callboard webhooks add https://hooks.example.com/callboard --event offer.sent`
    """
    context = context_of(ctx)
    wanted = cast(Sequence[types.EventType], event or [])
    with context.api() as api:
        made = api.create_webhook(url=url, events=wanted, description=description)

    def human() -> None:
        output.line(f"id      {made['id']}")
        output.line(f"secret  {made['secret']}")
        output.note("The secret is shown this once; keep it safe.")

    context.show(made, human)


@app.command("test")
def send_test(
    ctx: typer.Context,
    webhook: Webhook,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Send a `webhook.tested` event.

    Example: `callboard webhooks test wh_018f…`
    """
    context = context_of(ctx)
    with context.api() as api:
        sent = api.test_webhook(webhook)
    context.show(sent, lambda: output.line(f"{sent['id']} is on its way."))


@app.command()
def deliveries(
    ctx: typer.Context,
    webhook: Webhook,
    state: Annotated[str, typer.Option(help="Only those in this state, for example failed.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 25,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """List what was sent to a webhook in the last 30 days, and what waits.

    Example: `callboard webhooks deliveries wh_018f… --state failed`
    """
    context = context_of(ctx)
    wanted = cast(types.DeliveryState, state) if state else None
    with context.api() as api:
        pages = api.list_deliveries(webhook, state=wanted, page_size=min(limit, 100))
        found = list(islice(pages, limit))
    rows = [{**each, "answer": _answer(each)} for each in found]
    columns = ("id", "type", "state", "created_at", "answer")
    context.show({"items": found}, lambda: _table(columns, rows))


@app.command()
def redeliver(
    ctx: typer.Context,
    webhook: Webhook,
    delivery: Annotated[str, typer.Argument(help="The delivery's id; all since a time without one.")] = "",
    since: Annotated[str, typer.Option(help="All since then, for example 2026-04-01T12:00:00Z.")] = "",
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Send an event again under its own id, or all since a time, of the last seven days.

    Examples:

    `callboard webhooks redeliver wh_018f… wh_018f…:ev_018f…`

    `callboard webhooks redeliver wh_018f… --since 2026-04-01T12:00:00Z`
    """
    if bool(delivery) == bool(since):
        raise UsageError("Name a delivery, or a time by --since.")
    context = context_of(ctx)
    with context.api() as api:
        if delivery:
            sent = api.redeliver_event(webhook, delivery)
            context.show(sent, lambda: output.line(f"{sent['id']} is on its way."))
        else:
            count = _redeliver_since(api, webhook, since)
            context.show({"count": count}, lambda: output.line(f"{count} events are on their way."))


def _redeliver_since(api: Client, webhook: str, since: str) -> int:
    """How many events are sent again, a part at a time."""
    count, start = 0, since
    while start:
        part = api.redeliver_events(webhook, since=start)
        count, start = count + part["count"], part["continues_at"] or ""
    return count


@app.command()
def listen(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen, on this machine.")] = 9000,
    secret_file: Annotated[
        Path | None, typer.Option(help="A file that holds the webhook's secret, whsec_…: each is verified.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print deliveries that arrive at a local port, until interrupted; for development.

    The webhook's address is http://127.0.0.1:9000/, to which a Callboard sends that was started with
    WEBHOOK_PRIVATE=on.

    Example: `callboard webhooks listen --port 9000 --secret-file secret.txt`
    """
    context = context_of(ctx)
    secret = _secret(secret_file) if secret_file else ""

    def tell(arrived: Arrival) -> None:
        if context.as_json:
            output.json_line(asdict(arrived))
        else:
            output.line(_arrived(arrived))

    try:
        server = listener(port, secret, tell)
    except OSError as error:
        raise UsageError(
            f"Nobody can listen on port {port}: {error.strerror}. Take another by --port."
        ) from error
    output.note(f"Listening on http://{HOST}:{server.server_port}/; Ctrl-C ends it.")
    with server, suppress(KeyboardInterrupt):
        server.serve_forever()


def _secret(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}.") from error


def _arrived(arrived: Arrival) -> str:
    if arrived.refused:
        return f"refused  {arrived.id}  {arrived.refused}"
    event = arrived.event
    return "  ".join(
        (str(event.get("timestamp")), str(event.get("type")), arrived.id, json.dumps(event.get("data")))
    )


def _answer(delivery: types.Delivery) -> str:
    """What came of the latest attempt."""
    attempts = delivery["attempts"]
    return (attempts[-1]["error"] or str(attempts[-1]["status"])) if attempts else ""


def _table(columns: Sequence[str], rows: Sequence[Row]) -> None:
    output.table(columns, [[each[name] or "" for name in columns] for each in rows])
