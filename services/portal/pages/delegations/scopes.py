"""What a creator can delegate, in words: for the agency that asks, and for her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext

_ = lazy_gettext
START = "marketplace."

SCOPES: Mapping[str, Any] = {
    "marketplace.profile.read": _("Read the profile and the headline statistics"),
    "marketplace.profile.write": _("Change the profile, and the videos shown in it"),
    "marketplace.rates.read": _("Read the rate card"),
    "marketplace.rates.write": _("Change the rate card"),
    "marketplace.metrics.read": _("Read the statistics of the account and its videos"),
    "marketplace.metrics.import": _("Bring statistics of the videos into this installation"),
    "marketplace.audience.read": _("Read who the audience is"),
    "marketplace.offers.read": _("Read offers of brands, and deals"),
    "marketplace.offers.negotiate": _("Negotiate offers: propose terms, write messages, decline"),
    "marketplace.offers.accept": _("Accept offers, which binds the creator"),
    "marketplace.deliverables.write": _("Hand in drafts and publications, and comment on them"),
    "marketplace.payments.read": _("Read what is paid, and when"),
}
BINDING = ("marketplace.offers.accept",)
"""What can oblige the creator: marked wherever it is asked for."""

USUAL = (
    "marketplace.profile.read",
    "marketplace.rates.read",
    "marketplace.metrics.read",
    "marketplace.audience.read",
    "marketplace.offers.read",
    "marketplace.offers.negotiate",
)
"""What an agency cannot do much without: ticked when it begins to ask."""

NEVER: tuple[tuple[str, Any], ...] = (
    ("lock", _("Your platform account: nobody signs in there for you.")),
    ("key", _("Your password: Callboard does not have it.")),
    ("mail", _("Your private messages.")),
    ("send", _("Posting: nothing is ever published on your account.")),
)
"""What no delegation reaches, with icons."""


def in_order(scopes: Iterable[str]) -> dict[str, Any]:
    """Scopes with their words, always in one order; one that a later gateway has is shown as it is."""
    held = set(scopes)
    known = {scope: words for scope, words in SCOPES.items() if scope in held}
    return known | {scope: scope.removeprefix(START) for scope in sorted(held - known.keys())}
