"""Webhooks: where events are sent, the secret that signs them, and whether they are sent just now."""

from __future__ import annotations

from typing import Any, get_args

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from callboard import types
from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, notices
from services.portal.forms import Form, base, tag
from services.portal.pages.settings.blueprint import (
    Difference,
    Question,
    blueprint,
    confirming,
    differing,
    shown,
)
from services.portal.replies import refused, see_other

_ = lazy_gettext
EVENTS: tuple[str, ...] = get_args(types.EventType)
ROTATE = Question(
    _("Make a new secret?"),
    (
        _("Deliveries are signed by the new one from now on."),
        _("For a day they are signed by the old one as well, so that nothing is lost while you change it."),
    ),
    _("Make a new secret"),
    _("A new secret was made."),
    danger=False,
)


@blueprint.get("/webhooks")
def webhooks() -> ResponseReturnValue:
    """All of them."""
    part = asks.together(
        webhooks=lambda api: api.list_webhooks(
            page_size=arguments.PAGE_SIZE, cursor=arguments.cursor()
        ).first()
    ).webhooks
    return shown("webhooks", "webhooks", part=part)


@blueprint.route("/webhooks/new", methods=["GET", "POST"])
def new_webhook() -> ResponseReturnValue:
    """Makes one; its secret is shown in the answer, this once."""
    form, fault = Form.sent(), ""
    if request.method == "POST":
        try:
            made = asks.api().create_webhook(idempotency_key=arguments.once(), **_said(form))
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            return shown("webhook_secret", "webhooks", secret=made["secret"], webhook_id=made["id"], new=True)
    status = 422 if fault else 200
    return shown("webhook_form", "webhooks", status=status, now=None, theirs=[], **_form(form, fault))


@blueprint.route("/webhooks/<webhook_id>/edit", methods=["GET", "POST"])
def edit_webhook(webhook_id: str) -> ResponseReturnValue:
    """Changes where what is sent."""
    now = asks.api().get_webhook(webhook_id)
    form = Form.sent() if request.method == "POST" else _fields(now)
    fault, theirs = "", list[Difference]()
    if request.method == "POST":
        try:
            asks.api().patch_webhook(webhook_id, if_match=tag(base(now)), **_said(form))
        except Stale:
            now = asks.api().get_webhook(webhook_id)
            theirs = _theirs(form, now)
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("The webhook was changed."))
            return see_other(url_for("settings.webhook", webhook_id=webhook_id))
    more = {"now": now, "theirs": theirs, "base": now["version"] if theirs else base(now)}
    chosen = None if request.method == "POST" else now["events"]
    status = 409 if theirs else 422 if fault else 200
    return shown("webhook_form", "webhooks", status=status, **more, **_form(form, fault, chosen))


def chosen_events() -> list[str]:
    """The types of events that were ticked."""
    return [each for each in EVENTS if each in request.form.getlist("events")]


def _said(form: Form) -> Any:
    return {"url": form["url"], "description": form["description"], "events": chosen_events()}


def _fields(now: types.Webhook) -> Form:
    return Form({"url": now["url"], "description": now["description"]})


def _form(form: Form, fault: str, chosen: Any = None) -> dict[str, Any]:
    ticked = chosen_events() if chosen is None else chosen
    return {"form": form, "fault": fault, "events": EVENTS, "ticked": ticked}


def _theirs(form: Form, now: types.Webhook) -> list[Difference]:
    titles = (gettext("Address"), gettext("What it is for"), gettext("Events"))
    mine = (form["url"], form["description"], ", ".join(chosen_events()))
    events = ", ".join(each for each in EVENTS if each in now["events"])
    return differing(titles, mine, (now["url"], now["description"], events))


@blueprint.post("/webhooks/<webhook_id>/state")
def pause_webhook(webhook_id: str) -> ResponseReturnValue:
    """Has events wait, or sends them again: both can be undone, so that nothing is asked."""
    wanted: Any = "paused" if request.form.get("state") == "paused" else "active"
    now = asks.api().get_webhook(webhook_id)
    asks.api().patch_webhook(webhook_id, if_match=now, state=wanted)
    notices.say(gettext("Events wait.") if wanted == "paused" else gettext("Events are sent."))
    return see_other(url_for("settings.webhook", webhook_id=webhook_id))


@blueprint.post("/webhooks/<webhook_id>/test")
def test_webhook(webhook_id: str) -> ResponseReturnValue:
    """Sends an event of the type webhook.tested."""
    asks.api().test_webhook(webhook_id, idempotency_key=arguments.once())
    notices.say(gettext("A test was sent. It stands among the deliveries in a moment."))
    return see_other(url_for("settings.webhook", webhook_id=webhook_id))


@blueprint.route("/webhooks/<webhook_id>/rotate", methods=["GET", "POST"])
def rotate_webhook(webhook_id: str) -> ResponseReturnValue:
    """Makes a new secret, and shows it once."""
    back = url_for("settings.webhook", webhook_id=webhook_id)
    if request.method == "GET":
        return shown("confirm", "webhooks", question=ROTATE, back=back, fault="")
    made = asks.api().rotate_webhook_secret(webhook_id, idempotency_key=arguments.once())
    return shown("webhook_secret", "webhooks", secret=made["secret"], webhook_id=webhook_id, new=False)


@blueprint.route("/webhooks/<webhook_id>/remove", methods=["GET", "POST"])
def remove_webhook(webhook_id: str) -> ResponseReturnValue:
    """Removes one."""
    now = asks.api().get_webhook(webhook_id)
    question = Question(
        gettext("Remove this webhook?"),
        (
            gettext("Nothing is sent to %(url)s any more, and what waits is not sent.", url=now["url"]),
            gettext("Its deliveries and its secret are gone. Events can still be read through the API."),
        ),
        gettext("Remove"),
        gettext("The webhook was removed."),
    )
    back = url_for("settings.webhook", webhook_id=webhook_id)
    after = url_for("settings.webhooks")
    return confirming("webhooks", question, lambda: asks.api().delete_webhook(webhook_id), back, after)
