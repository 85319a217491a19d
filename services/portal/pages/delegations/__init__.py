"""`/delegations`: what creators let agencies do: asked, granted within limits, narrowed, taken back."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.delegations import changing
from services.portal.pages.delegations.routes import blueprint

__all__ = ["PAGES", "changing"]

PAGES = Pages(
    blueprint,
    (
        Entry(
            lazy_gettext("Delegations"),
            "shield-check",
            "delegations.delegations",
            ("agency", "creator"),
            60,
            count="delegation_requests",
        ),
    ),
)
