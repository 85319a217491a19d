"""The pages of a creator: rates beside statistics with charts, audience, videos, offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from callboard import Client
from services.portal import arguments
from services.portal.app import me
from services.portal.asks import Parts, Question
from services.portal.pages.creators import figures
from services.portal.pages.creators.place import Place, answered
from services.portal.replies import see_other
from services.portal.words import TABS

_ = lazy_gettext
blueprint = Blueprint("creators", __name__, url_prefix="/creators")
COURSES: tuple[str, ...] = ("views", "engagement_rate", "followers")
VIDEO_SORTS: Mapping[str, Any] = {
    "posted_at": _("Posted"),
    "views": _("Views"),
    "likes": _("Likes"),
    "comments": _("Comments"),
    "shares": _("Shares"),
}
DIMENSIONS: Mapping[str, Any] = {
    "gender": _("Gender"),
    "age": _("Age"),
    "country": _("Country"),
    "language": _("Language"),
    "device": _("Device"),
    "activity": _("Activity"),
    "interests": _("Interests"),
}
MOST_BARS = 10
"""Of one dimension; the rest is behind a button."""


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {
        "reason_of": figures.reason,
        "formula_of": figures.formula,
        "source_of": figures.source,
        "window_of": figures.window,
    }


@blueprint.get("/own")
def own() -> ResponseReturnValue:
    """The creator's own page."""
    if me()["party"]["kind"] != "creator":
        abort(404)
    return see_other(url_for("creators.creator", creator_id=me()["party"]["id"]))


@blueprint.get("/<creator_id>")
def creator(creator_id: str) -> ResponseReturnValue:
    """Rates beside statistics, and the charts of a period."""
    days = int(arguments.one_of("days", {str(each) for each in figures.PERIODS}, "28"))

    def asked(metric: str) -> Question:
        return lambda api: figures.course(api, creator_id, metric, days)

    questions: dict[str, Question] = {
        "rates": lambda api: api.get_rate_card(creator_id),
        "metrics": lambda api: api.get_metrics(creator_id),
        **{metric: asked(metric) for metric in COURSES},
    }
    return answered(
        "pages/creators/creator.html",
        creator_id,
        questions,
        days=days,
        periods=figures.PERIODS,
        compare=arguments.one_of("compare", ("on",)) == "on",
        courses=COURSES,
    )


@blueprint.get("/<creator_id>/audience")
def audience(creator_id: str) -> ResponseReturnValue:
    """Who watches, by dimension."""
    return answered(
        "pages/creators/audience.html",
        creator_id,
        {"audience": lambda api: api.get_audience(creator_id)},
        dimensions=DIMENSIONS,
        most=MOST_BARS,
        bucket=_bucketed,
    )


def _bucketed(_: Parts, __: Place) -> Callable[[str, str], str]:
    locale = get_locale()
    words = {
        ("gender", "FEMALE"): gettext("Women"),
        ("gender", "MALE"): gettext("Men"),
        ("gender", "OTHER"): gettext("Others"),
        ("country", "Others"): gettext("Others"),
        ("language", "Others"): gettext("Others"),
        ("activity", "active"): gettext("Active in the last 30 days"),
        ("activity", "inactive"): gettext("Not active in the last 30 days"),
    }

    def named(dimension: str, bucket: str) -> str:
        names = {"country": locale.territories, "language": locale.languages}.get(dimension, {})
        return str(words.get((dimension, bucket)) or names.get(bucket) or bucket)

    return named


@blueprint.get("/<creator_id>/videos")
def videos(creator_id: str) -> ResponseReturnValue:
    """Her videos with their figures, sorted by what the URL says."""
    orders = [f"{sign}{key}" for key in VIDEO_SORTS for sign in ("", "-")]
    sort: Any = arguments.one_of("sort", orders, "-posted_at")

    def asked(api: Client) -> Any:
        return api.list_videos(
            creator_id, sort=sort, page_size=arguments.PAGE_SIZE, cursor=arguments.cursor()
        ).first()

    return answered("pages/creators/videos.html", creator_id, {"videos": asked}, sort=sort, sorts=VIDEO_SORTS)


@blueprint.get("/<creator_id>/offers")
def offers(creator_id: str) -> ResponseReturnValue:
    """Her offers in the four tabs."""
    tab: Any = arguments.one_of("tab", TABS, "pending")
    sort: Any = "respond_by" if tab == "pending" else "-updated_at"

    def asked(api: Client) -> Any:
        return api.list_creator_offers(
            creator_id, tab=tab, sort=sort, page_size=arguments.PAGE_SIZE, cursor=arguments.cursor()
        ).first()

    return answered(
        "pages/creators/offers.html", creator_id, {"offers": asked}, tab=tab, kind=me()["party"]["kind"]
    )
