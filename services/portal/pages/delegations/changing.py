"""What is done about a delegation later: ended by either side, narrowed, moved, limited anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from callboard import Client, types
from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, notices
from services.portal.app import me
from services.portal.holding import end_of_day, tag, ticked
from services.portal.pages.delegations.guardrails import Limits, in_words, named
from services.portal.pages.delegations.routes import blueprint, fields_of
from services.portal.pages.delegations.scopes import BINDING, in_order
from services.portal.replies import refused, see_other

_ = lazy_gettext


@dataclass(frozen=True)
class Ending:
    """A way to end a delegation: the question, what it takes away, what is kept, and what was done."""

    kind: str
    title: Any
    button: Any
    gone: Any
    kept: Any
    done: Any
    perform: Callable[[Client], Callable[..., Any]]


ENDINGS = {
    "decline": Ending(
        "creator",
        _("Decline this request?"),
        _("Decline"),
        _("The request ends, and the agency is told. A delegation that is active stays as it is."),
        _("The request stays in your log. The agency may ask again."),
        _("You have declined the request."),
        lambda api: api.decline_delegation,
    ),
    "revoke": Ending(
        "creator",
        _("Take this delegation back?"),
        _("Take it back"),
        _(
            "It ends at once: the agency sees nothing of yours any more and does nothing more in your name. "
            "An open request of the same agency ends, too."
        ),
        _("Your offers and deals go on in your own hands. Everything that was done stays in your log."),
        _("The delegation has ended."),
        lambda api: api.revoke_delegation,
    ),
    "end": Ending(
        "agency",
        _("End this delegation?"),
        _("End it"),
        _(
            "It ends at once: you no longer see her figures, rates and offers, and no longer act for her. "
            "An open request ends, too."
        ),
        _("Her offers and deals go on in her own hands. Everything that was done stays in her log."),
        _("The delegation has ended."),
        lambda api: api.end_delegation,
    ),
}


def _address(delegation_id: str) -> str:
    return url_for("delegations.delegation", delegation_id=delegation_id)


@blueprint.route("/<delegation_id>/<any(decline, revoke, end):name>", methods=["GET", "POST"])
def end(delegation_id: str, name: str) -> ResponseReturnValue:
    """Asks whether to end it, and does it."""
    ending = ENDINGS[name]
    if me()["party"]["kind"] != ending.kind:
        abort(404)
    now, fault = asks.api().get_delegation(delegation_id), ""
    if request.method == "POST":
        try:
            act, reason = ending.perform(asks.api()), arguments.written("reason") or None
            act(delegation_id, idempotency_key=arguments.once(), reason=reason)
        except ApiError as error:
            fault = refused(error, {})
        else:
            notices.say(str(ending.done))
            return see_other(_address(delegation_id))
    html = render_template(
        "pages/delegations/end.html", delegation=now, ending=ending, name=name, fault=fault
    )
    return html, 409 if fault else 200


Read = Callable[[types.Delegation], dict[str, Any]]


@blueprint.route("/<delegation_id>/scopes", methods=["GET", "POST"])
def scopes(delegation_id: str) -> ResponseReturnValue:
    """Takes scopes away from an active delegation."""
    now = asks.api().get_delegation(delegation_id)
    chosen: Any = ticked("scopes", now["scopes"]) if request.method == "POST" else now["scopes"]
    attempt = Attempt(delegation_id, now)
    if request.method == "POST" and not chosen:
        attempt.fault = gettext("Leave one thing at least; or take the delegation back as a whole.")
    if attempt.succeeds(lambda api, etag: api.patch_delegation(delegation_id, if_match=etag, scopes=chosen)):
        notices.say(gettext("The agency may do less from now on."))
        return see_other(_address(delegation_id))
    words = in_order(attempt.now["scopes"])
    return attempt.page("pages/delegations/scopes.html", words=words, chosen=chosen, binding=BINDING)


@blueprint.route("/<delegation_id>/until", methods=["GET", "POST"])
def until(delegation_id: str) -> ResponseReturnValue:
    """Moves the end of an active delegation: later, sooner, or to none."""
    now = asks.api().get_delegation(delegation_id)
    fields, attempt, moment = fields_of(now), Attempt(delegation_id, now), None
    if request.method == "POST":
        fields["until"] = arguments.written("until")
        try:
            moment = end_of_day(fields["until"])
        except ValueError as error:
            attempt.errors["expires_at"] = str(error)
    if attempt.succeeds(
        lambda api, etag: api.patch_delegation(delegation_id, if_match=etag, expires_at=moment)
    ):
        notices.say(gettext("The end was moved."))
        return see_other(_address(delegation_id))
    return attempt.page("pages/delegations/until.html", fields=fields)


@blueprint.route("/<delegation_id>/guardrails", methods=["GET", "POST"])
def guardrails(delegation_id: str) -> ResponseReturnValue:
    """Replaces the limits of an active delegation."""
    now = asks.api().get_delegation(delegation_id)
    limits = Limits.sent() if request.method == "POST" else Limits.of(now["guardrails"])
    content: Any = limits.content()
    attempt = Attempt(delegation_id, now)
    attempt.errors |= limits.errors
    if attempt.succeeds(lambda api, etag: api.put_guardrails(delegation_id, if_match=etag, **content)):
        notices.say(gettext("The limits are in force from now on."))
        return see_other(_address(delegation_id))
    limits.errors |= named(attempt.errors)
    theirs = in_words(attempt.now["guardrails"])
    return attempt.page("pages/delegations/guardrails.html", limits=limits, theirs=theirs)


class Attempt:
    """A form that replaces a version of a delegation, and what became of sending it."""

    def __init__(self, delegation_id: str, now: types.Delegation) -> None:
        if me()["party"]["kind"] != "creator":
            abort(404)
        self._id, self.now = delegation_id, now
        self.fault, self.stale = "", False
        self.errors: dict[str, str] = {}

    def succeeds(self, change: Callable[[Client, str], Any]) -> bool:
        """Whether the form was sent, could be read, and took effect. What is newer is then in `now`."""
        if request.method != "POST" or self.fault or self.errors:
            return False
        try:
            change(asks.api(), tag(request.form.get("version", "")))
        except Stale:
            self.now, self.stale = asks.api().get_delegation(self._id), True
            return False
        except ApiError as error:
            self.fault = refused(error, self.errors)
            return False
        return True

    def page(self, template: str, **more: Any) -> ResponseReturnValue:
        """The form with what is wrong."""
        wrong = 409 if self.stale else 422
        html = render_template(
            template,
            delegation=self.now,
            fault=self.fault,
            errors=self.errors,
            stale=self.stale,
            back=_address(self._id),
            **more,
        )
        return html, 200 if request.method == "GET" else wrong
