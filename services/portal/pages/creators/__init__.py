"""`/creators/{id}`: rates beside statistics, audience, videos and offers, for her and her agencies."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.creators import rates
from services.portal.pages.creators.routes import blueprint

__all__ = ["PAGES", "rates"]

PAGES = Pages(blueprint, (Entry(lazy_gettext("My figures"), "chart-line", "creators.own", ("creator",), 30),))
