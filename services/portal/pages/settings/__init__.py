"""`/settings`: one's account and sessions, and the party's people, applications, webhooks and mails."""

from __future__ import annotations

from flask_babel import lazy_gettext

from services.portal.menu import KINDS, Entry, Pages
from services.portal.pages.settings import (
    account,
    applications,
    deliveries,
    mail,
    people,
    reminders,
    second_factor,
    sessions,
    webhooks,
)
from services.portal.pages.settings.blueprint import blueprint

PAGES = Pages(blueprint, (Entry(lazy_gettext("Settings"), "settings", "settings.account", KINDS, 90),))

__all__ = [
    "PAGES",
    "account",
    "applications",
    "deliveries",
    "mail",
    "people",
    "reminders",
    "second_factor",
    "sessions",
    "webhooks",
]
