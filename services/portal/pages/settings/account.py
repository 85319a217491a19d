"""One's own account: name, language, time zone, password; and language and theme of this browser."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from pytz import common_timezones

from callboard import types
from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, errors, notices, preferences
from services.portal.app import forget_me
from services.portal.forms import Form, base, tag
from services.portal.languages import NAMES
from services.portal.pages.settings.blueprint import Difference, blueprint, differing, shown
from services.portal.replies import refused, see_other

SHORTEST = 12
"""Characters of a password; the gateway refuses others, this says it beforehand."""


@blueprint.route("", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """The account; a client of a party has none, and is told so."""
    part = asks.together(account=lambda api: api.get_account()).account
    now: types.Account | None = part.value
    form = Form.sent() if request.method == "POST" else _form(now)
    fault, theirs = "", list[Difference]()
    if request.method == "POST" and now is not None:
        try:
            asks.api().patch_account(if_match=tag(base(now)), **_said(form))
        except Stale:
            now = asks.api().get_account()
            theirs = _theirs(form, now)
        except ApiError as error:
            fault = refused(error, form.errors)
        else:
            forget_me()
            notices.say(gettext("Your account was changed."))
            changed = see_other(url_for("settings.account"))
            preferences.forget_language(changed)
            return changed
    return shown(
        "account",
        "account",
        status=409 if theirs else 422 if fault else 200,
        part=part,
        account=now,
        base=(now["version"] if theirs else base(now)) if now else 0,
        form=form,
        fault=fault,
        theirs=theirs,
        zones=common_timezones,
        shortest=SHORTEST,
        is_client=getattr(part.error, "code", "") == "person_required",
    )


def _form(now: types.Account | None) -> Form:
    if now is None:
        return Form()
    return Form({"name": now["name"], "locale": now["locale"], "time_zone": now["time_zone"]})


def _said(form: Form) -> Any:
    locale = form["locale"] if form["locale"] in NAMES else None
    said = {"name": form["name"], "locale": locale}
    return {**{name: value for name, value in said.items() if value}, "time_zone": form["time_zone"] or None}


def _theirs(form: Form, now: types.Account) -> list[Difference]:
    titles = (gettext("Name"), gettext("Language"), gettext("Time zone"))
    mine = (form["name"], NAMES.get(form["locale"], ""), form["time_zone"])
    return differing(titles, mine, (now["name"], NAMES[now["locale"]], now["time_zone"]))


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Another password, which ends all sessions."""
    wrong: dict[str, str] = {}
    fault = ""
    if request.method == "POST":
        new = request.form.get("new_password", "")
        if new != request.form.get("again", ""):
            wrong["again"] = gettext("The two are not the same.")
        else:
            fault = _change(request.form.get("current_password", ""), new, wrong)
            if not fault:
                g.ended = True
                return errors.signed_out()
    status = 422 if wrong or fault else 200
    return shown("password", "account", status=status, wrong=wrong, fault=fault, shortest=SHORTEST)


def _change(current: str, new: str, wrong: dict[str, str]) -> str:
    """Why it was refused; empty where it was not."""
    try:
        asks.api().change_password(
            idempotency_key=arguments.once(), current_password=current, new_password=new
        )
    except ApiError as error:
        return refused(error, wrong)
    return ""
