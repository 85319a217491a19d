"""Where one is signed in, and which applications one has let in."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from services.portal import arguments, asks
from services.portal.pages.settings.blueprint import Question, blueprint, confirming, shown

_ = lazy_gettext
END = Question(
    _("End this session?"),
    (
        _("Whoever uses it is signed out within a second. What was done with it stays."),
        _("With a sign-in end the sessions of Callboard that began with it."),
    ),
    _("End session"),
    _("The session was ended."),
)
END_OTHERS = Question(
    _("End all other sessions?"),
    (
        _("All browsers and applications but this one are signed out. You stay signed in here."),
        _("What was done with them stays."),
    ),
    _("End all others"),
    _("All other sessions were ended."),
)


BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iPadOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@blueprint.app_template_filter("device")
def device(said: str) -> str:
    """A browser and its system, by what it says of itself; all of that where neither is known."""
    browser = next((name for mark, name in BROWSERS.items() if f"{mark}/" in said), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in said), "")
    return ", ".join(filter(None, (browser, system))) or said


@blueprint.get("/sessions")
def sessions() -> ResponseReturnValue:
    """All that are open, the last used first."""
    part = asks.together(
        sessions=lambda api: api.list_sessions(
            page_size=arguments.PAGE_SIZE, cursor=arguments.cursor()
        ).first()
    ).sessions
    is_client = getattr(part.error, "code", "") == "person_required"
    return shown("sessions", "sessions", part=part, is_client=is_client)


@blueprint.route("/sessions/<session_id>/end", methods=["GET", "POST"])
def end_session(session_id: str) -> ResponseReturnValue:
    """Ends one."""
    back = url_for("settings.sessions")
    return confirming("sessions", END, lambda: asks.api().end_own_session(session_id), back)


@blueprint.route("/sessions/end-others", methods=["GET", "POST"])
def end_others() -> ResponseReturnValue:
    """Ends all but this one."""
    back = url_for("settings.sessions")
    return confirming(
        "sessions",
        END_OTHERS,
        lambda: asks.api().end_other_sessions(idempotency_key=arguments.once()),
        back,
    )
