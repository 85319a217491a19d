"""`/roster`: the creators whom an agency represents, and how it comes to represent more."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.roster import adding, labels
from services.portal.pages.roster.routes import blueprint

__all__ = ["PAGES", "adding", "labels"]

PAGES = Pages(blueprint, (Entry(lazy_gettext("Roster"), "users", "roster.roster", ("agency",), 30),))
