"""A creator's page as somebody reaches it, and what becomes of it when that somebody may no longer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from callboard import types
from callboard.errors import ApiError, Forbidden, NotFound
from services.portal.app import me
from services.portal.asks import Part, Parts, Question, together
from services.portal.holding import holds
from services.portal.pages.roster.routes import line_of
from services.portal.words import TABS

NOT_GRANTED = "scope_missing_in_delegation"
"""The code of the gateway where the delegation holds, but not this scope."""


@dataclass(frozen=True)
class Place:
    """Whom the page is about, and who looks."""

    creator_id: str
    kind: str
    line: types.RosterItem | None = None

    @property
    def own(self) -> bool:
        """Whether the creator herself looks."""
        return self.kind == "creator"

    @property
    def labels(self) -> bool:
        """Whether whoever looks may change the labels and notes of the agency."""
        return holds("roster.write")

    def may(self, scope: str) -> bool:
        """Whether whoever looks may do something: by the token, and for an agency by the delegation."""
        if not holds(scope):
            return False
        return self.own or (
            self.line is not None and f"marketplace.{scope}" in self.line["delegation"]["scopes"]
        )

    def url(self, page: str = "creator", **more: Any) -> str:
        """A page of hers."""
        return url_for(f"creators.{page}", creator_id=self.creator_id, **more)


def answered(
    template: str, creator_id: str, questions: Mapping[str, Question], **more: Any
) -> ResponseReturnValue:
    """A page of a creator's with her profile and what it asks beside; without access, one that says so."""
    kind = me()["party"]["kind"]
    if kind not in ("creator", "agency"):
        abort(404)
    parts = together(
        **questions,
        line=lambda api: line_of(api, creator_id) if kind == "agency" else None,
        profile=lambda api: api.get_creator(creator_id),
    )
    place = Place(creator_id, kind, parts.line.value)
    if ended := _without_access(parts, place):
        return ended
    names = {name: value for name, value in more.items() if not callable(value)}
    made = {name: value(parts, place) for name, value in more.items() if callable(value)}
    return render_template(
        template,
        at=place,
        parts=parts,
        creator=_shown(parts, place),
        tabs=TABS,
        granted=granted,
        **names,
        **made,
    )


def _without_access(parts: Parts, place: Place) -> ResponseReturnValue | None:
    """The page for an agency that she lets do nothing, or nothing any more."""
    error = parts.profile.error
    some = place.own or place.line or not granted(parts.profile)
    if some or not isinstance(error, Forbidden | NotFound):
        return None
    code = error.code
    html = render_template("pages/creators/ended.html", code=code, known=isinstance(error, Forbidden))
    return html, error.status


def _shown(parts: Parts, place: Place) -> Mapping[str, Any]:
    """What is known of her: the profile, or what the roster says where it was not granted."""
    if parts.profile.error and place.line and not granted(parts.profile):
        return place.line["creator"]
    return parts.profile.required()


def granted(part: Part[Any]) -> bool:
    """Whether a part is there, or failed for another reason than that she has not granted it."""
    return not (
        isinstance(part.error, ApiError) and part.error.code in (NOT_GRANTED, "scope_missing_in_token")
    )
