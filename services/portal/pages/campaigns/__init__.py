"""`/campaigns`: a brand's campaigns, one of them, and the offers that it makes in them."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.campaigns import editing, listing, offering, showing
from services.portal.pages.campaigns.blueprint import blueprint

PAGES = Pages(
    blueprint, (Entry(lazy_gettext("Campaigns"), "briefcase", "campaigns.campaigns", ("brand",), 20),)
)

__all__ = ["PAGES", "editing", "listing", "offering", "showing"]
