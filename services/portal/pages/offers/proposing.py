"""`/offers/{id}/propose`: changed terms, from the latest version on."""

from __future__ import annotations

import re

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard import types
from callboard.errors import ApiError, Conflict
from services.portal import arguments, asks, notices
from services.portal.pages.offers import proposals
from services.portal.pages.offers.place import Place, place
from services.portal.pages.offers.proposals.form import GROUPS
from services.portal.pages.offers.proposals.reader import moment
from services.portal.pages.offers.terms import rows
from services.portal.replies import refused, see_other

ROWS = re.compile(r"(add|remove)-([a-z]+)(?:-(\d{1,3}))?")


def propose(offer_id: str) -> ResponseReturnValue:
    """The form; a version that came meanwhile is shown beside what was written."""
    at = place(offer_id)
    now = at.offer(asks.api())
    if request.method == "GET":
        return _page(at, now, proposals.Form.of(now["terms"])), 200
    form = proposals.read(now["terms"])
    base = request.form.get("base", "")
    if (changed := request.form.get("change")) is not None:
        form.errors.clear()
        _change(form, changed)
        return _page(at, now, form, base=base), 200
    if base != str(now["current_version"]):
        return _page(at, now, form, stale=True), 409
    try:
        fault = "" if form.errors else _send(at, form, int(base))
    except Conflict:
        # It came while this was being read.
        return _page(at, at.offer(asks.api()), form, stale=True), 409
    if form.errors or fault:
        return _page(at, now, form, fault=fault), 422
    notices.say(gettext("Your proposal was sent."))
    return see_other(at.url())


def _change(form: proposals.Form, asked: str) -> None:
    """Adds or removes a row."""
    found = ROWS.fullmatch(asked)
    if not found or found[2] not in GROUPS:
        return
    if found[1] == "add":
        form.add(found[2])
    elif found[3]:
        form.remove(found[2], int(found[3]))


def _send(at: Place, form: proposals.Form, base: int) -> str:
    """Sends it; what is wrong with it as a whole, or nothing.

    Raises Conflict where it does not answer the latest version.
    """
    respond_by = moment(form, "respond_by")
    if form.errors:
        return ""
    try:
        at.call(
            asks.api(),
            "create_{}_offer_proposal",
            idempotency_key=arguments.once(),
            base_version=base,
            terms=form.terms,
            message=form.fields["message"] or None,
            **({"respond_by": respond_by} if respond_by else {}),
        )
    except ApiError as error:
        if isinstance(error, Conflict) and error.code == "not_latest_version":
            raise
        fault = refused(error, form.errors)
        form.blame()
        return fault
    return ""


def _page(
    at: Place,
    now: types.Offer,
    form: proposals.Form,
    *,
    base: str = "",
    stale: bool = False,
    fault: str = "",
) -> str:
    """The form. `base` is the version that it began with, the latest one where it says nothing."""
    began = base or request.args.get("base", "") or str(now["current_version"])
    return render_template(
        "pages/offers/propose.html",
        at=at,
        offer=now,
        form=form,
        fault=fault,
        # Without the rows that differ by what could not be read.
        differing=[row for row in rows(now["terms"], form.terms) if row.changed] if stale else [],
        stale=stale,
        base=str(now["current_version"]) if stale else began,
        newer=not stale and began != str(now["current_version"]),
    )
