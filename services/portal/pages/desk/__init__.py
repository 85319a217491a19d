"""`/`: what is due for whoever is signed in."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.desk.routes import KINDS, blueprint

PAGES = Pages(blueprint, (Entry(lazy_gettext("Home"), "home", "desk.desk", KINDS, 10),))
