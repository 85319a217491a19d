"""Reading offers: one, its versions and their difference, and lists."""

from __future__ import annotations

from collections.abc import Sequence

from services.campaigns.domain.deliverables import Deliverable, DeliverableState
from services.campaigns.domain.diff import Change, diff
from services.campaigns.domain.listing import Selection, page_of_deliverables
from services.campaigns.domain.offers import Offer, Party, Path, require_access
from services.campaigns.domain.states import OfferState, Tab, states_of
from services.campaigns.domain.versions import Version
from services.campaigns.handlers.campaigns import get_campaign
from services.campaigns.store import Store
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import FieldError, Invalid, NotFound
from services.shared.paging import Page, PageRequest


def get_offer(store: Store, *, by: Party, path: Path) -> Offer:
    """One offer, where it is `by`'s to reach; NotFound otherwise."""
    return require_access(store.offers.get(path.offer_id), path, by)


def list_versions(store: Store, *, by: Party, path: Path, page: PageRequest) -> Page[Version]:
    """The versions of an offer, of which there are 60 at the most.

    Where only those since some time are wanted, all that lie behind the cursor are read.
    """
    offer = get_offer(store, by=by, path=path)
    numbers = [number for number in range(1, offer.current_version + 1) if page.is_behind((number,))]
    wanted = sorted(numbers, reverse=page.descending)[: None if page.since else page.limit]
    found = _versions(store, offer, [offer.chain[number - 1].hash for number in wanted])
    fresh = [each for each in found if page.since is None or each.created_at >= page.since]
    return page.cut(fresh[: page.limit], lambda version: (version.number,))


def get_version(store: Store, *, by: Party, path: Path, number: int) -> Version:
    """One version of an offer; raises NotFound."""
    offer = get_offer(store, by=by, path=path)
    if not 1 <= number <= offer.current_version:
        raise NotFound("The offer has no such version.", code=ErrorCode.VERSION_NOT_FOUND)
    return _versions(store, offer, [offer.chain[number - 1].hash])[0]


def list_deliverables(
    store: Store, *, by: Party, path: Path, state: DeliverableState | None, page: PageRequest
) -> tuple[Offer, Page[Deliverable]]:
    """The deliverables of an offer, with the offer."""
    offer = get_offer(store, by=by, path=path)
    return offer, page_of_deliverables(offer, state, page)


def diff_versions(
    store: Store, *, by: Party, path: Path, first: int | None, second: int | None
) -> tuple[int, int, tuple[Change, ...]]:
    """What changed between two versions, by default the latest two; raises Invalid for unknown ones."""
    offer = get_offer(store, by=by, path=path)
    latter = offer.current_version if second is None else second
    former = max(1, latter - 1) if first is None else first
    hashes = [_hash(offer, former, "from"), _hash(offer, latter, "to")]
    before, after = _versions(store, offer, hashes)
    return former, latter, diff(before.terms, after.terms)


def _versions(store: Store, offer: Offer, hashes: Sequence[str]) -> list[Version]:
    """The versions with these hashes, in that order: the latest stands in the offer, former ones are kept."""
    former = [each for each in hashes if each != offer.current_hash]
    kept = {each.hash: each for each in store.versions(offer.id, former)} | {offer.current_hash: offer.latest}
    return [kept[each] for each in hashes]


def _hash(offer: Offer, number: int, field: str) -> str:
    if not 1 <= number <= offer.current_version:
        message = f"must be a version of the offer, from 1 to {offer.current_version}"
        raise Invalid(f"{field} {message}", [FieldError(field, message, FieldCode.OUT_OF_RANGE)])
    return offer.chain[number - 1].hash


def list_creator_offers(
    store: Store, *, creator_id: str, tab: Tab | None, state: OfferState | None, page: PageRequest
) -> Page[Offer]:
    """The offers of one creator."""
    return page.cut(store.select_offers(Selection(states_of(tab, state), creator_id=creator_id), page))


def list_campaign_offers(
    store: Store,
    *,
    brand_id: str,
    campaign_id: str,
    tab: Tab | None,
    state: OfferState | None,
    page: PageRequest,
) -> Page[Offer]:
    """The offers of one campaign of the brand's; raises NotFound."""
    campaign = get_campaign(store, brand_id=brand_id, campaign_id=campaign_id)
    return page.cut(store.select_offers(Selection(states_of(tab, state), campaign_id=campaign.id), page))
