"""Which offers a list shows, and where in it a cursor points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import Tab
from services.shared.paging import Page, PageRequest, moment_and_id, position_of

SOONEST_FIRST = "respond_by"
LATEST_FIRST = "-respond_by"


@dataclass(frozen=True)
class Selection:
    """The offers of one creator, of one campaign, or of those whom an agency reads: one of the three.

    They come by respond_by and then by id. `after` is the position behind which the selection begins,
    `due_by` the last respond_by wanted.
    """

    tabs: frozenset[Tab]
    creator_id: str = ""
    campaign_id: str = ""
    agency_id: str = ""
    due_by: datetime | None = None
    descending: bool = False
    after: tuple[datetime, str] | None = None


def due(wanted: Selection, hours: int | None, now: datetime) -> Selection:
    """Only what must be answered within so many hours, if any are named."""
    if hours is None:
        return wanted
    return replace(wanted, tabs=wanted.tabs & {Tab.PENDING}, due_by=now + timedelta(hours=hours))


def positioned(wanted: Selection, page: PageRequest) -> Selection:
    """The selection from where the page begins; raises Invalid for a cursor of another list."""
    descending = page.order == LATEST_FIRST
    return replace(wanted, descending=descending, after=moment_and_id(page.after))


def cut(page: PageRequest, offers: list[Offer]) -> Page[Offer]:
    """The page out of what the store gave for `page.size + 1`."""
    return page.cut(offers, _place)


def _place(offer: Offer) -> tuple[int, str]:
    return position_of(offer.respond_by, offer.id)
