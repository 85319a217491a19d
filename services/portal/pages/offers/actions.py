"""What can be done about an offer: what each act asks first, what it does, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, request
from flask_babel import lazy_gettext

from callboard import Client
from services.portal import arguments
from services.portal.pages.offers.place import Place

_ = lazy_gettext
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


def _number() -> int:
    version = request.form.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 6 else abort(400)


def _accept(api: Client, at: Place) -> Any:
    key, sha = arguments.once(), request.form.get("hash", "")
    return at.call(api, "accept_{}_offer", idempotency_key=key, version=_number(), hash=sha)


def _confirm(api: Client, at: Place) -> Any:
    return api.confirm_offer(at.owner, at.offer_id, idempotency_key=arguments.once(), version=_number())


def _decline(api: Client, at: Place) -> Any:
    return api.decline_offer(at.owner, at.offer_id, idempotency_key=arguments.once(), reason=_reason())


def _withdraw(api: Client, at: Place) -> Any:
    return api.withdraw_offer(at.owner, at.offer_id, idempotency_key=arguments.once(), reason=_reason())


def _cancel(api: Client, at: Place) -> Any:
    return at.call(api, "cancel_{}_offer", idempotency_key=arguments.once(), reason=_reason())


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
            _decline,
            danger=True,
            reason=True,
        ),
        Action(
            "withdraw",
            _("Withdraw"),
            _("Withdraw this offer?"),
            _("The negotiation ends. The thread and all versions are kept; the creator's side is told."),
            _("The offer was withdrawn."),
            _withdraw,
            danger=True,
            reason=True,
        ),
        Action(
            "cancel",
            _("Ask to cancel"),
            _("Ask to cancel this deal?"),
            _("It is cancelled when the other side asks for it, too. Until then it goes on."),
            _("You have asked to cancel."),
            _cancel,
            danger=True,
            reason=True,
        ),
        Action(
            "agree-to-cancel",
            _("Cancel the deal"),
            _("Cancel this deal?"),
            _(
                "The other side has asked for it: the deal ends at once, and what is not published is not "
                "owed any more. The thread, all versions and all drafts are kept."
            ),
            _("The deal was cancelled."),
            _cancel,
            danger=True,
            reason=True,
        ),
    )
}


def action(name: str) -> Action:
    """The action of that name; 404 where there is none."""
    return ACTIONS.get(name) or abort(404)
