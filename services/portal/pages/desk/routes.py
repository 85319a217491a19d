"""The desk of a manager, and the home of a creator and of a brand: one page, filled by kind."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from services.portal import errors, formats
from services.portal.app import me
from services.portal.asks import Part
from services.portal.menu import Menu
from services.portal.pages.desk import gather
from services.portal.pages.desk.due import Rows, grouped, waiting
from services.portal.replies import see_other

blueprint = Blueprint("desk", __name__)
KINDS = ("agency", "creator", "brand")
MOST_ROWS, MOST_CHANGES = 25, 8


@blueprint.get("/")
def desk() -> ResponseReturnValue:
    """What is due, in order; what has changed since yesterday; how much there is."""
    kind = me()["party"]["kind"]
    if kind not in KINDS:
        return _elsewhere(kind)
    since = formats.now() - timedelta(days=1)
    found = gather.gathered(kind, since)
    rows = waiting(found, kind)
    mine = [row for row in rows if row.mine]
    return render_template(
        "pages/desk/desk.html",
        kind=kind,
        whole=Part("desk", value=True),
        found=found,
        mine=grouped(mine[:MOST_ROWS]),
        more=len(mine) - MOST_ROWS,
        theirs=Rows([row for row in rows if not row.mine][:MOST_ROWS]),
        changed=found.changed[:MOST_CHANGES],
    )


def _elsewhere(kind: str) -> ResponseReturnValue:
    """The first page of the menu, for a kind of party that has no desk."""
    menu = cast(Menu, current_app.jinja_env.globals["menu"])
    endpoint = menu.home(kind)
    return see_other(url_for(endpoint)) if endpoint else errors.nothing_here()
