"""`callboard audit verify`: whether anything was changed, removed or reordered in the activity logs."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

import typer

from services.cli import output
from services.cli.api import Api
from services.cli.errors import CliError
from services.cli.world import BaseUrl, ClientId, ClientSecret, Json, world_of
from services.shared.hashchain import GENESIS, broken_link

BROKEN = 2
"""The exit code where a chain is not intact."""

Proof = dict[str, Any]
"""creator_id, entries, head_hash, intact, problem: as the API shows an ActivityProof."""

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
    base_url: BaseUrl = "",
    client_id: ClientId = "",
    client_secret: ClientSecret = "",
    as_json: Json = False,
) -> None:
    """Prove that the activity logs are whole.

    The operator asks the server to recompute every creator's chain. With --creator and that creator's own
    client the log is downloaded and recomputed here, so that the server need not be believed; with
    --expect-head also that nothing which was there then has been cut off or rewritten since.

    Ends with 0 where every chain is intact, with 2 where one is not, with 1 on failure.

    Examples:

    `callboard audit verify`

    `callboard audit verify --creator cr_018f… --client-id cl_… --client-secret … --expect-head 5f1c…`
    """
    world = world_of(ctx)
    if expect_head and not creator:
        raise CliError("--expect-head is about one creator's log: add --creator.")
    with world.api() as api:
        proofs = (
            [_proof(api, creator, expect_head)]
            if creator
            else list(api.pages("/v1/operator/activity-proofs"))
        )
    broken = [proof for proof in proofs if not proof["intact"]]
    world.show({"intact": not broken, "proofs": proofs}, lambda: _print(proofs))
    for proof in broken:
        output.complain(f"The log of {proof['creator_id']} is not intact: {proof['problem']}.")
    if broken:
        raise typer.Exit(BROKEN)


def prove(creator_id: str, chain: Sequence[dict[str, Any]], expected: str = "") -> Proof:
    """Recomputes a creator's chain, given in ascending order, as the server would.

    `expected` is the hash of some entry of it, its head at an earlier time; empty expects nothing.
    """
    problem = _malformed(chain) or broken_link(chain)
    foreign = [entry["sequence"] for entry in chain if entry.get("creator_id") != creator_id]
    if not problem and foreign:
        problem = f"entry {foreign[0]} is another creator's"
    if not problem and expected and expected not in {GENESIS, *(entry["hash"] for entry in chain)}:
        problem = f"no entry has the expected hash {expected}"
    head = str(chain[-1].get("hash", "")) if chain else GENESIS
    return {
        "creator_id": creator_id,
        "entries": len(chain),
        "head_hash": head,
        "intact": not problem,
        "problem": problem,
    }


def _malformed(chain: Sequence[dict[str, Any]]) -> str:
    """What keeps a record from being a link at all."""
    for place, entry in enumerate(chain, start=1):
        missing = [name for name in ("sequence", "previous_hash", "hash") if name not in entry]
        if missing:
            return f"entry {place} has no {missing[0]}"
    return ""


def _proof(api: Api, creator_id: str, expected: str) -> Proof:
    _require_own(api, creator_id)
    newest_first = list(api.pages(f"/v1/creators/{quote(creator_id, safe='')}/activity"))
    return prove(creator_id, newest_first[::-1], expected)


def _require_own(api: Api, creator_id: str) -> None:
    """An agency sees only its own acts, which are no chain: say so rather than cry wolf."""
    payload = str(api.token().get("access_token", "")).split(".")[1:2]
    try:
        subject = json.loads(base64.urlsafe_b64decode(payload[0] + "==")).get("sub") if payload else None
    except (ValueError, AttributeError):
        subject = None
    if subject not in (None, creator_id):
        raise CliError(f"Only {creator_id}'s own client sees the whole log: name it with --client-id.")


def _print(proofs: Sequence[Proof]) -> None:
    def state(proof: Proof) -> str:
        return "intact" if proof["intact"] else f"BROKEN: {proof['problem']}"

    rows = [(p["creator_id"], f"{p['entries']:,}", p["head_hash"], state(p)) for p in proofs]
    output.table(("creator", "entries", "head", "state"), rows)
    output.line(f"{len(proofs):,} checked, {sum(not proof['intact'] for proof in proofs):,} not intact.")
