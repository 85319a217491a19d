"""`/inbox`: the offers of a manager's whole roster, and a creator's own, in the four tabs."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import Entry, Pages
from services.portal.pages.inbox import bulk, routes

blueprint = routes.blueprint
blueprint.add_url_rule("/inbox", "inbox", routes.inbox)
blueprint.add_url_rule("/inbox/creators", "creators", routes.creators)
blueprint.add_url_rule("/inbox/decline", "decline", bulk.decline, methods=["GET", "POST"])

PAGES = Pages(
    blueprint,
    (
        Entry(lazy_gettext("Inbox"), "inbox", "inbox.inbox", ("agency",), 20, count="offers"),
        Entry(lazy_gettext("Offers"), "inbox", "inbox.inbox", ("creator",), 20, count="offers"),
    ),
)
