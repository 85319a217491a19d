"""Lists of parties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from services.portal import arguments, asks
from services.portal.pages.operator.blueprint import PARTIES, blueprint, shown
from services.portal.pages.operator.kinds import kind_of

_ = lazy_gettext
STATES: Mapping[str, tuple[Any, str]] = {
    "active": (_("Active"), "green"),
    "suspended": (_("Suspended"), "red"),
}
SORTS: Mapping[str, Any] = {
    "name": _("By name"),
    "-created_at": _("Newest first"),
    "-updated_at": _("Changed last"),
}
SHOWN = 25


@blueprint.get("")
def parties() -> ResponseReturnValue:
    """Agencies, brands or creators, with what stands in the URL: kind, q, state, sort, cursor."""
    plural = arguments.one_of("kind", PARTIES, "agencies")
    asked: dict[str, Any] = {
        "q": arguments.text("q", 100) or None,
        "state": arguments.one_of("state", STATES) or None,
        "sort": arguments.one_of("sort", SORTS, "name"),
        "page_size": SHOWN,
        "cursor": arguments.cursor(),
    }
    part = asks.together(parties=lambda api: kind_of(plural).all(api, **asked).first()).parties
    filtered = any(request.args.get(name) for name in ("q", "state", "cursor"))
    return shown("parties", plural, part=part, states=STATES, sorts=SORTS, filtered=filtered)
