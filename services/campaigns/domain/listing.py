"""Which offers and deliverables a list shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.campaigns.domain.deliverables import Deliverable, DeliverableState
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import OfferState, Tab, states_of
from services.shared.paging import Page, PageRequest, position_of


@dataclass(frozen=True)
class Selection:
    """The offers of one creator, of one campaign, of a brand, or of those whom an agency reads.

    Of a brand's, one creator's where `creator_id` is named too; else it is one of the four. `due_by` is the
    last respond_by wanted. Of several creators, `creator_ids` are the only ones where there are any.
    """

    states: frozenset[OfferState]
    creator_id: str = ""
    campaign_id: str = ""
    brand_id: str = ""
    agency_id: str = ""
    creator_ids: frozenset[str] = frozenset()
    due_by: datetime | None = None


def due(wanted: Selection, hours: int | None, now: datetime) -> Selection:
    """Only what must be answered within so many hours, if any are named."""
    if hours is None:
        return wanted
    pending = wanted.states & states_of(Tab.PENDING)
    return replace(wanted, states=pending, due_by=now + timedelta(hours=hours))


POSITION = (int, int)
"""A place among the deliverables of an offer: a time, where they are sorted by one, and the position."""

Placed = tuple[tuple[int, int], Deliverable]
"""A deliverable, and its place in the list."""


def page_of_deliverables(
    offer: Offer, state: DeliverableState | None, page: PageRequest
) -> Page[Deliverable]:
    """The page of an offer's deliverables, of which there are 2 000 at the most."""
    ordered = sorted(_placed(offer, state, page), key=_place, reverse=page.descending)
    found = [each for each in ordered if page.is_behind(_place(each))]
    cut = page.cut(found[: page.limit], _place)
    return Page(tuple(item for _, item in cut.items), cut.next_cursor)


def _placed(offer: Offer, state: DeliverableState | None, page: PageRequest) -> Iterator[Placed]:
    for position, item in enumerate(offer.deliverables):
        at = changed_at(offer, item)
        if state in {None, item.state} and (page.since is None or at >= page.since):
            moment = position_of(at, item.id)[0] if page.field == "updated_at" else 0
            yield (moment, position), item


def _place(placed: Placed) -> tuple[int, int]:
    return placed[0]


def changed_at(offer: Offer, item: Deliverable) -> datetime:
    """When something was done to a deliverable last; when the deal was agreed, where nothing was."""
    return item.touched_at or offer.agreed_at or offer.created_at
