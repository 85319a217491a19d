"""The roster itself: as a table or as cards, searched, filtered and sorted by what stands in the URL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from callboard import Client, Page, types
from callboard.errors import ApiError
from services.portal import arguments, asks, notices
from services.portal.app import me
from services.portal.holding import holds
from services.portal.replies import refused, see_other

_ = lazy_gettext
blueprint = Blueprint("roster", __name__, url_prefix="/roster")
SORTS: Mapping[str, Any] = {
    "display_name": _("Name"),
    "-followers": _("Most followers"),
    "-average_views": _("Most average views"),
    "-engagement_rate": _("Highest engagement"),
    "starting_rate": _("Lowest starting rate"),
    "-starting_rate": _("Highest starting rate"),
    "-open_offers": _("Most open offers"),
    "-granted_at": _("Newest delegation"),
    "-updated_at": _("Changed last"),
}
FILTERS = ("q", "category", "country", "tag", "min_followers", "max_followers")
VIEWS = ("table", "cards")


@blueprint.before_request
def _of_an_agency() -> None:
    if me()["party"]["kind"] != "agency":
        abort(404)


@blueprint.get("")
def roster() -> str:
    """A page of the roster."""
    parts = asks.together(roster=lines)
    items = parts.roster.value.items if parts.roster.value else []
    return render_template(
        "pages/roster/roster.html",
        parts=parts,
        items=items,
        sorts=SORTS,
        view=arguments.one_of("view", VIEWS, "table"),
        filtered=any(request.args.get(name) for name in FILTERS),
        countries=countries(),
        known={
            "category": sorted({each for item in items for each in item["creator"]["categories"]}),
            "tag": sorted({each for item in items for each in item["labels"]["tags"]}),
        },
        may={"add": holds("delegations.write"), "label": holds("roster.write")},
        requested=me()["waiting"]["delegation_requests"] or 0,
    )


def lines(api: Client) -> Page[types.RosterItem]:
    """The lines of the roster that the URL asks for."""
    asked: dict[str, Any] = {name: arguments.text(name) or None for name in FILTERS}
    for name in ("min_followers", "max_followers"):
        asked[name] = arguments.text(name) if arguments.text(name).isdecimal() else None
    return api.list_roster(
        **asked,
        sort=arguments.one_of("sort", SORTS, "display_name"),  # type: ignore[arg-type]
        page_size=arguments.PAGE_SIZE,
        cursor=arguments.cursor(),
    ).first()


def countries() -> list[tuple[str, str]]:
    """Every country by its code, in the order of its name for whoever looks."""
    names = get_locale().territories
    found = [
        (code, names[code])
        for code in names
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    ]
    return sorted(found, key=lambda each: each[1])


NO_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
"""What the names of territories hold beside the countries of ISO 3166-1."""


def line_of(api: Client, creator_id: str) -> types.RosterItem | None:
    """The line of one creator; None where she is not on the roster."""
    return next(iter(api.list_roster(creator_id=creator_id).first().items), None)


@blueprint.route("/<creator_id>/remove", methods=["GET", "POST"])
def remove(creator_id: str) -> ResponseReturnValue:
    """Asks whether to take a creator off the roster, and does it."""
    creator, fault = asks.api().get_labels(creator_id)["creator"], ""
    if request.method == "POST":
        try:
            asks.api().remove_creator(creator_id)
        except ApiError as error:
            fault = refused(error, {})
        else:
            notices.say(gettext("%(name)s is no longer on your roster.", name=creator["display_name"]))
            return see_other(url_for("roster.roster"))
    html = render_template("pages/roster/remove.html", creator=creator, fault=fault)
    return html, 409 if fault else 200
