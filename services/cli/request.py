"""`callboard api`: any request, as the client sends it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from callboard import Client
from callboard.errors import error_of
from services.cli import output
from services.cli.context import BaseUrl, ClientId, SecretFile, context_of
from services.cli.errors import CliError, UsageError

MERGE_PATCH = "application/merge-patch+json"


def api(
    ctx: typer.Context,
    method: Annotated[str, typer.Argument(help="GET, POST, PUT, PATCH or DELETE.")],
    path: Annotated[str, typer.Argument(help="For example /v1/me.")],
    fields: Annotated[
        list[str] | None, typer.Option("-f", "--field", help="name=text; repeatable. Of a GET, the query.")
    ] = None,
    values: Annotated[
        list[str] | None, typer.Option("-F", "--value", help="name=JSON, for example -F 'scopes=[]'.")
    ] = None,
    body: Annotated[
        str, typer.Option("--input", help="A file with the JSON body; - is standard input.")
    ] = "",
    paginate: Annotated[bool, typer.Option("--paginate", help="All pages of a list as one.")] = False,
    idempotency_key: Annotated[str, typer.Option(help="That of an earlier POST, to repeat it.")] = "",
    if_match: Annotated[str, typer.Option(help="The ETag that a PUT or PATCH replaces, or *.")] = "",
    include: Annotated[bool, typer.Option("-i", "--include", help="Show status and headers, too.")] = False,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
) -> None:
    """Send any request to the API and print what it answers.

    Examples:

    `callboard api GET /v1/roster -f sort=-followers --paginate`

    `callboard api POST /v1/delegations/dg_018f…/revoke -f reason="A new agency."`

    `callboard api PATCH /v1/delegations/dg_018f…/guardrails --if-match '"3"' -F floor_price=null`

    `callboard api POST /v1/campaigns --input campaign.json`
    """
    given = {**_texts(fields or ()), **_values(values or ())}
    reading = method.upper() in ("GET", "HEAD", "DELETE")
    if reading and body:
        raise UsageError("--input is for POST, PUT and PATCH.")
    with context_of(ctx).api() as client:
        if paginate:
            output.json_document({"items": list(_paged(client, method, path, given))})
            return
        response = client.request(
            method,
            _slashed(path),
            query=given if reading else None,
            json=None if reading else {**_read(body), **given},
            media_type=MERGE_PATCH if method.upper() == "PATCH" else "application/json",
            idempotency_key=idempotency_key or None,
            if_match=if_match or None,
            check=False,
        )
    if include:
        output.line(f"HTTP {response.status_code}")
        for name, value in response.headers.items():
            output.line(f"{name}: {value}")
        output.line()
    _print(response.content)
    if not response.is_success:
        raise error_of(response)


def _paged(client: Client, method: str, path: str, query: dict[str, Any]) -> Any:
    if method.upper() != "GET":
        raise UsageError("--paginate is for GET.")
    return client.pages(_slashed(path), query)


def _slashed(path: str) -> str:
    if not path.startswith("/"):
        raise UsageError(f"{path!r} must begin with a slash, for example /v1/me.")
    return path


def _texts(given: list[str] | tuple[()]) -> dict[str, str]:
    """`name=text` as an object."""
    for each in given:
        if "=" not in each:
            raise UsageError(f"{each!r} is no field: write name=value.")
    return dict(each.split("=", 1) for each in given)


def _values(given: list[str] | tuple[()]) -> dict[str, Any]:
    """`name=JSON` as an object."""
    try:
        return {name: json.loads(value) for name, value in _texts(given).items()}
    except ValueError as error:
        raise UsageError(f"A value of -F is not JSON: {error}. For a text, use -f.") from error


def _read(file: str) -> dict[str, Any]:
    """The JSON object in a file; an empty one where none is named."""
    if not file:
        return {}
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise CliError(f"{file} cannot be read as JSON: {error}.") from error
    if not isinstance(found, dict):
        raise UsageError(f"{file} does not hold a JSON object.")
    return found


def _print(content: bytes) -> None:
    """JSON for people; anything else as it came, unless a terminal would obey it."""
    try:
        output.json_document(json.loads(content))
    except ValueError:
        if sys.stdout.isatty():
            output.line(content.decode(errors="replace"))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
