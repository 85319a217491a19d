"""Addresses of things: of an offer, a creator, a campaign; empty where there is no such page yet.

Endpoints are named here once, for whoever writes the page, so that no link leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, url_for


def register(app: Flask) -> None:
    """Gives them to templates."""
    app.jinja_env.globals.update(
        link=link, offer_url=offer_url, creator_url=creator_url, campaign_url=campaign_url
    )


def link(endpoint: str, **values: Any) -> str:
    """The address of an endpoint; empty where nobody serves it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def offer_url(offer: Mapping[str, Any], kind: str, endpoint: str = "offers.offer") -> str:
    """The page of an offer, which is reached by its creator, or, for a brand, by its campaign.

    `endpoint` may be another page of an offer, such as `offers.deliverables`.
    """
    return link(endpoint, offer_id=offer.get("id") or offer["offer_id"], **reached_by(offer, kind))


def reached_by(offer: Mapping[str, Any], kind: str) -> dict[str, str]:
    """The argument that goes with every address of an offer."""
    return {"campaign": offer["campaign_id"]} if kind == "brand" else {"creator": offer["creator_id"]}


def creator_url(creator_id: str) -> str:
    """The page of a creator."""
    return link("creators.creator", creator_id=creator_id)


def campaign_url(campaign_id: str) -> str:
    """The page of a campaign."""
    return link("campaigns.campaign", campaign_id=campaign_id)
