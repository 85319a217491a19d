"""The inbox of an agency: the offers of every creator who lets it read them, at the cost of one page; and of
a brand: those of all its campaigns.

Offers carry the agencies that read them, so that a page is read off one index. What they carry is taken
over from roster, which is asked at each page, in one call: what has changed since the last time, and who of
the page's creators may be read at this moment. So a grant is seen and a revocation holds as soon as it was
acknowledged, and without roster there is no answer.
"""

from __future__ import annotations

from dataclasses import replace

from services.campaigns.domain.inbox import ReadableChange
from services.campaigns.domain.listing import Selection, due
from services.campaigns.domain.offers import Offer
from services.campaigns.domain.states import OfferState, Tab, states_of
from services.campaigns.roster import Roster
from services.campaigns.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import NotFound, Unavailable
from services.shared.paging import Page, PageRequest

MOST_CHANGES = 500
"""Changes that are asked for in one call."""
ROUNDS = 40
"""Calls within one request: after them the rest is left to the next request."""


def list_inbox(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    agency_id: str,
    limited_to: frozenset[str] = frozenset(),
    request_id: str,
    tab: Tab | None,
    state: OfferState | None,
    creator_id: str,
    due_within_hours: int | None,
    page: PageRequest,
) -> Page[Offer]:
    """The offers of the creators who let the agency read them now; NotFound for any other creator.

    Only of those whom the person who asks may see, where she is `limited_to` some.
    """
    wanted = due(Selection(states_of(tab, state)), due_within_hours, clock.now())
    if creator_id:
        readable = roster.readable(agency_id, frozenset({creator_id}), request_id).creator_ids
        if creator_id not in readable:
            raise NotFound("There is no such creator.", code=ErrorCode.CREATOR_NOT_FOUND)
        return page.cut(store.select_offers(replace(wanted, creator_id=creator_id), page))
    wanted = replace(wanted, agency_id=agency_id, creator_ids=limited_to)
    return _shown(store, roster, wanted, page, request_id)


def list_of_brand(
    store: Store,
    clock: Clock,
    *,
    brand_id: str,
    limited_to: frozenset[str] = frozenset(),
    tab: Tab | None,
    state: OfferState | None,
    creator_id: str,
    due_within_hours: int | None,
    page: PageRequest,
) -> Page[Offer]:
    """The offers of a brand, to one creator where she is named. They are its own: roster is not asked."""
    own = Selection(states_of(tab, state), creator_id, brand_id=brand_id, creator_ids=limited_to)
    return page.cut(store.select_offers(due(own, due_within_hours, clock.now()), page))


def _shown(
    store: Store, roster: Roster, wanted: Selection, page: PageRequest, request_id: str
) -> Page[Offer]:
    """The page as roster lets it be shown.

    It was selected after every change had been taken over of which roster knew when the request came: the
    marker is read before the page is selected, and the page is selected again where roster answers a change
    behind that marker, until all that it answers were taken over before.
    """
    taken: set[ReadableChange] = set()
    for _ in range(ROUNDS):
        marker = store.marker(wanted.agency_id)
        found = store.select_offers(wanted, page)
        creators = frozenset(offer.creator_id for offer in found)
        answer = roster.readable(wanted.agency_id, creators, request_id, since=marker, most=MOST_CHANGES)
        fresh = set(answer.changes) - taken
        if not fresh and not answer.more:
            whole = page.cut(found)
            items = tuple(offer for offer in whole.items if offer.creator_id in answer.creator_ids)
            return replace(whole, items=items)
        store.take_over(wanted.agency_id, fresh)
        store.put_marker(wanted.agency_id, answer.marker)
        taken |= fresh
    raise Unavailable("Much has changed on the roster; the inbox is being brought up to date. Try again.")
