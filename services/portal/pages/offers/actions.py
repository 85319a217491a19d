"""What can be done about an offer, by which side and when. The gateway decides; this foresees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, request
from flask_babel import lazy_gettext

from callboard import Client
from services.portal import arguments
from services.portal.pages.offers.place import Place

_ = lazy_gettext
OPEN = ("in_review", "negotiating")
Perform = Callable[[Client, Place], Any]


@dataclass(frozen=True)
class Action:
    """One of them: `button` on the offer, `title` of the question, what will happen, and what was done."""

    name: str
    button: Any
    title: Any
    consequence: Any
    done: Any
    perform: Perform
    danger: bool = False
    reason: bool = False
    """Whether a reason may be given."""


def _reason() -> str | None:
    return arguments.written("reason") or None


def _accept(api: Client, at: Place) -> Any:
    shown = request.form
    version = int(shown["version"]) if shown.get("version", "").isdecimal() else abort(400)
    key = arguments.once()
    return at.call(api, "accept_{}_offer", idempotency_key=key, version=version, hash=shown.get("hash", ""))


def _confirm(api: Client, at: Place) -> Any:
    version = request.form.get("version", "")
    number = int(version) if version.isdecimal() else abort(400)
    return api.confirm_offer(at.owner, at.offer_id, idempotency_key=arguments.once(), version=number)


ACTIONS = {
    each.name: each
    for each in (
        Action(
            "accept",
            _("Accept"),
            _("Accept these terms?"),
            _("They become binding for both sides, unless the creator has to confirm them first."),
            _("The terms were accepted."),
            _accept,
        ),
        Action(
            "confirm",
            _("Confirm"),
            _("Confirm these terms?"),
            _("They become binding for you and for the brand."),
            _("You have confirmed the terms."),
            _confirm,
        ),
        Action(
            "decline",
            _("Decline"),
            _("Decline this offer?"),
            _("The negotiation ends. The thread and all versions are kept; the brand is told."),
            _("The offer was declined."),
            lambda api, at: api.decline_offer(
                at.owner, at.offer_id, idempotency_key=arguments.once(), reason=_reason()
            ),
            danger=True,
            reason=True,
        ),
        Action(
            "withdraw",
            _("Withdraw"),
            _("Withdraw this offer?"),
            _("The negotiation ends. The thread and all versions are kept; the creator's side is told."),
            _("The offer was withdrawn."),
            lambda api, at: api.withdraw_offer(
                at.owner, at.offer_id, idempotency_key=arguments.once(), reason=_reason()
            ),
            danger=True,
            reason=True,
        ),
        Action(
            "cancel",
            _("Ask to cancel"),
            _("Ask to cancel this deal?"),
            _("It is cancelled when the other side asks for it, too. Until then it goes on."),
            _("You have asked to cancel."),
            lambda api, at: at.call(
                api, "cancel_{}_offer", idempotency_key=arguments.once(), reason=_reason()
            ),
            danger=True,
            reason=True,
        ),
    )
}


def action(name: str) -> Action:
    """The action of that name; 404 where there is none."""
    return ACTIONS.get(name) or abort(404)


def possible(offer: Mapping[str, Any], at: Place) -> list[str]:
    """The names of what whoever looks may do now, the most likely first; `propose` among them."""
    found = []
    state, awaiting = offer["state"], offer["awaiting"]
    if awaiting == at.side and state in OPEN:
        found.append("accept")
    if awaiting == "creator" and at.kind == "creator":
        found.append("confirm")
    if state in OPEN:
        found.append("propose")
    if at.by_brand and offer["tab"] == "pending":
        found.append("withdraw")
    if not at.by_brand and (state in OPEN or "confirm" in found):
        found.append("decline")
    if state == "active" and offer.get("cancellation_requested_by") != at.side:
        found.append("cancel")
    return found
