"""`callboard audit verify`: whether anything was changed, removed or reordered in the activity logs."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from joserfc.jwk import OKPKey

from callboard import Client, types
from services.cli import output
from services.cli.chains import Chain, Checkpoint, Proof, contradiction, unsigned
from services.cli.context import BaseUrl, ClientId, Json, SecretFile, context_of
from services.cli.errors import CliError, Exit, UsageError
from services.cli.keys import signing_keys

Kept = dict[str, dict[str, Any]]
"""Checkpoints kept from an earlier time, by creator."""

app = typer.Typer(help="The activity logs.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The activity logs."""


@app.command()
def verify(
    ctx: typer.Context,
    creator: Annotated[str, typer.Option(help="Check this creator's log here, with her own client.")] = "",
    expect_head: Annotated[
        str, typer.Option(help="A head hash kept from an earlier check, which must still be in the log.")
    ] = "",
    keys: Annotated[
        Path | None,
        typer.Option(help="Public keys as `/oauth/jwks` gives them; else the server is asked."),
    ] = None,
    kept: Annotated[
        Path | None,
        typer.Option(help="Checkpoints of earlier checks, which must still hold; the new ones are added."),
    ] = None,
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret_file: SecretFile = "",
    as_json: Json = False,
) -> None:
    """Prove that the activity logs are whole, and that they say what was signed.

    The operator has the server recompute every creator's chain and hold it against its newest signed
    checkpoint; the signatures are checked here. With --creator and that creator's own client the log is
    downloaded and recomputed here, so that the server need not be trusted.

    Who may write to the database and removes log and checkpoints alike turns the log back to an earlier
    state that was signed: --kept FILE notices that. Keep the file elsewhere.

    Ends with 0 where every chain is intact, with 5 where one is not.

    Examples:

    `callboard audit verify --kept checkpoints.json`

    `callboard audit verify --creator cr_018f… --client-id cl_… --expect-head 5f1c…`
    """
    context = context_of(ctx)
    if expect_head and not creator:
        raise UsageError("--expect-head is about one creator's log: add --creator.")
    before = _read(kept)
    with context.api() as api:
        believed = signing_keys(context, keys)
        found = (
            [_own(api, believed, creator, expect_head, before)]
            if creator
            else list(_all(api, believed, before))
        )
    broken = [proof for proof in found if not proof["intact"]]
    if kept and not broken:
        _write(kept, before, found)
    context.show({"intact": not broken, "proofs": found}, lambda: _print(found))
    for proof in broken:
        output.complain(f"The log of {proof['creator_id']} is not intact: {proof['problem']}.")
    if broken:
        raise typer.Exit(Exit.TAMPERED)


def _all(api: Client, keys: Sequence[OKPKey], kept: Kept) -> Iterator[Proof]:
    """The server's proofs of all logs, each held against its signature and what was kept."""
    for proof in api.list_activity_proofs():
        problem = proof["problem"] or _unsigned_head(proof, keys)
        if not problem and proof["creator_id"] in kept:
            problem = _lost(api, kept[proof["creator_id"]])
        yield {**proof, "intact": not problem, "problem": problem}


def _unsigned_head(proof: types.ActivityProof, keys: Sequence[OKPKey]) -> str:
    """Why the head that the server proved is not one that the installation has signed."""
    checkpoint = proof.get("checkpoint")
    if not checkpoint:
        return "its head is not signed" if proof["entries"] else ""
    said = (checkpoint["creator_id"], checkpoint["sequence"], checkpoint["hash"])
    if said != (proof["creator_id"], proof["entries"], proof["head_hash"]):
        return "the checkpoint is not of the head that was proven"
    return unsigned(checkpoint, keys)


def _lost(api: Client, checkpoint: Checkpoint) -> str:
    """Why a kept checkpoint is not among those of the log any more: one is never removed."""
    creator_id, sequence = checkpoint["creator_id"], checkpoint["sequence"]
    found = api.list_checkpoints(creator_id, page_size=1, sequence=sequence).first().items
    return contradiction(checkpoint, found[0]["hash"] if found else "")


def _own(api: Client, keys: Sequence[OKPKey], creator_id: str, expected: str, kept: Kept) -> Proof:
    """A creator's log recomputed here. Her newest checkpoint is asked for first: the log only grows."""
    _require_own(api, creator_id)
    newest = api.list_checkpoints(creator_id, page_size=1).first().items
    held = [*newest, *(each for each in (kept.get(creator_id),) if each)]
    chain = Chain(creator_id, (each["sequence"] for each in held), expected)
    chain.read(lambda after: api.export_activity(creator_id, after=after))
    proof = {**chain.proof(held), "checkpoint": newest[0] if newest else None}
    if newest and (problem := unsigned(newest[0], keys)):
        proof |= {"intact": False, "problem": proof["problem"] or problem}
    return proof


def _require_own(api: Client, creator_id: str) -> None:
    """Nobody else gets the whole log: say so rather than that there is none."""
    payload = str(api.token().get("access_token", "")).split(".")[1:2]
    try:
        subject = json.loads(base64.urlsafe_b64decode(payload[0] + "==")).get("sub") if payload else None
    except (ValueError, AttributeError):
        subject = None
    if subject not in (None, creator_id):
        raise CliError(f"Only {creator_id}'s own client sees the whole log: name it with --client-id.")


def _read(file: Path | None) -> Kept:
    """What was kept; nothing before the first time. Raises CliError."""
    if file is None or not file.exists():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))["checkpoints"]
        return {str(each["creator_id"]): dict(each) for each in found}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise CliError(f"{file} cannot be read as kept checkpoints: {error!r}.") from error


def _write(file: Path, before: Kept, proofs: Sequence[Proof]) -> None:
    """Keeps the new checkpoints beside those of logs that were not looked at; whole, or not at all."""
    new: dict[str, Mapping[str, Any]] = {
        each["creator_id"]: each["checkpoint"] for each in proofs if each.get("checkpoint")
    }
    text = json.dumps({"checkpoints": list((before | new).values())}, indent=2)
    scratch = file.with_name(f"{file.name}.new")
    try:
        scratch.write_text(text + "\n", encoding="utf-8")
        os.replace(scratch, file)
    except OSError as error:
        raise CliError(f"{file} cannot be written: {error.strerror}.") from error


def _print(proofs: Sequence[Proof]) -> None:
    def state(proof: Proof) -> str:
        return "intact" if proof["intact"] else f"BROKEN: {proof['problem']}"

    def signed(proof: Proof) -> str:
        checkpoint = proof.get("checkpoint")
        return f"{checkpoint['sequence']:,}" if checkpoint else "none"

    rows = [(p["creator_id"], f"{p['entries']:,}", signed(p), p["head_hash"], state(p)) for p in proofs]
    output.table(("creator", "entries", "signed to", "head", "state"), rows)
    output.line(f"{len(proofs):,} checked, {sum(not proof['intact'] for proof in proofs):,} not intact.")
