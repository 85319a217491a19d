"""`callboard people list|invite|invitations|remove`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

import typer

from callboard import types
from services.cli import output
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of

app = typer.Typer(help="People of a party, and invitations.", no_args_is_help=True)

Row = Mapping[str, Any]


@app.command("list")
def show(
    ctx: typer.Context,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """List the people of the party.

    Example: `callboard people list`
    """
    context = context_of(ctx)
    with context.api() as api:
        found = list(api.list_people())
    context.show({"items": found}, lambda: _table(("id", "role", "email", "name", "since"), found))


@app.command()
def invite(
    ctx: typer.Context,
    email: Annotated[str, typer.Argument(help="The mail address of whoever is invited.")],
    role: Annotated[
        str, typer.Option(help="What she becomes: owner, manager or viewer of an agency; else left out.")
    ] = "",
    creator: Annotated[
        list[str] | None,
        typer.Option(help="A creator's id to whom a manager or viewer is limited; repeatable."),
    ] = None,
    party: Annotated[str, typer.Option(help="For the operator: the id of the party that she joins.")] = "",
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Invite somebody and print the link, which is shown this once and good for 7 days.

    Example: `callboard people invite ana@example.com --role manager`
    """
    context = context_of(ctx)
    asked: dict[str, Any] = {"email": email, "creator_ids": creator or []}
    if role:
        asked["role"] = cast(types.Role, role)
    with context.api() as api:
        made = api.create_party_invitation(party, **asked) if party else api.create_invitation(**asked)

    def human() -> None:
        output.line(f"id    {made['invitation']['id']}")
        output.line(f"link  {made['link']}")
        output.note("The link is shown this once; give it to whom it is for, and to nobody else.")

    context.show(made, human)


@app.command()
def invitations(
    ctx: typer.Context,
    state: Annotated[str, typer.Option(help="Only those in this state, for example pending.")] = "",
    party: Annotated[str, typer.Option(help="For the operator: the id of a party.")] = "",
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """List the invitations of the party.

    Example: `callboard people invitations --state pending`
    """
    context = context_of(ctx)
    wanted = cast(types.InvitationState, state) if state else None
    with context.api() as api:
        pages = (
            api.list_party_invitations(party, state=wanted) if party else api.list_invitations(state=wanted)
        )
        found = list(pages)
    context.show({"items": found}, lambda: _table(("id", "state", "role", "email", "expires_at"), found))


@app.command()
def remove(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(help="The id of a person, pe_…, or of an invitation, iv_….")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """End a person's membership of the party, or take an invitation back.

    Example: `callboard people remove pe_018f…`
    """
    context = context_of(ctx)
    with context.api() as api:
        if person.startswith("iv_"):
            api.delete_invitation(person)
        else:
            api.delete_person(person)
    context.show({"id": person}, lambda: output.line(f"{person} is removed."))


def _table(columns: Sequence[str], rows: Sequence[Row]) -> None:
    output.table(columns, [[each[name] or "" for name in columns] for each in rows])
