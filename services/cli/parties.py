"""`callboard parties`: `list`, `create agency|brand|creator`, `add-client` and `remove-client`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from services.cli import output
from services.cli.context import BaseUrl, CliContext, ClientId, Json, SecretFile, context_of

app = typer.Typer(help="Agencies, brands and creators.", no_args_is_help=True)
_create = typer.Typer(
    help="Create a party and print its client, whose secret is shown this once.", no_args_is_help=True
)
app.add_typer(_create, name="create")

Party = Annotated[str, typer.Argument(help="The party's id, for example ag_018f….")]
Name = Annotated[str, typer.Option(help="Its name.")]
Country = Annotated[str, typer.Option(help="ISO 3166-1 alpha-2, for example US.")]


class Kind(StrEnum):
    """What parties there are, as their lists are called."""

    AGENCIES = "agencies"
    BRANDS = "brands"
    CREATORS = "creators"


@app.command("list")
def list_parties(
    ctx: typer.Context,
    kind: Annotated[Kind | None, typer.Argument(help="Only these; all parties without.")] = None,
    q: Annotated[str, typer.Option("-q", "--query", help="Part of the name or handle.")] = "",
    state: Annotated[str, typer.Option(help="Only those in this state, for example suspended.")] = "",
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """List the parties of the installation, as the operator.

    Example: `callboard parties list creators -q maya --state active --json`
    """
    context = context_of(ctx)
    query = {"q": q or None, "state": state or None}
    with context.api() as api:
        found = [
            {"kind": each.value, **party}
            for each in ([kind] if kind else Kind)
            for party in api.pages(f"/v1/operator/{each}", query)
        ]
    context.show({"items": found}, lambda: _print(found))


@_create.command()
def agency(
    ctx: typer.Context,
    name: Name,
    country: Country,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Create an agency.

    Example: `callboard parties create agency --name "Northlight Talent" --country US`
    """
    context = context_of(ctx)
    with context.api() as api:
        made = api.create_agency(name=name, country=country)
    _show(context, {"kind": "agency", "id": made["agency"]["id"], **made["client"]})


@_create.command()
def brand(
    ctx: typer.Context,
    name: Name,
    country: Country,
    category: Annotated[str, typer.Option(help="A category path, for example beauty/skincare.")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Create a brand.

    Example: `callboard parties create brand --name Solstice --country US --category beauty/skincare`
    """
    context = context_of(ctx)
    with context.api() as api:
        made = api.create_brand(name=name, country=country, category=category)
    _show(context, {"kind": "brand", "id": made["brand"]["id"], **made["client"]})


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
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Create a creator.

    Example: `callboard parties create creator --handle @maya --display-name "Maya L." --country SE
    --language sv --language en --category beauty`
    """
    context = context_of(ctx)
    with context.api() as api:
        made = api.create_creator(
            handle=handle,
            display_name=display_name,
            country=country,
            languages=language or [],
            categories=category or [],
        )
    _show(context, {"kind": "creator", "id": made["creator"]["id"], **made["client"]})


@app.command("add-client")
def add_client(
    ctx: typer.Context,
    party: Party,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Give a party a further client, before the one that it replaces is removed.

    Example: `callboard parties add-client ag_018f…`
    """
    context = context_of(ctx)
    with context.api() as api:
        client = api.create_client(party)["client"]
    _show(context, {**client})


@app.command("remove-client")
def remove_client(
    ctx: typer.Context,
    party: Party,
    client: Annotated[str, typer.Argument(help="The client's id, for example cl_018f….")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Take a client away from a party. Its tokens end within 15 minutes.

    Example: `callboard parties remove-client ag_018f… cl_018f…`
    """
    context = context_of(ctx)
    with context.api() as api:
        api.delete_client(party, client)
    context.show({"removed": client}, lambda: output.line(f"Removed {client}."))


def _print(parties: list[dict[str, Any]]) -> None:
    def name(party: dict[str, Any]) -> str:
        handle = f" (@{party['handle']})" if party.get("handle") else ""
        return f"{party.get('name') or party.get('display_name', '')}{handle}"

    rows = [(each["kind"], each["id"], name(each), each.get("state", "")) for each in parties]
    output.table(("kind", "id", "name", "state"), rows)


def _show(context: CliContext, shown: dict[str, Any]) -> None:
    def human() -> None:
        for label in ("id", "client_id", "client_secret"):
            if label in shown:
                output.line(f"{label:<14} {shown[label]}")
        output.note("The secret is shown this once; keep it safe.")

    context.show(shown, human)
