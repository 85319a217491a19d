"""`/activity`: what was done in a creator's name, by whom, allowed or refused."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.activity import proving
from services.portal.pages.activity.routes import blueprint

__all__ = ["PAGES", "proving"]

PAGES = Pages(
    blueprint,
    (Entry(lazy_gettext("Activity"), "history", "activity.activity", ("agency", "creator"), 70),),
)
