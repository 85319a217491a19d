"""`/offers/{id}`: an offer for each side, and what is done about it."""

from __future__ import annotations

from services.portal.menu import Pages
from services.portal.pages.offers.routes import blueprint

PAGES = Pages(blueprint)
