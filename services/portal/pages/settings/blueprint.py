"""The blueprint of all settings, their tabs, and the page that asks before something is taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from callboard import types
from callboard.errors import ApiError
from services.portal import notices
from services.portal.app import me
from services.portal.replies import refused, see_other

_ = lazy_gettext
blueprint = Blueprint("settings", __name__, url_prefix="/settings")
Difference = tuple[Any, str]
"""A title, and what somebody else has written under it."""


@dataclass(frozen=True)
class Tab:
    """A tab: its words, its page, and the scope without which there is nothing to see."""

    title: Any
    endpoint: str
    scope: str = ""

    def fits(self, caller: types.Me) -> bool:
        """Whether the caller may see it."""
        scopes = [str(each) for each in caller["client"]["scopes"]]
        return not self.scope or f"marketplace.{self.scope}" in scopes


TABS = {
    "account": Tab(_("Account"), "settings.account"),
    "sessions": Tab(_("Sessions"), "settings.sessions"),
    "people": Tab(_("People"), "settings.people", "people.read"),
    "applications": Tab(_("Applications"), "settings.applications", "applications.read"),
    "webhooks": Tab(_("Webhooks"), "settings.webhooks", "webhooks.read"),
    "mail": Tab(_("Mail and reminders"), "settings.mail", "webhooks.read"),
}


def may(scope: str) -> bool:
    """Whether the caller's token holds a scope, by its name without `marketplace.`."""
    return Tab("", "", scope).fits(me())


def tabs() -> dict[str, Any]:
    """The words of the tabs that the caller may see."""
    caller = me()
    # The operator is told of no events, and is reminded of nothing.
    hidden = ("webhooks", "mail") if caller["party"]["kind"] == "operator" else ()
    return {key: tab.title for key, tab in TABS.items() if key not in hidden and tab.fits(caller)}


def shown(template: str, tab: str, *, status: int = 200, **more: Any) -> ResponseReturnValue:
    """A page of a tab."""
    html = render_template(f"pages/settings/{template}.html", tab=tab, tabs=tabs(), may=may, **more)
    return html, status


def tab_url(key: str) -> str:
    """Where a tab is."""
    return url_for(TABS[key].endpoint)


blueprint.add_app_template_global(tab_url, "settings_url")


@dataclass(frozen=True)
class Question:
    """What is asked before something is done: what will happen, in sentences, and what was done then."""

    title: Any
    consequences: Iterable[Any]
    button: Any
    done: Any
    danger: bool = True


def confirming(
    tab: str, question: Question, perform: Callable[[], Any], back: str, after: str = ""
) -> ResponseReturnValue:
    """The page that asks, and does it when it is sent."""
    fault = ""
    if request.method == "POST":
        try:
            perform()
        except ApiError as error:
            fault = refused(error, {})
        else:
            notices.say(str(question.done))
            return see_other(after or back)
    status = 409 if fault else 200
    return shown("confirm", tab, status=status, question=question, back=back, fault=fault)


def differing(titles: Iterable[Any], mine: Iterable[str], theirs: Iterable[str]) -> list[Difference]:
    """What somebody else has written otherwise, by title."""
    return [(title, other) for title, own, other in zip(titles, mine, theirs, strict=True) if own != other]
