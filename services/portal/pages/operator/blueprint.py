"""The blueprint of the operator's pages, and their tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from callboard.errors import ApiError
from services.portal import notices
from services.portal.app import me
from services.portal.pages.settings.blueprint import Question
from services.portal.replies import refused, see_other

_ = lazy_gettext
blueprint = Blueprint("operator", __name__, url_prefix="/operator")

TABS: Mapping[str, Any] = {
    "agencies": _("Agencies"),
    "brands": _("Brands"),
    "creators": _("Creators"),
    "people": _("People"),
    "imports": _("Imports"),
    "mails": _("Mails"),
    "proofs": _("Logs of activity"),
    "health": _("Health"),
}
PARTIES = ("agencies", "brands", "creators")


@blueprint.before_request
def only_the_operator() -> None:
    """Spares whoever is none a page of refusals; refusing is the gateway's work."""
    if me()["party"]["kind"] != "operator":
        abort(404)


def tab_url(key: str) -> str:
    """Where a tab is."""
    return url_for("operator.parties", kind=key) if key in PARTIES else url_for(f"operator.{key}")


blueprint.add_app_template_global(tab_url, "operator_url")


def shown(template: str, tab: str, *, status: int = 200, **more: Any) -> ResponseReturnValue:
    """A page of a tab."""
    return render_template(f"pages/operator/{template}.html", tab=tab, tabs=TABS, **more), status


def confirming(
    tab: str, question: Question, perform: Callable[[], Any], back: str, *, reason: bool = False
) -> ResponseReturnValue:
    """The page that asks, and does it when it is sent; with `reason` it asks why."""
    fault, wrong = "", dict[str, str]()
    if request.method == "POST":
        try:
            perform()
        except ApiError as error:
            fault = refused(error, wrong)
        else:
            notices.say(str(question.done))
            return see_other(back)
    more: dict[str, Any] = {"question": question, "back": back, "fault": fault, "wrong": wrong}
    return shown("confirm", tab, status=409 if fault else 200, reason=reason, **more)
