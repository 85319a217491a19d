"""What runs: people, imports, mails, proofs of the logs of activity, and whether every service answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from callboard import Client
from callboard.errors import ApiError
from services.portal import arguments, asks
from services.portal.pages.operator.blueprint import blueprint, confirming, shown
from services.portal.pages.settings.blueprint import Question
from services.portal.pages.settings.people import ROLES

_ = lazy_gettext
SHOWN = 25
IMPORTS: Mapping[str, tuple[Any, str]] = {
    "running": (_("Running"), "blue"),
    "finished": (_("Finished"), "green"),
    "broken_off": (_("Broken off"), "red"),
    "withdrawing": (_("Being withdrawn"), "yellow"),
    "withdrawn": (_("Withdrawn"), "secondary"),
}
MAILS: Mapping[str, tuple[Any, str]] = {
    "pending": (_("Waiting"), "yellow"),
    "sent": (_("Sent"), "green"),
    "kept": (_("Kept: no mail server is set up"), "blue"),
    "failed": (_("Failed"), "red"),
    "silenced": (_("Nothing left to say"), "secondary"),
}
DASHBOARDS = ("Callboard: overview", "Callboard: one service", "Callboard: events")


@blueprint.get("/people")
def people() -> ResponseReturnValue:
    """Everybody who has an account; `email` finds one."""
    asked: dict[str, Any] = {"email": arguments.text("email", 254) or None, "cursor": arguments.cursor()}
    part = asks.together(people=lambda api: api.list_accounts(page_size=SHOWN, **asked).first()).people
    return shown("people", "people", part=part, roles=ROLES, filtered="email" in request.args)


@blueprint.get("/imports")
def imports() -> ResponseReturnValue:
    """All imports, the newest first."""
    state: Any = arguments.one_of("state", IMPORTS) or None
    part = asks.together(
        imports=lambda api: api.list_imports(page_size=SHOWN, state=state, cursor=arguments.cursor()).first()
    ).imports
    return shown("imports", "imports", part=part, states=IMPORTS, filtered=bool(state))


@blueprint.route("/imports/<import_id>/withdraw", methods=["GET", "POST"])
def withdraw_import(import_id: str) -> ResponseReturnValue:
    """Takes back what an import brought."""
    now = asks.api().get_import(import_id)
    question = Question(
        gettext("Withdraw this import of %(name)s?", name=now["party"]["name"]),
        (
            gettext("The rows that it brought are removed, and all figures follow. This cannot be undone."),
            gettext("The next strongest row shows again where there is one. The record of the import stays."),
        ),
        gettext("Withdraw"),
        gettext("The import is being withdrawn."),
    )
    back = url_for("operator.imports")
    return confirming("imports", question, lambda: asks.api().withdraw_import(import_id), back)


@blueprint.get("/mails")
def mails() -> ResponseReturnValue:
    """The mails of the last 30 days."""
    state: Any = arguments.one_of("state", MAILS) or None
    part = asks.together(
        mails=lambda api: api.list_mails(page_size=SHOWN, state=state, cursor=arguments.cursor()).first()
    ).mails
    return shown("mails", "mails", part=part, states=MAILS, filtered=bool(state))


@blueprint.get("/proofs")
def proofs() -> ResponseReturnValue:
    """Recomputes the chain of every creator's log, page by page: a page is bounded, and may be empty."""
    part = asks.together(
        proofs=lambda api: api.list_activity_proofs(page_size=SHOWN, cursor=arguments.cursor()).first()
    ).proofs
    return shown("proofs", "proofs", part=part)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Whether every service answers; what each does in detail stands on the dashboards."""
    part = asks.together(health=_missing).health
    return shown("health", "health", part=part, dashboards=DASHBOARDS)


def _missing(api: Client) -> str:
    """What does not answer, as the gateway says it; empty where all do."""
    try:
        api.get_readiness()
    except ApiError as error:
        if error.status != 503:
            raise
        return error.detail
    return ""
