"""What was sent to a webhook, what came of it, and sending it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from callboard import Client, Page, types
from services.portal import arguments, asks, notices
from services.portal.forms import Form
from services.portal.pages.settings.blueprint import blueprint, shown
from services.portal.replies import see_other

_ = lazy_gettext
STATES: Mapping[str, tuple[Any, str]] = {
    "pending": (_("Waiting"), "yellow"),
    "delivered": (_("Delivered"), "green"),
    "failed": (_("Failed"), "red"),
    "silenced": (_("Not sent: you may not hear it any more"), "secondary"),
}
SHOWN = 25


@blueprint.get("/webhooks/<webhook_id>")
def webhook(webhook_id: str) -> ResponseReturnValue:
    """One webhook with its deliveries, the newest first; `state` and `cursor` stand in the URL."""
    parts = asks.together(
        webhook=lambda api: api.get_webhook(webhook_id), deliveries=lambda api: _deliveries(api, webhook_id)
    )
    now = parts.webhook.required()
    return shown("webhook", "webhooks", webhook=now, parts=parts, states=STATES)


def _deliveries(api: Client, webhook_id: str) -> Page[types.Delivery]:
    state: Any = arguments.one_of("state", STATES) or None
    return api.list_deliveries(webhook_id, state=state, page_size=SHOWN, cursor=arguments.cursor()).first()


@blueprint.post("/webhooks/<webhook_id>/deliveries/<delivery_id>/redeliver")
def redeliver(webhook_id: str, delivery_id: str) -> ResponseReturnValue:
    """Sends one again."""
    asks.api().redeliver_event(webhook_id, delivery_id, idempotency_key=arguments.once())
    notices.say(gettext("It is sent again."))
    return see_other(url_for("settings.webhook", webhook_id=webhook_id))


@blueprint.post("/webhooks/<webhook_id>/redeliver")
def redeliver_since(webhook_id: str) -> ResponseReturnValue:
    """Sends again what happened since a moment."""
    form = Form.sent()
    since = form.moment("since")
    if since is None:
        notices.say(gettext("Say since when: nothing was sent again."))
        return see_other(url_for("settings.webhook", webhook_id=webhook_id))
    done = asks.api().redeliver_events(webhook_id, idempotency_key=arguments.once(), since=since)
    notices.say(ngettext("%(num)s event is sent again.", "%(num)s events are sent again.", done["count"]))
    if done["continues_at"]:
        notices.say(gettext("There are more: send again since %(moment)s.", moment=done["continues_at"]))
    return see_other(url_for("settings.webhook", webhook_id=webhook_id))
