"""`/calendar`: what is due on which day, for a manager over her roster and for a creator."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.calendar.routes import blueprint

PAGES = Pages(
    blueprint,
    (Entry(lazy_gettext("Calendar"), "calendar", "calendar.calendar", ("agency", "creator"), 40),),
)
