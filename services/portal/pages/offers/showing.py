"""`/offers/{id}`: what is due, the terms with what changed, the audience, and the thread."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard import Client, types
from services.portal import arguments, asks, rights
from services.portal.pages.offers import due, limits, matching
from services.portal.pages.offers.place import Place, place
from services.portal.pages.offers.possible import PRIMARY, possible
from services.portal.pages.offers.terms import rows
from services.portal.pages.offers.thread import thread
from services.portal.replies import see_other

AGREED = ("active", "completed", "cancelled")


def offer(offer_id: str) -> ResponseReturnValue:
    """The page. `from` and `to` name versions to compare."""
    at = place(offer_id)
    parts = asks.together(offer=at.offer, versions=at.versions, messages=at.messages)
    now = parts.offer.required()
    more = asks.together(**_questions(now, at))
    versions = {each["number"]: each for each in parts.versions.value or ()}
    to = versions.get(_number("to", now["current_version"]))
    before = versions.get(_number("from", (to["number"] if to else 1) - 1))
    found = possible(now, at)
    deliverables = more["deliverables"].value or ()
    return render_template(
        "pages/offers/offer.html",
        at=at,
        offer=now,
        parts={**parts, **more},
        versions=versions,
        to=to,
        before=before,
        rows=rows(to["terms"] if to else now["terms"], before["terms"] if before else None),
        actions=found,
        primary=next((name for name in found if name in PRIMARY), ""),
        due=due.sentences(now, at, deliverables),
        held=limits.held(now, at.kind),
        limits=limits.limits,
        matching=matching,
        items=thread(now, versions.values(), parts.messages.value or (), deliverables),
        writes=now["tab"] in ("pending", "active") and rights.may(rights.NEGOTIATE),
    )


def _questions(now: types.Offer, at: Place) -> dict[str, asks.Question]:
    """What is asked when it is known where the offer stands."""
    found: dict[str, asks.Question] = {}
    if now["tab"] == "pending" and at.kind == "agency":
        found["delegation"] = lambda api: limits.delegation(api, now)
    if now["tab"] == "pending" and not at.by_brand and rights.may(rights.AUDIENCE):
        found["match"] = lambda api: matching.match(api, now)
    # Asked last, by this thread itself: where nothing is owed, that is no question.
    found["deliverables"] = lambda api: _owed(api, now, at)
    return found


def _owed(api: Client, now: types.Offer, at: Place) -> Any:
    return at.deliverables(api) if now["state"] in AGREED else []


def _number(name: str, usual: int) -> int:
    value = request.args.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 6 else usual


def write(offer_id: str) -> ResponseReturnValue:
    """A message into the thread."""
    at = place(offer_id)
    if text := arguments.written("text"):
        at.call(asks.api(), "create_{}_offer_message", idempotency_key=arguments.once(), text=text)
    return see_other(at.url() + "#thread")


def said(now: types.Offer) -> str:
    """The offer in a line, for the title of a page about it."""
    names = {"brand": now["brand_name"], "creator": now["creator"]["display_name"]}
    return gettext("%(brand)s and %(creator)s, %(campaign)s", campaign=now["campaign_name"], **names)
