"""`callboard webhooks list|add|test|deliveries|redeliver`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Annotated, Any, cast

import typer

from callboard import types
from services.cli import output
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of

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
    delivery: Annotated[str, typer.Argument(help="The delivery's id.")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Send an event again, under its own id.

    Example: `callboard webhooks redeliver wh_018f… wh_018f…:ev_018f…`
    """
    context = context_of(ctx)
    with context.api() as api:
        sent = api.redeliver_event(webhook, delivery)
    context.show(sent, lambda: output.line(f"{sent['id']} is on its way."))


def _answer(delivery: types.Delivery) -> str:
    """What came of the latest attempt."""
    attempts = delivery["attempts"]
    return (attempts[-1]["error"] or str(attempts[-1]["status"])) if attempts else ""


def _table(columns: Sequence[str], rows: Sequence[Row]) -> None:
    output.table(columns, [[each[name] or "" for name in columns] for each in rows])
