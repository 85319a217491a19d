"""`callboard mail subscriptions|add|confirm|remove`, and for the operator `outbox|read`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Annotated, Any, cast

import typer

from callboard import types
from services.cli import output
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of

app = typer.Typer(help="Events that are mailed, and the mails themselves.", no_args_is_help=True)

Subscription = Annotated[str, typer.Argument(help="The subscription's id, for example ms_018f….")]


@app.command()
def subscriptions(
    ctx: typer.Context,
    state: Annotated[str, typer.Option(help="Only those in this state, for example paused.")] = "",
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """List the addresses to which the party's events are mailed.

    Example: `callboard mail subscriptions --state paused`
    """
    context = context_of(ctx)
    wanted = cast(types.MailSubscriptionState, state) if state else None
    with context.api() as api:
        found = list(api.list_mail_subscriptions(state=wanted))
    columns = ("id", "state", "address", "frequency", "language", "refusal")
    context.show({"items": found}, lambda: _table(columns, found))


@app.command()
def add(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="Where mails are sent, for example ana@example.com.")],
    event: Annotated[
        list[str] | None, typer.Option(help="A type that is mailed, for example offer.sent; repeatable.")
    ] = None,
    frequency: Annotated[str, typer.Option(help="at_once, daily or off.")] = "at_once",
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Register an address, of all types where none is named. It gets a token, which confirms it.

    Example: `callboard mail add ana@example.com --frequency daily --event offer.sent`
    """
    context = context_of(ctx)
    with context.api() as api:
        made = api.create_mail_subscription(
            address=address,
            events=cast(Sequence[types.EventType], event or []),
            frequency=cast(types.MailFrequency, frequency),
            language=cast(types.MailLanguage, language),
        )

    def human() -> None:
        output.line(f"id  {made['id']}")
        output.note(f"Confirm it by the token that is mailed: callboard mail confirm {made['id']} TOKEN")

    context.show(made, human)


@app.command()
def confirm(
    ctx: typer.Context,
    subscription: Subscription,
    token: Annotated[str, typer.Argument(help="What was mailed to the address.")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Confirm an address by the token that was mailed to it.

    Example: `callboard mail confirm ms_018f… mW2Zk3…`
    """
    context = context_of(ctx)
    with context.api() as api:
        confirmed = api.confirm_mail_subscription(subscription, token=token)
    context.show(confirmed, lambda: output.line(f"{confirmed['address']} is written to from now on."))


@app.command()
def remove(
    ctx: typer.Context,
    subscription: Subscription,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Remove an address; what waits for it is not sent.

    Example: `callboard mail remove ms_018f…`
    """
    context = context_of(ctx)
    with context.api() as api:
        api.delete_mail_subscription(subscription)
    context.show({"id": subscription}, lambda: output.line(f"{subscription} is removed."))


@app.command()
def outbox(
    ctx: typer.Context,
    state: Annotated[str, typer.Option(help="Only those in this state, for example kept or failed.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the newest first.")] = 25,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """List the installation's mails of the last 30 days; for the operator.

    Example: `callboard mail outbox --state failed`
    """
    context = context_of(ctx)
    wanted = cast(types.MailState, state) if state else None
    with context.api() as api:
        found = list(islice(api.list_mails(state=wanted, page_size=min(limit, 100)), limit))
    rows = [{**each, "answer": _answer(each)} for each in found]
    columns = ("id", "state", "recipient", "created_at", "subject", "answer")
    context.show({"items": found}, lambda: _table(columns, rows))


@app.command()
def read(
    ctx: typer.Context,
    mail: Annotated[str, typer.Argument(help="The mail's id, for example ml_018f….")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Show a mail that was kept because no mail server is configured; for the operator.

    Example: `callboard mail read ml_018f…`
    """
    context = context_of(ctx)
    with context.api() as api:
        found = api.get_mail(mail)

    def human() -> None:
        output.line(f"To: {found['recipient']}")
        output.line(f"Subject: {found['subject']}")
        output.line()
        output.line(found["text"])

    context.show(found, human)


def _answer(mail: types.Mail) -> str:
    """What came of the latest attempt."""
    attempts = mail["attempts"]
    return (attempts[-1]["error"] or str(attempts[-1]["status"])) if attempts else ""


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    output.table(columns, [[each[name] or "" for name in columns] for each in rows])
