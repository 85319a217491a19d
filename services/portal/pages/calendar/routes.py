"""The page: a month, or the same as a list of days; month, view and creator stand in the URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext

from callboard import Client, types
from services.portal import arguments, asks, formats
from services.portal.app import me
from services.portal.pages.calendar import entries, months
from services.portal.pages.calendar.entries import Due, Span
from services.portal.rosters import creators_of

_ = lazy_gettext
blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
VIEWS: Mapping[str, Any] = {"month": _("Month"), "agenda": _("Agenda")}
TABS = ("pending", "active", "completed")
READ = 200
"""Offers of each tab that are looked through."""


@dataclass(frozen=True)
class Offers:
    """Offers of one tab; `whole` is false where there are more."""

    items: list[types.Offer]
    whole: bool


@blueprint.get("")
def calendar() -> str:
    """One month."""
    month = months.month_of(arguments.text("month"))
    kind = me()["party"]["kind"]
    parts = asks.together(
        **{tab: _offers(kind, tab) for tab in TABS},
        roster=lambda api: creators_of(api) if kind == "agency" else [],
    )
    due = _due(parts, month.span())
    return render_template(
        "pages/calendar/calendar.html",
        month=month,
        weeks=month.weeks(),
        weekdays=months.weekdays(),
        long_day=months.long_day,
        today=months.today(),
        view=arguments.one_of("view", VIEWS, "month"),
        views=VIEWS,
        kinds=entries.KINDS,
        kind=kind,
        parts=parts,
        failed=[parts[tab] for tab in TABS if not parts[tab].ok],
        due=due,
        days=_by_day(due.items),
    )


def _offers(kind: str, tab: Any) -> asks.Question:
    sort: Any = "respond_by" if tab == "pending" else "-updated_at"
    asked: dict[str, Any] = {"tab": tab, "sort": sort, "page_size": 100}
    creator = arguments.text("creator") or None

    def question(api: Client) -> Offers:
        if kind == "creator":
            pages = api.list_creator_offers(me()["party"]["id"], **asked)
        else:
            pages = api.list_inbox(creator_id=creator, **asked)
        found = list(islice(pages, READ + 1))
        return Offers(found[:READ], len(found) <= READ)

    return question


@dataclass(frozen=True)
class Shown:
    """What stands in a month; `whole` is false where something may be missing."""

    items: list[Due]
    whole: bool


def _due(parts: asks.Parts, span: Span) -> Shown:
    read: list[Offers] = [parts[tab].required() for tab in TABS if parts[tab].ok]
    offers = [offer for each in read for offer in each.items]
    found = [due for offer in offers for due in entries.of_offer(offer)]
    return Shown(entries.within(found, span), all(each.whole for each in read))


def _by_day(found: Iterable[Due]) -> dict[date, list[Due]]:
    days: dict[date, list[Due]] = {}
    for each in found:
        days.setdefault(formats.there(each.at).date(), []).append(each)
    return dict(sorted(days.items()))
