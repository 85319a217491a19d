"""The pages of an offer: the offer itself, and one that asks before each thing that can be done."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard.errors import ApiError
from services.portal import arguments, asks, notices
from services.portal.pages.offers import actions, proposals
from services.portal.pages.offers.place import place
from services.portal.pages.offers.terms import rows
from services.portal.pages.offers.thread import thread
from services.portal.replies import refused, see_other

blueprint = Blueprint("offers", __name__, url_prefix="/offers/<offer_id>")


@blueprint.get("")
def offer(offer_id: str) -> ResponseReturnValue:
    """Terms with what changed, the thread, and what can be done. `from` and `to` name versions to compare."""
    at = place(offer_id)
    parts = asks.together(offer=at.offer, versions=at.versions, messages=at.messages)
    now = parts.offer.required()
    versions = {each["number"]: each for each in parts.versions.value or ()}
    to = versions.get(_number("to", now["current_version"]))
    before = versions.get(_number("from", (to["number"] if to else 1) - 1))
    return render_template(
        "pages/offers/offer.html",
        at=at,
        offer=now,
        parts=parts,
        versions=versions,
        to=to,
        before=before,
        rows=rows(to["terms"] if to else now["terms"], before["terms"] if before else None),
        actions=actions.possible(now, at),
        items=thread(now, versions.values(), parts.messages.value or ()),
    )


def _number(name: str, usual: int) -> int:
    value = request.args.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 6 else usual


@blueprint.route("/propose", methods=["GET", "POST"])
def propose(offer_id: str) -> ResponseReturnValue:
    """Changed terms, from the latest version on; one that came meanwhile is shown beside what was written."""
    at = place(offer_id)
    now = at.offer(asks.api())
    form = proposals.Form.read(now["terms"]) if request.method == "POST" else proposals.Form.of(now["terms"])
    base = request.form.get("base", "")
    stale = request.method == "POST" and base != str(now["current_version"])
    fault = ""
    if request.method == "POST" and not stale and not form.errors:
        try:
            at.call(
                asks.api(),
                "create_{}_offer_proposal",
                idempotency_key=arguments.once(),
                base_version=int(base),
                terms=form.terms,
                message=arguments.written("message") or None,
            )
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("Your proposal was sent."))
            return see_other(at.url())
    status = 200 if request.method == "GET" else 409 if stale else 422
    html = render_template(
        "pages/offers/propose.html",
        at=at,
        offer=now,
        form=form,
        fault=fault,
        theirs=rows(now["terms"], form.terms) if stale and not form.errors else [],
        stale=stale,
    )
    return html, status


@blueprint.route("/<action>", methods=["GET", "POST"])
def act(offer_id: str, action: str) -> ResponseReturnValue:
    """Asks whether to accept, confirm, decline, withdraw or cancel, and does it."""
    at = place(offer_id)
    chosen = actions.action(action)
    now = at.offer(asks.api())
    fault = ""
    if request.method == "POST":
        try:
            chosen.perform(asks.api(), at)
        except ApiError as error:
            fault = refused(error, {})
        else:
            notices.say(str(chosen.done))
            return see_other(at.url())
    html = render_template(
        "pages/offers/act.html",
        at=at,
        offer=now,
        action=chosen,
        fault=fault,
        rows=rows(now["terms"]),
    )
    return html, 409 if fault else 200


@blueprint.post("/messages")
def write(offer_id: str) -> ResponseReturnValue:
    """A message into the thread."""
    at = place(offer_id)
    if text := arguments.written("text"):
        at.call(asks.api(), "create_{}_offer_message", idempotency_key=arguments.once(), text=text)
    return see_other(at.url() + "#thread")
