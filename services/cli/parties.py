"""`callboard parties create agency|brand|creator`, and `add-client` and `remove-client`."""

from __future__ import annotations

import uuid
from typing import Annotated, Any
from urllib.parse import quote

import typer

from services.cli import output
from services.cli.context import BaseUrl, CliContext, ClientId, ClientSecret, Json, context_of

app = typer.Typer(help="Agencies, brands and creators.", no_args_is_help=True)
_create = typer.Typer(
    help="Create a party and print its client, whose secret is shown this once.", no_args_is_help=True
)
app.add_typer(_create, name="create")

Party = Annotated[str, typer.Argument(help="The party's id, for example ag_018f….")]
Name = Annotated[str, typer.Option(help="Its name.")]
Country = Annotated[str, typer.Option(help="ISO 3166-1 alpha-2, for example US.")]


@_create.command()
def agency(
    ctx: typer.Context,
    name: Name,
    country: Country,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret: ClientSecret = "",
    as_json: Json = False,
) -> None:
    """Create an agency.

    Example: `callboard parties create agency --name "Northlight Talent" --country US`
    """
    _register(context_of(ctx), "agency", "agencies", {"name": name, "country": country})


@_create.command()
def brand(
    ctx: typer.Context,
    name: Name,
    country: Country,
    category: Annotated[str, typer.Option(help="A category path, for example beauty/skincare.")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret: ClientSecret = "",
    as_json: Json = False,
) -> None:
    """Create a brand.

    Example: `callboard parties create brand --name Solstice --country US --category beauty/skincare`
    """
    _register(context_of(ctx), "brand", "brands", {"name": name, "country": country, "category": category})


@_create.command()
def creator(
    ctx: typer.Context,
    handle: Annotated[str, typer.Option(help="Her handle on the platform, with or without @.")],
    display_name: Annotated[str, typer.Option(help="The name she shows.")],
    country: Country,
    language: Annotated[list[str] | None, typer.Option(help="ISO 639-1, for example en; repeatable.")] = None,
    category: Annotated[list[str] | None, typer.Option(help="A category path; repeatable.")] = None,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret: ClientSecret = "",
    as_json: Json = False,
) -> None:
    """Create a creator.

    Example: `callboard parties create creator --handle @maya --display-name "Maya L." --country SE
    --language sv --language en --category beauty`
    """
    body = {
        "handle": handle,
        "display_name": display_name,
        "country": country,
        "languages": language or [],
        "categories": category or [],
    }
    _register(context_of(ctx), "creator", "creators", body)


@app.command("add-client")
def add_client(
    ctx: typer.Context,
    party: Party,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret: ClientSecret = "",
    as_json: Json = False,
) -> None:
    """Give a party a further client, before the one that it replaces is removed.

    Example: `callboard parties add-client ag_018f…`
    """
    context = context_of(ctx)
    path = f"/v1/operator/parties/{quote(party, safe='')}/clients"
    with context.api() as api:
        answer = api.post(path, {}, key=str(uuid.uuid4()))
    _show(context, answer["client"])


@app.command("remove-client")
def remove_client(
    ctx: typer.Context,
    party: Party,
    client: Annotated[str, typer.Argument(help="The client's id, for example cl_018f….")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret: ClientSecret = "",
    as_json: Json = False,
) -> None:
    """Take a client away from a party. Its tokens end within 15 minutes.

    Example: `callboard parties remove-client ag_018f… cl_018f…`
    """
    context = context_of(ctx)
    path = f"/v1/operator/parties/{quote(party, safe='')}/clients/{quote(client, safe='')}"
    with context.api() as api:
        api.delete(path, key=str(uuid.uuid4()))
    context.show({"removed": client}, lambda: output.line(f"Removed {client}."))


def _register(context: CliContext, kind: str, collection: str, body: dict[str, Any]) -> None:
    with context.api() as api:
        # Fresh for each run: two agencies may share a name. Repetitions within the run are safe.
        answer = api.post(f"/v1/operator/{collection}", body, key=str(uuid.uuid4()))
    party, client = answer[kind], answer["client"]
    _show(context, {"kind": kind, "id": party["id"], **client})


def _show(context: CliContext, shown: dict[str, Any]) -> None:
    def human() -> None:
        for label in ("id", "client_id", "client_secret"):
            if label in shown:
                output.line(f"{label:<14} {shown[label]}")
        output.note("The secret is shown this once; keep it safe.")

    context.show(shown, human)
