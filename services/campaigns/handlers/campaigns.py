"""A brand creates, reads and rewrites its campaigns."""

from __future__ import annotations

from dataclasses import replace

from services.campaigns import produces
from services.campaigns.domain import campaigns as domain
from services.campaigns.domain.campaigns import Campaign, Content
from services.campaigns.roster import KnownParty, Roster
from services.campaigns.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import Command, create, execute, replay
from services.shared.errors import NotFound
from services.shared.paging import Page, PageRequest

UNKNOWN = "There is no such campaign."


def create_campaign(
    store: Store, clock: Clock, roster: Roster, *, brand_id: str, content: Content, command: Command
) -> Campaign:
    """Creates a campaign, in the brand's own category where none is named; raises Invalid."""
    replay(store.campaigns, command)
    brand = _brand(roster, brand_id, command)
    campaign = domain.opened(
        ids.new_id("cp"), brand_id, brand.name, _categorised(content, brand), clock.now()
    )
    return create(store.campaigns, campaign, produces.unannounced, command, clock)


def put_campaign(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    brand_id: str,
    campaign_id: str,
    content: Content,
    expected_version: int | None,
    command: Command,
) -> Campaign:
    """Replaces what a campaign says; raises NotFound, Stale and Invalid."""
    if not content.category:
        content = _categorised(content, _brand(roster, brand_id, command))

    def rewrite(campaign: Campaign) -> Campaign:
        return domain.rewritten(_own(campaign, brand_id), content, expected_version, clock.now())

    return execute(
        store.campaigns, campaign_id, rewrite, produces.unannounced, command, clock, missing=UNKNOWN
    )


def get_campaign(store: Store, *, brand_id: str, campaign_id: str) -> Campaign:
    """One campaign of the brand's; raises NotFound."""
    return _own(store.campaigns.get(campaign_id), brand_id)


def list_campaigns(store: Store, *, brand_id: str, page: PageRequest) -> Page[Campaign]:
    """The brand's campaigns, newest first."""
    before = str(page.after[0]) if page.after else ""
    found = store.campaigns_of(brand_id, before, page.size + 1)
    return page.cut(found, lambda campaign: (campaign.id,))


def _own(campaign: Campaign | None, brand_id: str) -> Campaign:
    if campaign is None or campaign.brand_id != brand_id:
        raise NotFound(UNKNOWN)
    return campaign


def _brand(roster: Roster, brand_id: str, command: Command) -> KnownParty:
    brand = roster.party(brand_id, command.request_id)
    if brand is None:
        raise NotFound("There is no such brand.")
    return brand


def _categorised(content: Content, brand: KnownParty) -> Content:
    return replace(content, category=content.category or brand.category)
