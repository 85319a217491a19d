"""`/inbox`: the offers of a manager's whole roster, and `/offers`: a creator's own, in the four tabs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext

from callboard import Client, Page, types
from services.portal import arguments, asks
from services.portal.app import me
from services.portal.menu import Entry, Pages
from services.portal.words import OFFERS, TABS

blueprint = Blueprint("inbox", __name__)
PAGES = Pages(
    blueprint,
    (
        Entry(lazy_gettext("Inbox"), "inbox", "inbox.inbox", ("agency",), 20, count="offers"),
        Entry(lazy_gettext("Offers"), "inbox", "inbox.inbox", ("creator",), 20, count="offers"),
    ),
)
SORTS = {
    "respond_by": lazy_gettext("Answer by"),
    "-updated_at": lazy_gettext("Changed last"),
}
STATES: dict[str, tuple[str, ...]] = {
    "pending": ("in_review", "negotiating", "awaiting_confirmation"),
    "inactive": ("declined", "withdrawn", "expired", "cancelled"),
}


@blueprint.get("/inbox")
def inbox() -> str:
    """One tab, with what stands in the URL: state, creator, sort, cursor."""
    kind = me()["party"]["kind"]
    tab = arguments.one_of("tab", TABS, "pending")
    states = {name: OFFERS[name][0] for name in STATES.get(tab, ())}
    parts = asks.together(
        offers=lambda api: offers(api, kind, tab, arguments.one_of("state", states)),
        roster=lambda api: roster(api) if kind == "agency" else [],
    )
    return render_template(
        "pages/inbox/inbox.html",
        parts=parts,
        kind=kind,
        tab=tab,
        states=states,
        sorts=SORTS,
        filtered=any(request.args.get(name) for name in ("state", "creator", "cursor")),
    )


def offers(api: Client, kind: str, tab: str, state: str) -> Page[types.Offer]:
    """A page of them, what must be answered first coming first."""
    asked: dict[str, Any] = {
        "tab": tab,
        "state": state or None,
        "sort": arguments.one_of("sort", SORTS, "respond_by" if tab == "pending" else "-updated_at"),
        "page_size": arguments.PAGE_SIZE,
        "cursor": arguments.cursor(),
    }
    if kind == "creator":
        return api.list_creator_offers(me()["party"]["id"], **asked).first()
    return api.list_inbox(creator_id=arguments.text("creator") or None, **asked).first()


def roster(api: Client) -> list[types.Creator]:
    """The creators by whom the list can be filtered."""
    return [item["creator"] for item in api.list_roster(page_size=100, sort="handle").first().items]
