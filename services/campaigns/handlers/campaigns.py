"""A brand creates, reads and rewrites its campaigns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from services.campaigns import produces
from services.campaigns.domain import campaigns as domain
from services.campaigns.domain.campaigns import Campaign, Content
from services.campaigns.domain.commands import CreateCampaign, PatchCampaign, PutCampaign
from services.campaigns.roster import KnownParty, Roster
from services.campaigns.store import Store
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, create, execute, repeatable
from services.shared.errors import NotFound
from services.shared.paging import Page, PageRequest


def create_campaign(
    store: Store, clock: Clock, roster: Roster, command: CreateCampaign, invocation: Invocation
) -> Campaign:
    """Opens a campaign, in the brand's own category where none is named; raises Invalid."""
    campaign_id = invocation.new_id("cp")
    with repeatable(store.campaigns, campaign_id, invocation):
        brand = _brand(roster, command.brand_id, invocation)
        content = _categorised(command.content, brand)
        campaign = domain.open_campaign(campaign_id, brand.id, brand.name, content, clock.now())
    return create(store.campaigns, campaign, produces.unannounced, invocation, clock)


def put_campaign(
    store: Store, clock: Clock, roster: Roster, command: PutCampaign, invocation: Invocation
) -> Campaign:
    """Replaces what a campaign says; raises NotFound, Stale and Invalid."""
    content = command.content
    if not content.category:
        content = _categorised(content, _brand(roster, command.brand_id, invocation))

    def said(_: Campaign) -> Content:
        return content

    return _rewritten(store, clock, command, said, invocation)


def patch_campaign(
    store: Store, clock: Clock, roster: Roster, command: PatchCampaign, invocation: Invocation
) -> Campaign:
    """Changes some of what a campaign says; raises NotFound, Stale and Invalid."""
    brand = _brand(roster, command.brand_id, invocation) if command.changes.names("category") else None

    def said(campaign: Campaign) -> Content:
        content = command.changes.applied_to(domain.content_of(campaign))
        return _categorised(content, brand) if brand else content

    return _rewritten(store, clock, command, said, invocation)


def _rewritten(
    store: Store,
    clock: Clock,
    command: PutCampaign | PatchCampaign,
    said: Callable[[Campaign], Content],
    invocation: Invocation,
) -> Campaign:
    """The campaign after it was made to say what `said` makes of it."""

    def decide(campaign: Campaign) -> Campaign:
        own = domain.require_access(campaign, command.brand_id)
        return domain.rewrite(own, said(own), command.expected_version, clock.now())

    return execute(
        store.campaigns,
        command.campaign_id,
        decide,
        produces.unannounced,
        invocation,
        clock,
        missing=domain.UNKNOWN,
        missing_code=ErrorCode.CAMPAIGN_NOT_FOUND,
    )


def get_campaign(store: Store, *, brand_id: str, campaign_id: str) -> Campaign:
    """One campaign of the brand's; raises NotFound."""
    return domain.require_access(store.campaigns.get(campaign_id), brand_id)


def list_campaigns(store: Store, *, brand_id: str, page: PageRequest) -> Page[Campaign]:
    """The brand's campaigns."""
    return page.cut(store.campaigns_of(brand_id, page))


def _brand(roster: Roster, brand_id: str, invocation: Invocation) -> KnownParty:
    for brand in roster.parties([brand_id], invocation.request_id):
        return brand
    raise NotFound("There is no such brand.", code=ErrorCode.BRAND_NOT_FOUND)


def _categorised(content: Content, brand: KnownParty) -> Content:
    return replace(content, category=content.category or brand.category)
