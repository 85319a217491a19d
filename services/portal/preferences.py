"""The language and the theme that somebody has chosen: cookies of the browser, not of the session."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, redirect, request

from services.portal.languages import LANGUAGE_COOKIE, NAMES, THEME_COOKIE, THEMES
from services.portal.sign_in import own_path

blueprint = Blueprint("preferences", __name__)
YEAR = 365 * 86_400
CHOICES = {"language": (LANGUAGE_COOKIE, tuple(NAMES)), "theme": (THEME_COOKIE, THEMES)}


@blueprint.post("/preferences")
def choose() -> Response:
    """Keeps what was chosen, and shows the same page again."""
    back = urlsplit(request.headers.get("Referer", ""))
    response = cast(Response, redirect(own_path(back.path + (f"?{back.query}" if back.query else "")), 303))
    for name, (cookie, allowed) in CHOICES.items():
        chosen = request.form.get(name)
        if chosen in allowed:
            response.set_cookie(cookie, chosen, max_age=YEAR, **_flags())
    return response


def forget_language(response: Response) -> None:
    """Has the account decide again: what was chosen in this browser before would hide what it says now."""
    response.delete_cookie(LANGUAGE_COOKIE, **_flags())


def _flags() -> dict[str, Any]:
    secure = current_app.config["BASE_URL"].startswith("https://")
    return {"secure": secure, "httponly": True, "samesite": "Lax"}
