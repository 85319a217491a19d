"""`/discover`: creators who chose to be found, for brands and agencies, and the public page of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext

from callboard import Client, Page, types
from callboard.errors import NotFound
from services.portal import arguments, asks, links
from services.portal.app import me
from services.portal.holding import holds
from services.portal.menu import Entry, Pages
from services.portal.places import country_name, language_name

_ = lazy_gettext
blueprint = Blueprint("discover", __name__, url_prefix="/discover")
PAGES = Pages(blueprint, (Entry(_("Discover"), "search", "discover.discover", ("brand", "agency"), 50),))

SHOWN = 25
SORTS: Mapping[str, Any] = {
    "-followers": _("Most followers"),
    "-average_views": _("Most average views"),
    "-engagement_rate": _("Highest engagement"),
    "display_name": _("By name"),
    "-updated_at": _("Changed last"),
}
FOLLOWERS: Mapping[str, tuple[Any, int | None, int | None]] = {
    "nano": (_("Below 10,000"), None, 9_999),
    "micro": (_("10,000 to 100,000"), 10_000, 100_000),
    "macro": (_("100,000 to 1 million"), 100_000, 1_000_000),
    "mega": (_("Above 1 million"), 1_000_000, None),
}
NO_STATS = dict.fromkeys(("followers", "average_views", "median_views", "engagement_rate", "captured_at"))
FILTERS = ("q", "category", "country", "language", "followers", "cursor")


@blueprint.get("")
def discover() -> str:
    """A page of them, with what stands in the URL: q, category, country, language, followers, sort."""
    part = asks.together(creators=_listed).creators
    return render_template(
        "pages/discover/discover.html",
        part=part,
        kind=me()["party"]["kind"],
        sorts=SORTS,
        sizes=FOLLOWERS,
        no_stats=NO_STATS,
        filtered=any(request.args.get(name) for name in FILTERS),
    )


def _listed(api: Client) -> Page[types.DirectoryEntry]:
    sort: Any = arguments.one_of("sort", SORTS, "-followers")
    _words, least, most = FOLLOWERS.get(arguments.text("followers"), ("", None, None))
    wanted = arguments.text("q", 100)
    if wanted.startswith("@"):
        return _by_handle(api, wanted[1:].lower())
    return api.list_directory(
        q=wanted or None,
        category=arguments.text("category").strip("/") or None,
        country=arguments.text("country").upper() or None,
        language=arguments.text("language").lower() or None,
        min_followers=least,
        max_followers=most,
        sort=sort,
        page_size=SHOWN,
        cursor=arguments.cursor(),
    ).first()


def _by_handle(api: Client, handle: str) -> Page[types.DirectoryEntry]:
    """The one creator who lets herself be found by her handle, listed or not."""
    try:
        return api.list_directory(handle=handle).first() if handle else Page([], "")
    except NotFound:
        return Page([], "")


@blueprint.get("/<creator_id>")
def creator(creator_id: str) -> str:
    """What one of them shows of herself."""
    profile = asks.api().get_directory_entry(creator_id)
    entry = profile["entry"]
    return render_template(
        "pages/discover/creator.html",
        profile=profile,
        entry=entry,
        no_stats=NO_STATS,
        kind=me()["party"]["kind"],
        own=links.creator_url(creator_id) if me()["party"]["kind"] == "agency" else "",
    )


def invitation(entry: Mapping[str, Any], kind: str) -> str:
    """Where a brand makes her an offer, and an agency asks for a delegation; empty where there is no page."""
    if kind == "brand":
        campaign = arguments.text("campaign") or None
        return links.link("campaigns.offer", creator=entry["id"], handle=_handle(entry), campaign=campaign)
    return links.link("roster.add", handle=entry["handle"]) if holds("delegations.write") else ""


def _handle(entry: Mapping[str, Any]) -> str | None:
    return None if entry["listed"] else entry["handle"]


blueprint.add_app_template_global(invitation, "invitation_url")
blueprint.add_app_template_filter(country_name, "country")
blueprint.add_app_template_filter(language_name, "spoken")
