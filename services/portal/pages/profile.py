"""`/profile`: what a creator shows of herself, and who finds it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from callboard import Client, types
from callboard.errors import ApiError, Stale
from services.portal import arguments, asks, notices
from services.portal.app import me
from services.portal.holding import listed, tag
from services.portal.menu import Entry, Pages
from services.portal.pages.roster.routes import countries
from services.portal.replies import refused, see_other

blueprint = Blueprint("profile", __name__, url_prefix="/profile")
PAGES = Pages(blueprint, (Entry(lazy_gettext("Profile"), "user", "profile.profile", ("creator",), 80),))
FIELDS = ("display_name", "bio", "country", "languages", "categories", "portfolio")
SWITCHES = ("listed", "found_by_handle", "public_rates")
MOST_SHOWN = 12


@dataclass
class ProfileForm:
    """What stands in the fields, the profile that they began with, and what is wrong."""

    fields: dict[str, Any]
    version: str
    base: str
    errors: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    theirs: types.Creator | None = None

    @classmethod
    def of(cls, creator: types.Creator) -> ProfileForm:
        """The form that shows a profile."""
        fields: dict[str, Any] = {name: creator[name] for name in FIELDS}  # type: ignore[literal-required]
        return cls(fields, str(creator["version"]), content_hash(creator))

    @classmethod
    def sent(cls) -> ProfileForm:
        """The form as it was sent. What is shown stays in its order; what is new comes after it."""
        chosen = request.form.getlist("portfolio")
        order = [each for each in request.form.get("order", "").split(",") if each in chosen]
        fields = {
            "display_name": " ".join(arguments.written("display_name").split()),
            "bio": arguments.written("bio"),
            "country": request.form.get("country", ""),
            "languages": listed(arguments.written("languages").lower()),
            "categories": listed(arguments.written("categories").lower()),
            "portfolio": list(dict.fromkeys([*order, *chosen])),
        }
        return cls(fields, request.form.get("version", ""), request.form.get("base", ""))

    def save(self, api: Client, creator_id: str) -> bool:
        """Whether it took effect; what is in the way stands in the form afterwards."""
        if len(self.fields["portfolio"]) > MOST_SHOWN:
            self.errors["portfolio"] = gettext("Choose %(number)s videos at most.", number=MOST_SHOWN)
            return False
        try:
            self._save(api, creator_id)
        except ApiError as error:
            self.fault = refused(error, self.errors)
            self.errors = {name.partition("[")[0]: words for name, words in self.errors.items()}
        return not (self.fault or self.theirs)

    def _save(self, api: Client, creator_id: str) -> None:
        try:
            api.patch_creator(creator_id, if_match=tag(self.version), **self._content())
        except Stale:
            now = api.get_creator(creator_id)
            if content_hash(now) == self.base:
                # Her statistics count as changes, too: nobody has touched what the form holds.
                api.patch_creator(creator_id, if_match=tag(str(now["version"])), **self._content())
            else:
                self.theirs = now
                self.version, self.base = str(now["version"]), content_hash(now)

    def _content(self) -> Any:
        return {**self.fields, "bio": self.fields["bio"] or None}


def content_hash(creator: Mapping[str, Any]) -> str:
    """Stands for what the form holds of a profile."""
    return hashlib.sha256(orjson.dumps([creator[name] for name in FIELDS])).hexdigest()


@blueprint.before_request
def _of_a_creator() -> None:
    if me()["party"]["kind"] != "creator":
        abort(404)


@blueprint.route("", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    """The form of the profile, and the switches of who finds it."""
    own = me()["party"]["id"]
    form = ProfileForm.sent() if request.method == "POST" else None
    if form and form.save(asks.api(), own):
        notices.say(gettext("Your profile is saved."))
        return see_other(url_for("profile.profile"))
    parts = asks.together(
        visibility=lambda api: api.get_visibility(own),
        videos=lambda api: api.list_videos(own, sort="-views", page_size=50).first().items,
        profile=lambda api: api.get_creator(own),
    )
    creator = parts.profile.required()
    html = render_template(
        "pages/profile/profile.html",
        parts=parts,
        creator=creator,
        form=form or ProfileForm.of(creator),
        countries=countries(),
        most=MOST_SHOWN,
    )
    return html, 200 if form is None else 409 if form.theirs else 422


@blueprint.post("/visibility")
def visibility() -> ResponseReturnValue:
    """Says who finds her. Each switch says all of what it is, so that a change of others is no conflict."""
    own, wanted = me()["party"]["id"], {name: request.form.get(name) == "on" for name in SWITCHES}
    now = asks.api().get_visibility(own)
    content: Any = wanted
    asks.api().patch_visibility(own, if_match=tag(str(now["version"])), **content)
    notices.say(gettext("Who finds you is saved."))
    return see_other(url_for("profile.profile") + "#visibility")
