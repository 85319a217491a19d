"""Addresses to which events are mailed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from callboard import types
from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, notices
from services.portal.forms import Form, base, tag
from services.portal.languages import NAMES
from services.portal.pages.settings.blueprint import (
    Difference,
    Question,
    blueprint,
    confirming,
    differing,
    shown,
)
from services.portal.pages.settings.webhooks import EVENTS, chosen_events
from services.portal.replies import refused, see_other

_ = lazy_gettext
FREQUENCIES: Mapping[str, Any] = {
    "at_once": _("As it happens"),
    "daily": _("Once a day"),
    "off": _("Never"),
}
STATES: Mapping[str, tuple[Any, str]] = {
    "unconfirmed": (_("Not confirmed yet"), "yellow"),
    "active": (_("Active"), "green"),
    "paused": (_("Refused by its mail server"), "red"),
}


@blueprint.get("/mail")
def mail() -> ResponseReturnValue:
    """Addresses, and of what the party is reminded."""
    parts = asks.together(
        subscriptions=lambda api: api.list_mail_subscriptions(page_size=arguments.PAGE_SIZE).first(),
        reminders=lambda api: api.get_reminder_settings(),
    )
    return shown("mail", "mail", parts=parts, frequencies=FREQUENCIES, states=STATES, names=NAMES)


@blueprint.route("/mail/new", methods=["GET", "POST"])
def new_subscription() -> ResponseReturnValue:
    """An address; it is written to when a link that is mailed to it was followed."""
    form, fault = Form.sent(), ""
    if request.method == "POST":
        try:
            asks.api().create_mail_subscription(
                idempotency_key=arguments.once(), address=form["address"], **_said(form)
            )
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("A mail was sent to %(address)s to confirm it.", address=form["address"]))
            return see_other(url_for("settings.mail"))
    status = 422 if fault else 200
    more = _form(form, fault, None)
    return shown("subscription", "mail", status=status, now=None, theirs=[], **more)


@blueprint.route("/mail/<subscription_id>", methods=["GET", "POST"])
def subscription(subscription_id: str) -> ResponseReturnValue:
    """Changes what is mailed to an address, and when."""
    now = asks.api().get_mail_subscription(subscription_id)
    form = Form.sent() if request.method == "POST" else _fields(now)
    fault, theirs = "", list[Difference]()
    if request.method == "POST":
        try:
            asks.api().patch_mail_subscription(subscription_id, if_match=tag(base(now)), **_said(form))
        except Stale:
            now = asks.api().get_mail_subscription(subscription_id)
            theirs = _theirs(form, now)
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("What is mailed was changed."))
            return see_other(url_for("settings.mail"))
    chosen = None if request.method == "POST" else now["events"]
    more = {"now": now, "theirs": theirs, "base": now["version"] if theirs else base(now)}
    status = 409 if theirs else 422 if fault else 200
    return shown("subscription", "mail", status=status, **more, **_form(form, fault, chosen))


def _fields(now: types.MailSubscription) -> Form:
    return Form({"address": now["address"], "language": now["language"], "frequency": now["frequency"]})


def _said(form: Form) -> Any:
    language = form["language"] if form["language"] in NAMES else "en"
    frequency = form["frequency"] if form["frequency"] in FREQUENCIES else "at_once"
    return {"language": language, "frequency": frequency, "events": chosen_events()}


def _form(form: Form, fault: str, chosen: Any) -> dict[str, Any]:
    return {
        "form": form,
        "fault": fault,
        "events": EVENTS,
        "ticked": chosen_events() if chosen is None else chosen,
        "frequencies": list(FREQUENCIES.items()),
        "names": list(NAMES.items()),
    }


def _theirs(form: Form, now: types.MailSubscription) -> list[Difference]:
    titles = (gettext("Language"), gettext("When"), gettext("Events"))
    said = _said(form)
    mine = (NAMES[said["language"]], str(FREQUENCIES[said["frequency"]]), ", ".join(said["events"]))
    events = ", ".join(each for each in EVENTS if each in now["events"])
    return differing(titles, mine, (NAMES[now["language"]], str(FREQUENCIES[now["frequency"]]), events))


@blueprint.post("/mail/<subscription_id>/resume")
def resume_subscription(subscription_id: str) -> ResponseReturnValue:
    """Writes to an address again that its mail server had refused."""
    now = asks.api().get_mail_subscription(subscription_id)
    asks.api().patch_mail_subscription(subscription_id, if_match=now, state="active")
    notices.say(gettext("The address is written to again."))
    return see_other(url_for("settings.mail"))


@blueprint.route("/mail/<subscription_id>/remove", methods=["GET", "POST"])
def remove_subscription(subscription_id: str) -> ResponseReturnValue:
    """Removes an address."""
    now = asks.api().get_mail_subscription(subscription_id)
    question = Question(
        gettext("Write to %(address)s no more?", address=now["address"]),
        (gettext("What was mailed stays with its receiver. The address can be added again, and confirmed."),),
        gettext("Remove"),
        gettext("The address was removed."),
    )
    back = url_for("settings.mail")
    return confirming("mail", question, lambda: asks.api().delete_mail_subscription(subscription_id), back)


@blueprint.route("/mail/<subscription_id>/confirm", methods=["GET", "POST"])
def confirm_subscription(subscription_id: str) -> ResponseReturnValue:
    """Takes what was mailed to an address: whoever has it reads what comes there."""
    form, fault = Form.sent(), ""
    token = form["token"] or arguments.text("token")
    if request.method == "POST":
        try:
            asks.api().confirm_mail_subscription(
                subscription_id, idempotency_key=arguments.once(), token=token
            )
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("The address is confirmed."))
            return see_other(url_for("settings.mail"))
    status = 422 if fault else 200
    return shown("subscription_confirm", "mail", status=status, form=form, fault=fault, token=token)
