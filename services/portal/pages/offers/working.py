"""`/offers/{id}/deliverables`: what the deal owes, its drafts, what is said of them, and publications."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from callboard import types
from callboard.errors import ApiError
from services.portal import asks, notices
from services.portal.pages.offers import deliveries
from services.portal.pages.offers.place import Place, place
from services.portal.replies import refused, see_other


def deliverables(offer_id: str) -> ResponseReturnValue:
    """The page."""
    at = place(offer_id)
    parts = asks.together(offer=at.offer, deliverables=at.deliverables)
    now = parts.offer.required()
    items = parts.deliverables.value or ()
    possible = {each["id"]: deliveries.possible(each, now, at) for each in items}
    return render_template(
        "pages/offers/deliverables.html",
        at=at,
        offer=now,
        parts=parts,
        items=items,
        possible=possible,
        first=next((name for name, each in possible.items() if each), ""),
        comments=deliveries.comments(now),
        clock=deliveries.clock,
        web=deliveries.web,
    )


def deliver(offer_id: str, deliverable_id: str, act: str) -> ResponseReturnValue:
    """Asks for what goes with a draft, a review, a comment or the publication, and does it."""
    at = place(offer_id)
    chosen = deliveries.delivery(act)
    errors: dict[str, str] = {}
    fault, status = "", 200
    if request.method == "POST":
        try:
            chosen.perform(asks.api(), at, deliverable_id)
        except ApiError as error:
            fault, status = refused(error, errors), error.status
        except ValueError as error:
            errors["at_second"], status = str(error), 422
        else:
            notices.say(str(chosen.done))
            return see_other(at.url("deliverables") + f"#{deliverable_id}")
    return _asked(at, deliverable_id, chosen, errors, fault), status


def _asked(
    at: Place, deliverable_id: str, chosen: deliveries.Delivery, errors: dict[str, str], fault: str
) -> str:
    found: Any = asks.together(offer=at.offer, deliverables=at.deliverables)
    items: list[types.Deliverable] = found.deliverables.required()
    item = next((each for each in items if each["id"] == deliverable_id), None) or abort(404)
    return render_template(
        "pages/offers/deliver.html",
        at=at,
        offer=found.offer.required(),
        item=item,
        chosen=chosen,
        errors=errors,
        fault=fault,
        web=deliveries.web,
    )
