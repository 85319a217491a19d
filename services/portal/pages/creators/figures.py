"""Numbers with where they come from, in words, and series with the period before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel import dates
from flask_babel import get_locale, gettext, lazy_gettext, ngettext

from callboard import Client, types
from services.portal import formats
from services.portal.app import me

_ = lazy_gettext
PERIODS = (7, 28, 60, 90)
LONGEST_DAYS, RECENT = 365, 14
FEWEST = 4
"""Of days with data: fewer are no chart."""

FORMULAS: Mapping[str, Any] = {
    "newest known follower count": _("the newest known number of followers"),
    "videos captured at least once": _("videos captured at least once"),
    "sum of views / videos": _("sum of views ÷ videos"),
    "sum of likes / videos": _("sum of likes ÷ videos"),
    "sum of comments / videos": _("sum of comments ÷ videos"),
    "sum of shares / videos": _("sum of shares ÷ videos"),
    "median of views": _("median of views"),
    "sum of (likes + comments + shares) / sum of views": _(
        "sum of (likes + comments + shares) ÷ sum of views"
    ),
    "sum of (likes + comments + shares)": _("sum of (likes + comments + shares)"),
    "sum of likes": _("sum of likes"),
    "sum of comments": _("sum of comments"),
    "sum of shares": _("sum of shares"),
    "(followers - followers 30 days before) / followers 30 days before": _(
        "(followers - followers 30 days before) ÷ followers 30 days before"
    ),
    "sum of full_plays / sum of plays": _("sum of full plays ÷ sum of plays"),
}
REASONS: Mapping[str, Any] = {
    "no data": _("Nothing has been imported yet."),
    "not applicable: no follower count from 30 to 37 days before the newest one": _(
        "There is no number of followers from 30 days before."
    ),
    "not applicable: there were no followers 30 days before": _("There were no followers 30 days before."),
    "the sum of views is 0": _("The videos have no views."),
}
LACKING = re.compile(r"no data: no video of the sample has (.+)")


def reason(text: str) -> str:
    """Why there is no number, for whoever looks; as the gateway says it where it says something new."""
    if found := LACKING.fullmatch(text):
        return gettext("No video of the sample says: %(figures)s.", figures=found[1].replace("_", " "))
    return str(REASONS.get(text, text or gettext("Nothing has been imported yet.")))


def formula(text: str) -> str:
    """How a number was computed."""
    return str(FORMULAS.get(text, text))


def source(text: str) -> str:
    """Who brought the figures: `operator`, `agency:<id>`, `platform`, several of them."""
    return ", ".join(map(_source, text.split(",")))


def _source(text: str) -> str:
    name = text.strip()
    if name.startswith("agency:"):
        own = name.partition(":")[2] == me()["party"]["id"]
        return me()["party"]["name"] if own else gettext("an agency")
    words = {
        "operator": gettext("the operator"),
        "platform": gettext("the platform"),
        "none": gettext("nobody"),
    }
    return words.get(name, name)


def window(value: Mapping[str, Any]) -> str:
    """Over which videos a number was computed."""
    words = {
        "last_30_videos": gettext("the 30 videos posted last"),
        "newest_capture": gettext("the newest capture"),
        "all_videos": gettext("all videos"),
    }
    if value["kind"] == "days":
        days = value["days"] or 0
        said = ngettext("the last %(num)s day", "the last %(num)s days", days)
    else:
        said = words.get(value["kind"], value["kind"].replace("_", " "))
    if value["from"] and value["to"]:
        said += f" ({formats.day(value['from'])} {formats.DASH} {formats.day(value['to'])})"
    return said


@dataclass(frozen=True)
class Course:
    """A metric over a period and the one before: `values` by day, None where nothing was captured."""

    metric: str
    labels: list[str]
    values: list[float | None]
    before: list[float | None]
    source: str
    formula: str
    first: str
    last: str

    @property
    def known(self) -> int:
        """Days with data."""
        return sum(value is not None for value in self.values)

    @property
    def charted(self) -> bool:
        """Whether there is enough for a chart."""
        return self.known >= FEWEST

    @property
    def change(self) -> float | None:
        """From the first to the last known value of the period; for a rate in points, else as a share."""
        return _change(self.values, self.metric)

    @property
    def change_before(self) -> float | None:
        """The same of the period before."""
        return _change(self.before, self.metric)

    def pairs(self) -> list[tuple[str, float]]:
        """The days that are known, for a period with too few for a chart."""
        return [
            (day, value) for day, value in zip(self.labels, self.values, strict=True) if value is not None
        ]


def _change(values: Sequence[float | None], metric: str) -> float | None:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    if metric == "engagement_rate":
        return known[-1] - known[0]
    return (known[-1] - known[0]) / known[0] if known[0] else None


def course(api: Client, creator_id: str, metric: Any, days: int) -> Course:
    """The last `days` days with data, and as many before.

    A whole year is asked for only where there is nothing of the last days.
    """
    today = formats.now().date()
    for back in (2 * days + RECENT, LONGEST_DAYS):
        first = today - timedelta(days=back)
        series = api.get_series(creator_id, metric=metric, from_=first.isoformat(), to=today.isoformat())
        if any(point["value"] is not None for point in series["points"][-RECENT:]):
            break
    return course_of(series, days)


def course_of(series: types.Series, days: int) -> Course:
    """A series cut to the days that end with the newest one that is known."""
    points = series["points"]
    last = max((at for at, point in enumerate(points) if point["value"] is not None), default=-1)
    start = max(last + 1 - days, 0)
    now, before = points[start : last + 1], points[max(start - days, 0) : start]
    scale = 100 if series["metric"] == "engagement_rate" else 1
    values: list[float | None] = [_scaled(point["value"], scale) for point in now]
    old: list[float | None] = [_scaled(point["value"], scale) for point in before]
    return Course(
        series["metric"],
        [_day(point["date"]) for point in now],
        values,
        [*[None] * (len(values) - len(old)), *old],
        series["source"],
        series["formula"],
        _day(now[0]["date"]) if now else "",
        _day(now[-1]["date"]) if now else "",
    )


def _scaled(value: float | None, scale: int) -> float | None:
    return None if value is None else round(value * scale, 2)


def _day(text: str) -> str:
    return dates.format_skeleton("MMMd", date.fromisoformat(text), locale=get_locale())
