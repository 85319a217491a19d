"""`callboard receipt` and `callboard keys`: what was agreed about a delegation, checked offline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from joserfc.jwk import OKPKey

from services.cli import output
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of
from services.cli.errors import CliError, Exit
from services.cli.keys import published, signing_keys
from services.shared.hashchain import broken_link, canonical_json
from services.shared.tokens import RECEIPT, attested

app = typer.Typer(help="Receipts of delegations.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A receipt, as `receipt get` or the API gives it.")]
Keys = Annotated[
    Path | None,
    typer.Option(help="Public keys, as `callboard keys` prints them; else the server is asked."),
]


class NotGenuine(CliError):
    """The receipt is not what the installation has signed."""

    exit_code = Exit.TAMPERED


@app.callback()
def receipt() -> None:
    """Receipts of delegations."""


@app.command()
def get(
    ctx: typer.Context,
    delegation: Annotated[str, typer.Argument(help="The id of a delegation of the client's.")],
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
) -> None:
    """Print a receipt as JSON, to be kept.

    Example:

    `callboard receipt get dg_018f… --client-id cl_… > receipt.json`
    """
    with context_of(ctx).api() as api:
        output.json_document(api.get_receipt(delegation))


@app.command()
def verify(
    ctx: typer.Context, file: File, keys: Keys = None, base_url: BaseUrl = "", as_json: Json = False
) -> None:
    """Check a receipt, and print what it says.

    With --keys nothing is asked of any server. Ends with 0 where the receipt is what the installation has
    signed, with 2 where it is not, with 1 on failure.

    Example:

    `callboard receipt verify receipt.json --keys keys.json`
    """
    context = context_of(ctx)
    content = content_of(_text(file), signing_keys(context, keys))
    context.show(content, lambda: _print(content))


def keys(ctx: typer.Context, base_url: BaseUrl = "") -> None:
    """Print the public keys of the installation as a JSON Web Key Set, to be kept beside receipts.

    Keep those of the time: a key that has been replaced since is no longer among them.

    Example:

    `callboard keys > keys.json`
    """
    output.json_document(published(context_of(ctx)))


def content_of(text: str, keys: Iterable[OKPKey]) -> dict[str, Any]:
    """What a receipt says; raises NotGenuine where any of it is not what was signed."""
    try:
        document = json.loads(text, object_pairs_hook=_once)
        signed = attested(document.pop("signature"), RECEIPT, keys)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NotGenuine(f"This is no receipt of this installation: {error}") from error
    if canonical_json(document) != canonical_json(signed):
        raise NotGenuine("The receipt says something else than was signed.")
    delegation = signed["delegation"]
    problem = broken_link(signed["changes"])
    if not problem and _sha256(delegation["consent_text"]) != delegation["consent_hash"]:
        problem = "the hash of the consent text is another"
    if problem:
        raise NotGenuine(f"The receipt was signed, but does not hold: {problem}.")
    return signed


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object none of whose names is given twice, so that nobody reads the one and checks the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CliError(f"{file} cannot be read: {error}.") from error


def _print(content: Mapping[str, Any]) -> None:
    delegation = content["delegation"]
    output.line(f"Genuine. As of {content['issued_at']}, delegation {delegation['id']}:")
    output.line()
    rows = (
        ("agency", f"{content['agency']['name']} ({content['agency']['id']})"),
        ("creator", f"{content['creator']['display_name']} ({content['creator']['id']})"),
        ("state", delegation["state"]),
        ("asked for", ", ".join(delegation["requested_scopes"])),
        ("held at the end" if delegation["ended_at"] else "held", ", ".join(delegation["scopes"])),
        ("ends at", delegation["expires_at"] or "never, until it is taken back"),
        ("guardrails", _limits(delegation["guardrails"])),
    )
    output.table(("", ""), rows)
    output.line("The creator was shown:")
    for line in delegation["consent_text"].splitlines():
        output.line(f"  | {line}")
    output.line()
    output.table(("at", "what", "by", "client", "authenticated with", "why"), map(_row, content["changes"]))


def _row(change: Mapping[str, Any]) -> tuple[str, ...]:
    said = change["reason"]
    if change["act"] in ("accepted", "guardrails_changed"):
        said = f"{', '.join(change['scopes'])}; {_limits(change['guardrails'])}"
    return (
        change["at"],
        change["act"].replace("_", " "),
        f"{change['party']['name']} ({change['party_id']})",
        change["client_id"],
        change["authenticated_with"],
        said,
    )


def _limits(guardrails: Mapping[str, Any] | None) -> str:
    known = {name: value for name, value in (guardrails or {}).items() if value not in (None, False, [])}
    return json.dumps(known) if known else "no limits"
