"""`/campaigns/{id}`: what it is about, what it costs, its offers, and the drafts that wait for the brand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext

from callboard import Client, Page, types
from services.portal import arguments, asks, formats
from services.portal.pages.campaigns.blueprint import blueprint
from services.portal.pages.campaigns.fields import GENDERS
from services.portal.pages.campaigns.phases import spending
from services.portal.places import country_name
from services.portal.words import OFFERS, TABS

_ = lazy_gettext
READ = 100
"""Offers that are read: the newest ones."""

DEALS = 20
"""Active deals whose drafts are looked for."""

ALL: Mapping[str, Any] = {"all": _("All"), **TABS}


@dataclass(frozen=True)
class Draft:
    """A draft that the brand has to answer: whose, in which offer, since when."""

    offer: types.Offer
    deliverable: types.Deliverable

    @property
    def since(self) -> str:
        """When it was handed in."""
        drafts = self.deliverable["drafts"]
        return drafts[-1]["submitted_at"] if drafts else self.deliverable["updated_at"]


@blueprint.get("/<campaign_id>")
def campaign(campaign_id: str) -> str:
    """One campaign; `tab` and `state` filter its offers."""
    parts = asks.together(
        campaign=lambda api: api.get_campaign(campaign_id),
        offers=lambda api: _offers(api, campaign_id),
    )
    now = parts.campaign.required()
    page = parts.offers.value or Page([], "")
    tab, state = arguments.one_of("tab", ALL, "all"), arguments.one_of("state", OFFERS)
    return render_template(
        "pages/campaigns/campaign.html",
        campaign=now,
        parts=parts,
        offers=[each for each in page.items if tab in ("all", each["tab"]) and state in ("", each["state"])],
        more=bool(page.next_cursor),
        spent=spending(page.items, whole=not page.next_cursor),
        drafts=_drafts(campaign_id, page.items),
        target=list(_target(now.get("target") or {})),
        tabs=_counted(page.items),
        tab=tab,
        filtered=bool(state) or tab != "all" or "cursor" in request.args,
    )


def _offers(api: Client, campaign_id: str) -> Page[types.Offer]:
    return api.list_campaign_offers(
        campaign_id, page_size=READ, sort="-updated_at", cursor=arguments.cursor()
    ).first()


def _counted(offers: list[types.Offer]) -> dict[str, str]:
    """The tabs, each with how many offers of those that were read are in it."""
    counts = Counter[str](each["tab"] for each in offers)
    return {
        key: f"{words} {formats.number(counts[key] if key in TABS else len(offers))}"
        for key, words in ALL.items()
    }


def _drafts(campaign_id: str, offers: Iterable[types.Offer]) -> asks.Part[list[Draft]] | None:
    """The drafts of active deals that wait for the brand, the longest waiting first; None without deals."""
    active = [each for each in offers if each["tab"] == "active"][:DEALS]
    if not active:
        return None
    parts = asks.together(**{each["id"]: _in_review(campaign_id, each["id"]) for each in active})
    failed = next((part.error for part in parts.values() if part.error), None)
    if failed:
        return asks.Part("drafts", error=failed)
    found = [Draft(each, item) for each in active for item in parts[each["id"]].required()]
    return asks.Part("drafts", sorted(found, key=lambda draft: draft.since))


def _in_review(campaign_id: str, offer_id: str) -> asks.Question:
    def question(api: Client) -> list[types.Deliverable]:
        return (
            api.list_campaign_offer_deliverables(campaign_id, offer_id, state="in_review", page_size=20)
            .first()
            .items
        )

    return question


def _target(target: Mapping[str, Any]) -> Iterable[tuple[Any, list[tuple[Any, float]]]]:
    """The wanted audience by dimension, the largest share first."""
    for dimension, title in (("gender", _("Gender")), ("age", _("Age")), ("country", _("Country"))):
        rows = sorted(target.get(dimension) or (), key=lambda each: -each["weight"])
        if rows:
            yield title, [(_bucket(dimension, each["bucket"]), each["weight"]) for each in rows]


def _bucket(dimension: str, bucket: str) -> Any:
    return country_name(bucket) if dimension == "country" else GENDERS.get(bucket, bucket)
