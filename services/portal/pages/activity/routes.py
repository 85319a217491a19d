"""The log of a creator: all of it for her, for an agency its own acts, creator by creator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from callboard import Client, types
from services.portal import arguments, asks
from services.portal.app import me
from services.portal.pages.activity.entries import DECISIONS, action_in_words, object_url

_ = lazy_gettext
blueprint = Blueprint("activity", __name__, url_prefix="/activity")
LOOKED_AT = 5
"""Pages of the log that are searched for entries that match the filters, at a time."""

PAGE = 50
WHO = {
    "agency": _("Agencies"),
    "brand": _("Brands"),
    "creator": _("The creator"),
    "operator": _("The operator"),
    "timer": _("Callboard itself"),
}


@dataclass(frozen=True)
class Found:
    """Entries that match, and where the search goes on; `searched` is how many were looked at."""

    entries: list[types.Activity]
    next_cursor: str
    searched: int


@blueprint.get("")
def activity() -> ResponseReturnValue:
    """A page of the log, with what stands in the URL: creator, decision, who, since, cursor."""
    kind = me()["party"]["kind"]
    if kind not in ("agency", "creator"):
        abort(404)
    creators = roster(asks.api()) if kind == "agency" else []
    creator_id = _whose(kind, creators)
    parts = asks.together(
        checkpoints=lambda api: _checkpoint(api, creator_id) if kind == "creator" else None,
        entries=lambda api: search(api, creator_id) if creator_id else Found([], "", 0),
    )
    return render_template(
        "pages/activity/activity.html",
        parts=parts,
        kind=kind,
        creator_id=creator_id,
        creators=creators,
        decisions=DECISIONS,
        who=WHO,
        filtered=any(request.args.get(name) for name in ("decision", "who", "since")),
        action_in_words=action_in_words,
        object_url=object_url,
    )


def roster(api: Client) -> list[types.Creator]:
    """The creators whose logs an agency can choose."""
    return [item["creator"] for item in api.list_roster(page_size=100, sort="display_name").first().items]


def _whose(kind: str, creators: list[types.Creator]) -> str:
    """Whose log it is: her own; for an agency the one of the URL, else the first of its roster."""
    if kind == "creator":
        return me()["party"]["id"]
    return arguments.text("creator") or (creators[0]["id"] if creators else "")


def search(api: Client, creator_id: str) -> Found:
    """Entries that match the filters. Where many do not, it stops after some pages, to go on later."""
    decision, who = arguments.one_of("decision", DECISIONS), arguments.one_of("who", WHO)
    since = f"{day}T00:00:00Z" if (day := arguments.text("since", 10)) else None
    found: list[types.Activity] = []
    cursor, searched = arguments.cursor(), 0
    for _page in range(LOOKED_AT if decision or who else 1):
        page = api.list_activity(creator_id, page_size=PAGE, cursor=cursor, updated_since=since).first()
        searched += len(page.items)
        found += [each for each in page.items if _fits(each, decision, who)]
        cursor = page.next_cursor
        if not cursor or len(found) >= arguments.PAGE_SIZE:
            break
    return Found(found, cursor or "", searched)


def _fits(entry: types.Activity, decision: str, who: str) -> bool:
    kind = entry["actor"]["kind"] if entry["actor"] else entry["actor_kind"]
    return decision in ("", entry["decision"]) and who in ("", kind)


def _checkpoint(api: Client, creator_id: str) -> dict[str, Any]:
    """The newest signed statement of the log, and how long the log is now."""
    newest = api.list_checkpoints(creator_id, page_size=1).first().items
    entries = api.list_activity(creator_id, page_size=1).first().items
    length = entries[0]["sequence"] if entries else 0
    return {"checkpoint": newest[0] if newest else None, "length": length}


@blueprint.get("/export")
def export() -> Response:
    """The creator's whole log as the API exports it (NDJSON), as a download."""
    if me()["party"]["kind"] != "creator":
        abort(404)
    pieces = exported(asks.api(), me()["party"]["id"])
    # What fails at once is a page that says so, and not a broken file.
    first = next(pieces, b"")

    def body() -> Iterator[bytes]:
        yield first
        yield from pieces

    headers = {"Content-Disposition": 'attachment; filename="activity.ndjson"'}
    return Response(stream_with_context(body()), content_type="application/x-ndjson", headers=headers)


def exported(api: Client, creator_id: str) -> Iterator[bytes]:
    """The log piece by piece, the oldest entries first; each ends with the end of a line."""
    after = 0
    while piece := api.export_activity(creator_id, after=after):
        lines = piece.rstrip(b"\n").split(b"\n")
        yield b"\n".join(lines) + b"\n"
        after += len(lines)
