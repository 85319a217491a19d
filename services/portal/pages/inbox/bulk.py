"""`/inbox/decline`: several offers declined with one reason.

Each stands for itself: what failed is named, the rest is done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from callboard import Client, types
from callboard.errors import CallboardError
from services.portal import arguments, asks
from services.portal.app import me
from services.portal.pages.offers.possible import declinable

MOST = 50
PICKED = re.compile(r"([\w-]{1,60}):([\w-]{1,60})")


@dataclass(frozen=True)
class Result:
    """What came of one offer; `error` where it was not declined."""

    offer: types.Offer | None
    error: CallboardError | None = None


def decline() -> ResponseReturnValue:
    """Asks about those that were picked (`offer=<creator>:<offer>`), and declines them."""
    if me()["party"]["kind"] != "agency":
        abort(404)
    picked = _picked()
    if not picked:
        return render_template("pages/inbox/decline.html", offers=[], picked=[]), 400
    parts = asks.together(**{f"offer{number}": _question(*each) for number, each in enumerate(picked)})
    offers = [part.value for part in parts.values() if part.value]
    if request.method == "POST" and request.form.get("sure") == "yes":
        return render_template("pages/inbox/declined.html", results=_all_declined(offers))
    open_ones = [offer for offer in offers if declinable(offer, "agency")]
    return render_template(
        "pages/inbox/decline.html",
        offers=open_ones,
        picked=[f"{each['creator_id']}:{each['id']}" for each in open_ones],
        missing=len(picked) - len(open_ones),
    )


def _picked() -> list[tuple[str, str]]:
    given = (PICKED.fullmatch(each) for each in request.values.getlist("offer")[:MOST])
    return list(dict.fromkeys((found[1], found[2]) for found in given if found))


def _question(creator_id: str, offer_id: str) -> asks.Question:
    return lambda api: api.get_creator_offer(creator_id, offer_id)


def _all_declined(offers: list[types.Offer]) -> list[Result]:
    reason, once = arguments.written("reason") or None, arguments.once()
    declined = {each["id"]: _declined(each, reason, once) for each in offers}
    parts = asks.together(**declined) if declined else {}
    return [Result(each, parts[each["id"]].error) for each in offers]


def _declined(offer: types.Offer, reason: str | None, once: str | None) -> asks.Question:
    # One key for the form, and one for each offer of it: sent twice, each is declined once.
    key = f"{once}-{offer['id']}" if once else None

    def question(api: Client) -> Any:
        return api.decline_offer(offer["creator_id"], offer["id"], idempotency_key=key, reason=reason)

    return question
