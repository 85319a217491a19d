"""The list: one tab, with what stands in the URL: state, creator, order, cursor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext

from callboard import Client, types
from services.portal import arguments, asks
from services.portal.app import me
from services.portal.offers import listed
from services.portal.pages.offers.possible import declinable
from services.portal.words import OFFERS, TABS

blueprint = Blueprint("inbox", __name__)
SORTS = {
    "respond_by": lazy_gettext("To be answered first"),
    "-respond_by": lazy_gettext("To be answered last"),
    "-updated_at": lazy_gettext("Changed last"),
    "updated_at": lazy_gettext("Unchanged for longest"),
}
STATES: dict[str, tuple[str, ...]] = {
    "pending": ("in_review", "negotiating", "awaiting_confirmation"),
    "inactive": ("declined", "withdrawn", "expired", "cancelled"),
}
FILTERS = ("state", "creator", "who", "cursor")
MOST_FOUND = 8


@dataclass(frozen=True)
class Chosen:
    """The creator whose offers are shown; where what was written fits none or several, those it may mean."""

    id: str = ""
    text: str = ""
    among: list[types.Creator] = field(default_factory=list)

    @property
    def unclear(self) -> bool:
        """Whether something was written that names nobody yet."""
        return bool(self.text and not self.id)


def inbox() -> str:
    """The page."""
    kind = me()["party"]["kind"]
    tab = arguments.one_of("tab", TABS, "pending")
    states = {name: OFFERS[name][0] for name in STATES.get(tab, ())}
    chosen = _chosen() if kind == "agency" else Chosen()
    order = arguments.one_of("sort", SORTS, "respond_by" if tab == "pending" else "-updated_at")
    asked: dict[str, Any] = {
        "tab": tab,
        "state": arguments.one_of("state", states) or None,
        "sort": order,
        "page_size": arguments.PAGE_SIZE,
        "cursor": arguments.cursor(),
        **({"creator_id": chosen.id} if chosen.id else {}),
    }
    parts = asks.together(offers=lambda api: None if chosen.unclear else listed(api, **asked))
    return render_template(
        "pages/inbox/inbox.html",
        parts=parts,
        offers=parts.offers.value.items if parts.offers.value else [],
        chosen=chosen,
        kind=kind,
        tab=tab,
        states=states,
        sorts=SORTS,
        order=order,
        filtered=any(request.args.get(name) for name in FILTERS),
        chooses=tab == "pending" and kind == "agency",
        declinable=lambda offer: declinable(offer, kind),
    )


def creators() -> str:
    """The creators whose names begin like what is being written, for the field of the filter."""
    found = asks.together(found=lambda api: searched(api, arguments.text("who")))
    return render_template("pages/inbox/creators.html", found=found.found.value or [])


def _chosen() -> Chosen:
    text, known = arguments.text("who").removeprefix("@"), arguments.text("creator", 60)
    if known and not text:
        part = asks.together(creator=lambda api: api.get_creator(known)).creator
        return Chosen(known, part.value["handle"] if part.value else known)
    if not text:
        return Chosen()
    among = searched(asks.api(), text)
    return Chosen(_meant(text, among), text, among)


def searched(api: Client, text: str) -> list[types.Creator]:
    """Creators of the roster whose handle or name has such a word."""
    if not text:
        return []
    found = api.list_roster(q=text, page_size=MOST_FOUND, sort="handle").first().items
    return [item["creator"] for item in found]


def _meant(text: str, among: list[types.Creator]) -> str:
    """The id of the one creator that a text can mean; empty where there are several, or none."""
    same = [each for each in among if _names(text, each)]
    if len(same) == 1:
        return same[0]["id"]
    return among[0]["id"] if len(among) == 1 else ""


def _names(text: str, creator: Mapping[str, Any]) -> bool:
    return text.casefold() in (creator["handle"].casefold(), creator["display_name"].casefold())
