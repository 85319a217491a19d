"""`/offers/{id}/accept` and the like: asks before something is done about an offer, and does it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from callboard.errors import ApiError
from services.portal import arguments, asks, notices
from services.portal.pages.offers import actions, limits
from services.portal.pages.offers.place import place
from services.portal.pages.offers.terms import bound, rows
from services.portal.replies import refused, see_other

BINDING = ("accept", "confirm")


def act(offer_id: str, action: str) -> ResponseReturnValue:
    """Asks whether to accept, confirm, decline, withdraw or cancel, and does it."""
    at = place(offer_id)
    chosen = actions.action(action)
    fault, status = "", 200
    if request.method == "POST":
        try:
            chosen.perform(asks.api(), at)
        except ApiError as error:
            fault, status = refused(error, {}), error.status
        else:
            notices.say(str(chosen.done))
            return see_other(at.url())
    now = at.offer(asks.api())
    html = render_template(
        "pages/offers/act.html",
        at=at,
        offer=now,
        action=chosen,
        fault=fault,
        # Terms that came meanwhile stand below, and are what another click would be about.
        stale=bool(fault) and request.form.get("version", "") != str(now["current_version"]),
        bound=bound(rows(now["terms"])) if action in BINDING else {},
        held=limits.held(now, at.kind),
        reason=arguments.written("reason"),
    )
    return html, status
