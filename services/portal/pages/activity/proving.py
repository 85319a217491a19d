"""The whole log recomputed: whether each entry follows the one before it, and what was signed still holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from flask import abort, render_template

from callboard import Client
from services.portal import asks
from services.portal.app import me
from services.portal.pages.activity.routes import blueprint, exported
from services.shared.hashchain import Head, follow

MOST_ENTRIES = 50_000
"""Recomputed for one page; a longer log is checked by `callboard audit verify`."""


@blueprint.get("/verify")
def verify() -> str:
    """Says what came of it."""
    if me()["party"]["kind"] != "creator":
        abort(404)
    creator_id = me()["party"]["id"]
    head, problem = proved(asks.api(), creator_id)
    newest = asks.api().list_checkpoints(creator_id, page_size=1).first().items
    signed = newest[0] if newest else None
    # Entries of a log that goes on may have come since.
    contradicted = signed is not None and not problem and not _holds(asks.api(), signed, head)
    return render_template(
        "pages/activity/verify.html",
        proved=head,
        problem=problem,
        signed=signed,
        contradicted=contradicted,
        longest=MOST_ENTRIES,
    )


def proved(api: Client, creator_id: str) -> tuple[Head, str]:
    """How far the chain holds, and what is wrong behind that; empty where all of it holds."""
    head, problem = Head(), ""
    for piece in exported(api, creator_id):
        head, problem = follow(_entries(piece), head)
        if problem or head.entries >= MOST_ENTRIES:
            break
    return head, problem


def _entries(piece: bytes) -> Iterator[dict[str, Any]]:
    return (orjson.loads(line) for line in piece.splitlines() if line)


def _holds(api: Client, signed: Mapping[str, Any], head: Head) -> bool:
    """Whether the entry that was signed last has the hash that was signed."""
    if signed["sequence"] > head.entries:
        return head.entries >= MOST_ENTRIES
    piece = api.export_activity(signed["creator_id"], after=signed["sequence"] - 1)
    entry = next(_entries(piece), None)
    return entry is not None and entry["hash"] == signed["hash"]
