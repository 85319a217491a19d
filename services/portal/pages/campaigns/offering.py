"""`/campaigns/offer`: an offer to a creator, who comes from Discover or is named by her handle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard import Client, types
from callboard.errors import ApiError, CallboardError, NotFound
from services.portal import arguments, asks, links, notices
from services.portal.forms import Form, changing
from services.portal.pages.campaigns import offer_terms
from services.portal.pages.campaigns.blueprint import blueprint
from services.portal.pages.campaigns.fields import USUAL_CURRENCY, currencies
from services.portal.replies import refused, see_other

CAMPAIGNS = 100


@dataclass(frozen=True)
class Found:
    """The creator to whom the offer goes: her line of the directory, and her rates where they are public."""

    entry: types.DirectoryEntry
    rates: list[types.Rate]


@blueprint.route("/offer", methods=["GET", "POST"])
def offer() -> ResponseReturnValue:
    """The whole form where `campaign` and `creator` or `handle` are known; else the question for them."""
    parts = asks.together(
        campaigns=lambda api: api.list_campaigns(page_size=CAMPAIGNS).first().items, creator=_creator
    )
    campaigns: list[types.Campaign] = parts.campaigns.required()
    chosen = next((each for each in campaigns if each["id"] == arguments.text("campaign")), None)
    found: Found | None = parts.creator.value
    if chosen is None or found is None:
        return _asked(campaigns, parts.creator.error, found)
    form = Form.sent() if request.method == "POST" else _first(chosen)
    said = offer_terms.said_by(form) if request.method == "POST" and not changing() else {}
    fault = ""
    if said and not form.errors:
        try:
            made = asks.api().create_offer(
                chosen["id"], idempotency_key=arguments.once(), creator_id=found.entry["id"], **_typed(said)
            )
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("The offer was sent to %(name)s.", name=found.entry["display_name"]))
            return see_other(
                links.offer_url(made, "brand") or url_for("campaigns.campaign", campaign_id=chosen["id"])
            )
    return _shown(form, chosen, found, fault)


def _typed(said: dict[str, Any]) -> Any:
    return said


def _creator(api: Client) -> Found | None:
    """Whom the URL names; None where it names nobody."""
    if creator_id := arguments.text("creator"):
        profile = api.get_directory_entry(creator_id)
        return Found(profile["entry"], profile["rates"])
    handle = arguments.text("handle").removeprefix("@").lower()
    if not handle:
        return None
    entry = api.list_directory(handle=handle).first().items[0]
    if not entry["listed"]:
        return Found(entry, [])
    return Found(entry, api.get_directory_entry(entry["id"])["rates"])


def _first(campaign: types.Campaign) -> Form:
    budget = campaign["budget"]
    currency = budget["currency"] if budget else USUAL_CURRENCY
    return offer_terms.empty(currency)


def _asked(
    campaigns: list[types.Campaign], error: CallboardError | None, found: Found | None
) -> ResponseReturnValue:
    """The question for campaign and creator."""
    if error is not None and not isinstance(error, ApiError):
        raise error
    fault = ""
    if error is not None:
        unknown = gettext("Nobody with this handle lets herself be found by it.")
        fault = unknown if isinstance(error, NotFound) else refused(error, {})
    html = render_template("pages/campaigns/offer_begin.html", campaigns=campaigns, found=found, fault=fault)
    return html, 404 if isinstance(error, NotFound) else 200


def _shown(form: Form, campaign: types.Campaign, found: Found, fault: str) -> ResponseReturnValue:
    html = render_template(
        "pages/campaigns/offer.html",
        form=form,
        campaign=campaign,
        found=found,
        fault=fault,
        currencies=currencies(form["terms.price.currency"]),
        names=offer_terms,
    )
    return html, 422 if fault or form.errors else 200
