"""`/operator`: parties, people, imports, mails, proofs of the logs, and whether all services answer."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.operator import creating, parties, party, running
from services.portal.pages.operator.blueprint import blueprint

PAGES = Pages(
    blueprint,
    (Entry(lazy_gettext("Operation"), "layout-dashboard", "operator.parties", ("operator",), 10),),
)

__all__ = ["PAGES", "creating", "parties", "party", "running"]
