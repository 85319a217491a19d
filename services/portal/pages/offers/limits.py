"""The limits that a creator has set to her agency, in words, and which of them an offer is not within."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext

from callboard import Client, types
from services.portal import formats
from services.portal.words import HELD

_ = lazy_gettext
OWN_HELD: Mapping[str, Any] = {
    "scope": _("Your agency may not accept offers for you."),
    "revoked": _("The delegation to your agency is not active any more."),
    "confirm_all": _("You confirm every accept."),
    "confirm_above": _("The price is above what may be accepted without you."),
    "floor_price": _("The price is below your floor."),
    "blocked_category": _("You do not work for this category."),
    "max_active_campaigns": _("You have as many active campaigns as you allow."),
}


@dataclass(frozen=True)
class Limit:
    """A limit in words; `broken` says what that means for the offer, empty where it is within."""

    text: str
    broken: str = ""
    judged: bool = True
    """Whether it is known that the offer is within; the gateway knows it of all."""


def held(offer: Mapping[str, Any], kind: str) -> list[str]:
    """Why an accept waits for the creator, in words for whoever looks."""
    words = OWN_HELD if kind == "creator" else HELD
    return [str(words.get(each, each)) for each in offer.get("held_because") or ()]


def delegation(api: Client, offer: types.Offer) -> types.Delegation | None:
    """The delegation by which an agency acts for the creator of an offer; None where there is none now."""
    found = api.list_roster(q=offer["creator"]["handle"], page_size=10).first().items
    ours = (item["delegation"] for item in found if item["creator"]["id"] == offer["creator_id"])
    return next(ours, None)


def limits(guardrails: Mapping[str, Any], offer: Mapping[str, Any]) -> list[Limit]:
    """All limits; an empty list where she has set none."""
    return list(_limits(guardrails, offer["price"]))


def _limits(guardrails: Mapping[str, Any], price: Mapping[str, Any]) -> Iterator[Limit]:
    confirms = gettext("She will be asked to confirm.")
    if guardrails["confirm_all_accepts"]:
        yield Limit(gettext("Every accept waits for her confirmation."), confirms)
    if above := guardrails["confirm_accepts_above"]:
        text = gettext("Above %(amount)s she confirms herself.", amount=formats.money(above))
        yield Limit(text, "" if _within(price, above) else confirms)
    if floor := guardrails["floor_price"]:
        text = gettext("Not below %(amount)s.", amount=formats.money(floor))
        yield Limit(
            text, "" if _within(floor, price) else gettext("This price is below; you cannot accept it.")
        )
    if blocked := guardrails["blocked_categories"]:
        yield Limit(gettext("No deals in %(categories)s.", categories=", ".join(blocked)), judged=False)
    if (most := guardrails["max_active_campaigns"]) is not None:
        yield Limit(
            gettext("At most %(number)s active campaigns at once.", number=formats.number(most)), judged=False
        )


def _within(low: Mapping[str, Any], high: Mapping[str, Any]) -> bool:
    same = low["currency"] == high["currency"]
    return bool(same and low["amount_minor"] <= high["amount_minor"])
