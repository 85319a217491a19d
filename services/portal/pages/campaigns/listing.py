"""`/campaigns`: all campaigns of a brand, with what of each budget is committed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext

from callboard import Client, Page, types
from services.portal import arguments, asks
from services.portal.pages.campaigns.blueprint import blueprint
from services.portal.pages.campaigns.phases import PHASES, Spending, phase, spending

_ = lazy_gettext
SHOWN = 10
"""Campaigns on a page: the offers of each are asked for."""

READ = 100
"""Campaigns among which is searched at once: the API lists them by age, and knows no other filter."""

OFFERS_READ = 100
SUMMED = "tab,price"
SORTS: Mapping[str, Any] = {"-created_at": _("Newest first"), "-updated_at": _("Changed last")}
TABS: Mapping[str, Any] = {"all": _("All"), **{key: words for key, (words, _colour) in PHASES.items()}}


@dataclass(frozen=True)
class Shown:
    """The campaigns of a page; `cursor` and `start` lead to what follows, where something does."""

    items: list[types.Campaign]
    cursor: str
    start: int


@blueprint.get("")
def campaigns() -> str:
    """A page of them, with what stands in the URL: tab, q, sort, start, cursor."""
    tab = arguments.one_of("tab", TABS, "all")
    first = asks.together(campaigns=_read).campaigns
    shown = _shown(first.value, tab) if first.ok else Shown([], "", 0)
    return render_template(
        "pages/campaigns/campaigns.html",
        part=first,
        shown=shown,
        spent=_spent(shown.items),
        tabs=TABS,
        tab=tab,
        sorts=SORTS,
        filtered=tab != "all" or any(request.args.get(name) for name in ("q", "cursor", "start")),
    )


def _read(api: Client) -> Page[types.Campaign]:
    sort: Any = arguments.one_of("sort", SORTS, "-created_at")
    return api.list_campaigns(page_size=READ, cursor=arguments.cursor(), sort=sort).first()


def _shown(page: Any, tab: str) -> Shown:
    wanted = arguments.text("q").casefold()
    found = [
        each
        for each in page.items
        if tab in ("all", phase(each)) and wanted in f"{each['name']} {each['category']}".casefold()
    ]
    start = request.args.get("start", "")
    begin = int(start) if start.isdecimal() and len(start) < 6 else 0
    rest = len(found) > begin + SHOWN
    given = request.args.get("cursor", "")
    cursor = given if rest else page.next_cursor
    return Shown(found[begin : begin + SHOWN], cursor, begin + SHOWN if rest else 0)


def _spent(campaigns: list[types.Campaign]) -> dict[str, Spending | None]:
    """What is committed of each; None where it could not be asked."""
    if not campaigns:
        return {}
    parts = asks.together(**{each["id"]: _offers(each["id"]) for each in campaigns})
    return {key: part.value if part.ok else None for key, part in parts.items()}


def _offers(campaign_id: str) -> asks.Question:
    def question(api: Client) -> Spending:
        page = api.list_campaign_offers(campaign_id, page_size=OFFERS_READ, fields=SUMMED).first()
        return spending(page.items, whole=not page.next_cursor)

    return question
