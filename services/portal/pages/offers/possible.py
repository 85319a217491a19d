"""What whoever looks may do about an offer now. The gateway decides; this foresees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.portal import rights
from services.portal.pages.offers.place import Place

OPEN = ("in_review", "negotiating")
Rule = Callable[[Mapping[str, Any], Place], bool]


def _awaited(offer: Mapping[str, Any], at: Place) -> bool:
    return offer["awaiting"] == at.side and offer["state"] in OPEN


def _confirms(offer: Mapping[str, Any], at: Place) -> bool:
    return offer["awaiting"] == "creator" and at.kind == "creator"


def _open(offer: Mapping[str, Any], _: Place) -> bool:
    return offer["state"] in OPEN


def _declines(offer: Mapping[str, Any], at: Place) -> bool:
    return not at.by_brand and (offer["state"] in OPEN or _confirms(offer, at))


def _withdraws(offer: Mapping[str, Any], at: Place) -> bool:
    return at.by_brand and offer["tab"] == "pending"


def _cancels(offer: Mapping[str, Any], at: Place) -> bool:
    return at.kind != "agency" and offer["state"] == "active" and not offer.get("cancellation_requested_by")


def _agrees(offer: Mapping[str, Any], at: Place) -> bool:
    asked_by = offer.get("cancellation_requested_by")
    return at.kind != "agency" and offer["state"] == "active" and asked_by not in (None, "", at.side)


RULES: dict[str, tuple[str, Rule]] = {
    "accept": (rights.ACCEPT, _awaited),
    "confirm": (rights.ACCEPT, _confirms),
    "propose": (rights.NEGOTIATE, _open),
    "withdraw": (rights.NEGOTIATE, _withdraws),
    "decline": (rights.NEGOTIATE, _declines),
    "agree-to-cancel": (rights.ACCEPT, _agrees),
    "cancel": (rights.ACCEPT, _cancels),
}
"""The scope that each needs, and when it can be done; the most likely first."""

PRIMARY = ("accept", "confirm")
"""What is asked of whoever looks, where it can be done."""


def possible(offer: Mapping[str, Any], at: Place) -> list[str]:
    """The names of what can be done, the most likely first."""
    return [name for name, (scope, rule) in RULES.items() if rights.may(scope) and rule(offer, at)]


def declinable(offer: Mapping[str, Any], kind: str) -> bool:
    """Whether an offer of a list can be declined."""
    return rights.may(rights.NEGOTIATE) and _declines(offer, Place(offer["id"], offer["creator_id"], kind))
