"""States in words and colours: what a state is called, for whom it waits, and how urgent that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel import gettext, lazy_gettext

from services.portal import formats

_ = lazy_gettext


@dataclass(frozen=True)
class Status:
    """Words, a colour of Tabler, and, where there is a time limit, how long is left."""

    text: Any
    colour: str
    left: str = ""
    urgent: bool = False


COLOURS = ("blue", "azure", "green", "yellow", "orange", "red", "secondary", "purple")

OFFERS: Mapping[str, tuple[Any, str]] = {
    "in_review": (_("In review"), "blue"),
    "negotiating": (_("Negotiating"), "azure"),
    "awaiting_confirmation": (_("Awaiting confirmation"), "yellow"),
    "active": (_("Active"), "green"),
    "completed": (_("Completed"), "secondary"),
    "declined": (_("Declined"), "red"),
    "withdrawn": (_("Withdrawn"), "secondary"),
    "expired": (_("Expired"), "secondary"),
    "cancelled": (_("Cancelled"), "red"),
}
DELEGATIONS: Mapping[str, tuple[Any, str]] = {
    "requested": (_("Requested"), "yellow"),
    "active": (_("Active"), "green"),
    "declined": (_("Declined"), "red"),
    "revoked": (_("Revoked"), "red"),
    "ended": (_("Ended"), "secondary"),
    "expired": (_("Expired"), "secondary"),
    "superseded": (_("Replaced"), "secondary"),
}
DELIVERABLES: Mapping[str, tuple[Any, str]] = {
    "awaiting_draft": (_("Awaiting draft"), "yellow"),
    "in_review": (_("In review"), "blue"),
    "changes_requested": (_("Changes requested"), "orange"),
    "approved": (_("Approved"), "green"),
    "published": (_("Published"), "secondary"),
}
KINDS = {"offer": OFFERS, "delegation": DELEGATIONS, "deliverable": DELIVERABLES}

TABS: Mapping[str, Any] = {
    "pending": _("Pending"),
    "active": _("Active"),
    "completed": _("Completed"),
    "inactive": _("Inactive"),
}
STAGES: Mapping[str, Any] = {
    "on_agreement": _("on agreement"),
    "on_draft_approval": _("on approval of the draft"),
    "on_publication": _("on publication"),
}
WORKS: Mapping[str, Any] = {
    "video": _("video"),
    "story": _("story"),
    "live": _("live stream"),
    "photo": _("photo"),
}
HELD: Mapping[str, Any] = {
    "scope": _("The agency may not accept offers for her."),
    "revoked": _("The delegation is not active any more."),
    "confirm_all": _("She confirms every accept."),
    "confirm_above": _("The price is above what is accepted without her."),
    "floor_price": _("The price is below her floor."),
    "blocked_category": _("She does not work for this category."),
    "max_active_campaigns": _("She has as many active campaigns as she allows."),
}
URGENT_SECONDS = 48 * 3600


def register(app: Flask) -> None:
    """Gives them to templates."""
    app.jinja_env.globals.update(
        state_of=state_of,
        offer_status=offer_status,
        TABS=TABS,
        STAGES=STAGES,
        HELD=HELD,
        WORKS=WORKS,
        work=work,
    )


def state_of(kind: str, state: str) -> Status:
    """A state as such; one that a later gateway has is shown as it is called."""
    text, colour = KINDS[kind].get(state, (state.replace("_", " "), "secondary"))
    return Status(text, colour)


def work(kind: str) -> str:
    """What is delivered; a kind that a brand has thought of is shown as it was written."""
    return str(WORKS.get(kind, kind.replace("_", " ")))


def offer_status(offer: Mapping[str, Any], party_kind: str) -> Status:
    """Whose move it is and how long is left, for the side that looks: `You must answer`, `2 d left`."""
    state = state_of("offer", offer["state"])
    awaiting = offer["awaiting"]
    if offer.get("late") and offer["state"] == "active":
        return Status(gettext("Late"), "red", urgent=True)
    if offer["tab"] != "pending" or awaiting == "none":
        return state
    left = formats.left(offer["respond_by"])
    seconds = (formats.read(offer["respond_by"]) - formats.now()).total_seconds()
    urgent = seconds < URGENT_SECONDS
    own = party_kind == "brand" if awaiting == "brand" else party_kind in ("agency", "creator")
    if awaiting == "creator" and party_kind != "creator":
        return Status(gettext("Awaits her confirmation"), "yellow", left, urgent)
    if own:
        text = _awaited(awaiting)
        return Status(text, "red" if urgent else "orange", left, urgent)
    text = gettext("Awaits the brand") if awaiting == "brand" else gettext("Awaits the creator")
    return Status(text, "azure", left)


def _awaited(awaiting: str) -> str:
    """What whoever has to act is told; it says who waits."""
    if awaiting == "creator":
        return str(gettext("You must confirm"))
    return str(
        gettext("The creator's side awaits your answer")
        if awaiting == "brand"
        else gettext("The brand awaits your answer")
    )
