"""Pages that say what went wrong, in words of the reader, with what to do next."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import HTTPException

from callboard.errors import (
    ApiError,
    CallboardError,
    Conflict,
    Forbidden,
    NotFound,
    RateLimited,
    Stale,
    Unauthorized,
    Unreachable,
)
from services.portal import sign_in
from services.shared import logs

SENTENCES: dict[type[CallboardError], Any] = {
    Unreachable: lazy_gettext("Callboard does not answer just now."),
    NotFound: lazy_gettext("There is no such thing here, or it is not yours to see."),
    Forbidden: lazy_gettext("You may not do or see this: %(detail)s"),
    Stale: lazy_gettext("Somebody else has changed this meanwhile."),
    Conflict: lazy_gettext("That is not possible just now: %(detail)s"),
    RateLimited: lazy_gettext("Too much was asked at once. Wait a moment."),
}
"""What the gateway says itself, which is English, stands as `detail` in a sentence of the reader's."""

SECRET = re.compile(r"password|secret|^code$")
"""Names of fields whose content no page may show again."""


def register(app: Flask) -> None:
    """Has every error become a page."""
    app.register_error_handler(Unauthorized, _ended)
    app.register_error_handler(CallboardError, of)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    app.add_url_rule("/signed-out", "signed_out", _signed_out)
    app.jinja_env.globals["explained"] = explained


def page(status: int, sentence: str, *, again: bool = False, request_id: str = "") -> Response:
    """A page with one sentence; `again` offers to sign in once more.

    A form that was not taken in for a fault of ours is offered to be sent again, as it is.
    """
    html = render_template(
        "pages/error.html",
        status=status,
        sentence=sentence,
        again=again,
        request_id=request_id,
        sent=_sent() if status >= 500 else [],
    )
    return make_response(html, status)


def _sent() -> list[tuple[str, str]]:
    """The fields of the form, but for one with something that no page may show again, or with a file."""
    named = list(request.form.items(multi=True))
    return [] if request.files or any(SECRET.search(name) for name, _ in named) else named


def of(error: CallboardError, *, again: bool = False) -> Response:
    """The page for an error of the gateway."""
    status = error.status if isinstance(error, ApiError) else 503
    request_id = error.request_id if isinstance(error, ApiError) else ""
    if status >= 500:
        logs.logger().warning("gateway_failed", error=str(error), path=request.path)
    return page(status, explained(error), again=again, request_id=request_id)


def explained(error: CallboardError) -> str:
    """What happened, as a sentence. What the gateway says itself is in English."""
    for kind, sentence in SENTENCES.items():
        if isinstance(error, kind):
            return str(sentence) % {"detail": getattr(error, "detail", "")}
    if isinstance(error, ApiError) and error.status < 500:
        return error.detail
    return str(gettext("Something broke on our side."))


def nothing_here() -> Response:
    """For a kind of party that has no page yet."""
    return page(200, gettext("There is no page for you here yet. The API has everything."))


def signed_out() -> Response:
    """Leads to the page that says so."""
    return Response(status=303, headers={"Location": "/signed-out"})


def _signed_out() -> Response:
    return page(200, gettext("You are signed out."), again=True)


def _ended(_: Unauthorized) -> Response:
    """The token is not accepted any more: the session was ended elsewhere."""
    g.ended = True
    return sign_in.to_sign_in()


def _http(error: HTTPException) -> Response:
    sentences: dict[int | None, str] = {
        403: gettext("This form was shown elsewhere, or too long ago. Go back and load it again."),
        404: gettext("There is no such page."),
        405: gettext("There is no such page."),
        413: gettext("That is too large."),
    }
    sentence = sentences.get(error.code, gettext("That cannot be read."))
    return page(error.code or 400, sentence)


def _unexpected(error: Exception) -> Response:
    logs.logger().error("unexpected", path=request.path, exc_info=error)
    return page(500, gettext("Something broke on our side."), request_id=str(_request_id()))


def _request_id() -> Any:
    return g.get("request_id", "")
