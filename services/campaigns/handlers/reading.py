"""Reading offers: one, its versions and their difference, and lists."""

from __future__ import annotations

from dataclasses import replace

from services.campaigns.domain.diff import Change, diff
from services.campaigns.domain.listing import Selection, cut, due, positioned
from services.campaigns.domain.offers import Offer, Party, Path, reached
from services.campaigns.domain.states import Tab, states_of
from services.campaigns.domain.versions import Version
from services.campaigns.handlers.campaigns import get_campaign
from services.campaigns.roster import Asking, Roster
from services.campaigns.store import Store
from services.shared.clock import Clock
from services.shared.errors import FieldError, Invalid, NotFound
from services.shared.paging import Page, PageRequest


def get_offer(store: Store, *, by: Party, path: Path) -> Offer:
    """One offer, where it is `by`'s to reach; NotFound otherwise."""
    return reached(store.offers.get(path.offer_id), path, by)


def diff_versions(
    store: Store, *, by: Party, path: Path, first: int | None, second: int | None
) -> tuple[int, int, tuple[Change, ...]]:
    """What changed between two versions, by default the latest two; raises Invalid for unknown ones."""
    offer = get_offer(store, by=by, path=path)
    latter = offer.current_version if second is None else second
    former = max(1, latter - 1) if first is None else first
    before, after = _version(offer, former, "from"), _version(offer, latter, "to")
    return former, latter, diff(before.terms, after.terms)


def _version(offer: Offer, number: int, field: str) -> Version:
    if not 1 <= number <= offer.current_version:
        message = f"must be a version of the offer, from 1 to {offer.current_version}"
        raise Invalid(f"{field} {message}", [FieldError(field, message)])
    return offer.versions[number - 1]


def list_creator_offers(store: Store, *, creator_id: str, tab: Tab | None, page: PageRequest) -> Page[Offer]:
    """The offers of one creator."""
    wanted = Selection(states_of(tab), creator_ids=frozenset({creator_id}))
    return _page(store, wanted, page)


def list_campaign_offers(
    store: Store, *, brand_id: str, campaign_id: str, tab: Tab | None, page: PageRequest
) -> Page[Offer]:
    """The offers of one campaign of the brand's; raises NotFound."""
    campaign = get_campaign(store, brand_id=brand_id, campaign_id=campaign_id)
    return _page(store, Selection(states_of(tab), campaign_id=campaign.id), page)


def list_inbox(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    asking: Asking,
    tab: Tab | None,
    creator_id: str,
    due_within_hours: int | None,
    page: PageRequest,
) -> Page[Offer]:
    """The offers of the creators who let the agency read them now; NotFound for any other creator."""
    wanted = due(Selection(states_of(tab)), due_within_hours, clock.now())
    granted = roster.creators_readable_by(asking)
    if creator_id and creator_id not in granted:
        raise NotFound("There is no such creator.")
    creators = frozenset({creator_id}) if creator_id else granted
    return _page(store, replace(wanted, creator_ids=creators), page)


def _page(store: Store, wanted: Selection, page: PageRequest) -> Page[Offer]:
    return cut(page, store.select_offers(positioned(wanted, page), page.size + 1))
