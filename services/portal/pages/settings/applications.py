"""Applications that ask people to let them in."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

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


@blueprint.get("/applications")
def applications() -> ResponseReturnValue:
    """All that the party has registered."""
    part = asks.together(
        applications=lambda api: api.list_applications(
            page_size=arguments.PAGE_SIZE, cursor=arguments.cursor()
        ).first()
    ).applications
    return shown("applications", "applications", part=part)


@blueprint.route("/applications/new", methods=["GET", "POST"])
def new_application() -> ResponseReturnValue:
    """Registers one; its secret is shown in the answer, this once."""
    form, fault = Form.sent(), ""
    if request.method == "POST":
        try:
            made = asks.api().create_application(
                idempotency_key=arguments.once(), confidential=form["confidential"] == "yes", **_said(form)
            )
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            return shown("application_made", "applications", made=made)
    status = 422 if fault else 200
    return shown("application", "applications", status=status, form=form, fault=fault, theirs=[], now=None)


@blueprint.route("/applications/<application_id>", methods=["GET", "POST"])
def application(application_id: str) -> ResponseReturnValue:
    """Changes one."""
    now = asks.api().get_application(application_id)
    form = Form.sent() if request.method == "POST" else Form(_fields(now))
    fault, theirs = "", list[Difference]()
    if request.method == "POST":
        try:
            asks.api().patch_application(application_id, if_match=tag(base(now)), **_said(form))
        except Stale:
            now = asks.api().get_application(application_id)
            theirs = _theirs(form, now)
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            notices.say(gettext("The application was changed."))
            return see_other(url_for("settings.applications"))
    status = 409 if theirs else 422 if fault else 200
    begun = now["version"] if theirs else base(now)
    more: dict[str, Any] = {"form": form, "fault": fault, "theirs": theirs, "base": begun}
    return shown("application", "applications", status=status, now=now, **more)


def _fields(now: types.Application) -> dict[str, str]:
    return {"name": now["name"], "redirect_uris": "\n".join(now["redirect_uris"])}


def _said(form: Form) -> Any:
    return {"name": form["name"], "redirect_uris": form.several("redirect_uris")}


def _theirs(form: Form, now: types.Application) -> list[Difference]:
    other = _fields(now)
    titles = (gettext("Name"), gettext("Addresses to return to"))
    return differing(titles, (form["name"], form["redirect_uris"]), (other["name"], other["redirect_uris"]))


@blueprint.route("/applications/<application_id>/remove", methods=["GET", "POST"])
def remove_application(application_id: str) -> ResponseReturnValue:
    """Removes one."""
    now = asks.api().get_application(application_id)
    question = Question(
        gettext("Remove the application %(name)s?", name=now["name"]),
        (
            gettext("Everybody who has let it in is signed out of it at once. This cannot be undone."),
            gettext("What it did in their name stays."),
        ),
        gettext("Remove"),
        gettext("The application was removed."),
    )
    back = url_for("settings.applications")
    return confirming("applications", question, lambda: asks.api().delete_application(application_id), back)
