"""An agency's own tags and notes on a creator, edited over the list in which they stand."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, notices
from services.portal.holding import listed, tag
from services.portal.pages.roster.routes import blueprint
from services.portal.replies import refused, see_other
from services.portal.sign_in import own_path


@blueprint.route("/<creator_id>/labels", methods=["GET", "POST"])
def labels(creator_id: str) -> ResponseReturnValue:
    """The form. Somebody else's change is shown beside what was written, which is kept."""
    now = asks.api().get_labels(creator_id)
    errors: dict[str, str] = {}
    fault, stale, status = "", False, 200
    tags, notes = ", ".join(now["tags"]), now["notes"]
    if request.method == "POST":
        tags, notes = arguments.written("tags"), arguments.written("notes")
        try:
            version = request.form.get("version", "")
            asks.api().put_labels(creator_id, if_match=tag(version), tags=listed(tags), notes=notes or None)
        except Stale:
            now, stale, status = asks.api().get_labels(creator_id), True, 409
        except ApiError as error:
            fault, status = refused(error, errors), 422
        else:
            notices.say(gettext("Labels and notes are saved."))
            return see_other(back())
    html = render_template(
        "pages/roster/labels.html",
        now=now,
        tags=tags,
        notes=notes,
        fault=fault,
        errors={name.partition(".")[0].partition("[")[0]: words for name, words in errors.items()},
        stale=stale,
        back=back(),
    )
    return html, status


def back() -> str:
    """The page from which the form was opened: a path of this portal."""
    path = own_path(request.values.get("back", ""))
    return path if path != "/" else url_for("roster.roster")
