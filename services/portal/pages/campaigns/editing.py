"""A new campaign, and the change of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard import types
from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, notices
from services.portal.forms import Form, base, changing, tag
from services.portal.pages.campaigns import fields
from services.portal.pages.campaigns.blueprint import blueprint
from services.portal.pages.campaigns.differences import differences
from services.portal.replies import refused, see_other


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """A campaign that is not there yet."""
    if request.method == "GET":
        return _shown(fields.of())
    form = Form.sent()
    said: Any = fields.said_by(form) if not changing() else {}
    fault = ""
    if said and not form.errors:
        try:
            made = asks.api().create_campaign(idempotency_key=arguments.once(), **_without_none(said))
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("The campaign was created."))
            return see_other(url_for("campaigns.campaign", campaign_id=made["id"]))
    return _shown(form, fault=fault)


@blueprint.route("/<campaign_id>/edit", methods=["GET", "POST"])
def edit(campaign_id: str) -> ResponseReturnValue:
    """A campaign as it will be. What somebody else has changed meanwhile is shown beside it."""
    now = asks.api().get_campaign(campaign_id)
    if request.method == "GET":
        return _shown(fields.of(now), now)
    form = Form.sent()
    said: Any = fields.said_by(form) if not changing() else {}
    fault, stale = "", False
    if said and not form.errors:
        try:
            asks.api().put_campaign(campaign_id, if_match=tag(base(now)), **said)
        except Stale:
            now, stale = asks.api().get_campaign(campaign_id), True
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("The campaign was changed. Offers that were sent keep their terms."))
            return see_other(url_for("campaigns.campaign", campaign_id=campaign_id))
    theirs = differences(said, now) if stale else []
    return _shown(form, now, fault=fault, stale=stale, theirs=theirs)


def _without_none(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def _shown(
    form: Form,
    campaign: types.Campaign | None = None,
    *,
    fault: str = "",
    stale: bool = False,
    theirs: Any = (),
) -> ResponseReturnValue:
    html = render_template(
        "pages/campaigns/edit.html",
        form=form,
        campaign=campaign,
        base=(campaign["version"] if stale else base(campaign)) if campaign else "",
        fault=fault,
        theirs=theirs,
        genders=fields.GENDERS,
        ages=fields.AGES,
        currencies=fields.currencies(form["budget.currency"]),
    )
    return html, 409 if stale else 422 if fault or form.errors else 200
