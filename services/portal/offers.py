"""Lists of offers, as the kind of party that looks reaches them."""

from __future__ import annotations

from typing import Any

from callboard import Client, Page, types
from services.portal.app import me

MOST = 100
"""Offers of one question."""


def listed(api: Client, **asked: Any) -> Page[types.Offer]:
    """A page of a creator's own offers, of those of an agency's whole roster, or of all of a brand's."""
    if me()["party"]["kind"] == "creator":
        return api.list_creator_offers(me()["party"]["id"], **asked).first()
    return api.list_inbox(**asked).first()
