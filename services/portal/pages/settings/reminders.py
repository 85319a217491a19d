"""Of which deadlines the party is reminded, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from callboard import types
from callboard.errors import ApiError, Stale
from services.portal import asks, notices
from services.portal.forms import Form, base, tag
from services.portal.pages.settings.blueprint import Difference, blueprint, differing, shown
from services.portal.replies import refused, see_other

_ = lazy_gettext
KINDS: Mapping[str, Any] = {
    "answer": _("The answer to an offer"),
    "draft": _("The first draft of a deliverable"),
    "publication": _("The publication of a deliverable"),
}
MOST = 5
"""Reminders before one deadline."""


@blueprint.route("/reminders", methods=["GET", "POST"])
def reminders() -> ResponseReturnValue:
    """The form."""
    now = asks.api().get_reminder_settings()
    form = Form.sent() if request.method == "POST" else Form(_fields(now))
    fault, theirs = "", list[Difference]()
    said = _said(form)
    if request.method == "POST" and not form.errors:
        try:
            asks.api().put_reminder_settings(if_match=tag(base(now)), **said)
        except Stale:
            now = asks.api().get_reminder_settings()
            theirs = differing(_titles(), _words(said), _words(now))
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("The reminders were changed."))
            return see_other(url_for("settings.mail"))
    status = 409 if theirs else 422 if fault or form.errors else 200
    more: dict[str, Any] = {"form": form, "fault": fault, "theirs": theirs, "kinds": KINDS}
    begun = now["version"] if theirs else base(now)
    return shown("reminders", "mail", status=status, base=begun, ticked=said["kinds"], **more)


def _fields(now: types.ReminderSettings) -> dict[str, str]:
    hours = ", ".join(map(str, sorted(now["hours_before"], reverse=True)))
    kinds = {f"kind.{kind}": "on" for kind in now["kinds"]}
    return {"hours_before": hours, "late": "on" if now["late"] else "", **kinds}


def _said(form: Form) -> Any:
    hours = []
    for part in form.several("hours_before"):
        if part.isdecimal() and 1 <= int(part) <= 720:
            hours.append(int(part))
        else:
            form.wrong("hours_before", gettext("Write hours from 1 to 720, with commas between them."))
    if len(hours) > MOST:
        form.wrong("hours_before", gettext("Five at the most."))
    kinds = [kind for kind in KINDS if form[f"kind.{kind}"] == "on"]
    return {"hours_before": hours, "late": form["late"] == "on", "kinds": kinds}


def _titles() -> tuple[str, str, str]:
    return gettext("Hours before"), gettext("Also when it is late"), gettext("Of what")


def _words(said: Mapping[str, Any]) -> tuple[str, str, str]:
    hours = ", ".join(map(str, sorted(said["hours_before"], reverse=True)))
    kinds = ", ".join(str(KINDS[kind]) for kind in KINDS if kind in said["kinds"])
    return hours, gettext("Yes") if said["late"] else gettext("No"), kinds
