"""Creators are added by asking them: one by her handle, or several by a list of handles."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from callboard import Client, types
from callboard.errors import ApiError, CallboardError, NotFound, Unauthorized
from services.portal import arguments, asks, notices
from services.portal.errors import explained
from services.portal.holding import end_of_day, ticked, tomorrow
from services.portal.pages.delegations.scopes import SCOPES, USUAL, in_order
from services.portal.pages.roster.routes import blueprint
from services.portal.replies import refused, see_other

MOST = 100
"""Handles of one list."""

HANDLE = re.compile(r"@?[A-Za-z0-9._]{1,64}")


@dataclass
class Wanted:
    """What is asked of creators, as the form has it, and what is wrong with it."""

    scopes: list[str]
    purpose: str
    until: str
    errors: dict[str, str]

    @classmethod
    def begun(cls) -> Wanted:
        """The form before anybody has written into it."""
        return cls([*USUAL], "", "", {})

    @classmethod
    def sent(cls) -> Wanted:
        """The form as it was sent."""
        errors: dict[str, str] = {}
        scopes, purpose = ticked("scopes", SCOPES), " ".join(arguments.written("purpose").split())
        if not scopes:
            errors["scopes"] = gettext("Ask for one thing at least.")
        if not purpose:
            errors["purpose"] = gettext("Say what it is for: the creator reads it.")
        made = cls(scopes, purpose, arguments.written("until"), errors)
        made.expires_at()
        return made

    def expires_at(self) -> str | None:
        """When it is to end by itself."""
        try:
            return end_of_day(self.until)
        except ValueError as error:
            self.errors["until"] = str(error)
            return None

    def send(self, api: Client, creator_id: str, key: str | None) -> types.Delegation:
        """Asks one creator; raises ApiError."""
        more: dict[str, Any] = {"expires_at": end} if (end := self.expires_at()) else {}
        scopes: Any = self.scopes
        return api.create_delegation(
            idempotency_key=key, creator_id=creator_id, scopes=scopes, purpose=self.purpose, **more
        )


@dataclass(frozen=True)
class Result:
    """What came of one handle of a list; `delegation_id` where she was asked."""

    handle: str
    sentence: str
    delegation_id: str = ""


@blueprint.route("/add", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Looks a creator up by her handle, and asks her for a delegation."""
    handle = request.values.get("handle", "").strip().removeprefix("@")[:64]
    asked = Wanted.sent() if request.method == "POST" else Wanted.begun()
    fault, entry = "", None
    if handle:
        try:
            entry = find(asks.api(), handle)
        except ApiError as error:
            fault = _not_found(handle) if isinstance(error, NotFound) else refused(error, {})
    if request.method == "POST" and entry and not asked.errors:
        try:
            made = asked.send(asks.api(), entry["id"], arguments.once())
        except ApiError as error:
            fault = refused(error, asked.errors)
        else:
            notices.say(gettext("%(name)s was asked for a delegation.", name=entry["display_name"]))
            return see_other(url_for("delegations.delegation", delegation_id=made["id"]))
    status = 422 if request.method == "POST" else 200
    return _page("pages/roster/add.html", asked, fault, handle=handle, entry=entry), status


def find(api: Client, handle: str) -> types.DirectoryEntry:
    """The creator of a handle; raises NotFound where she does not let herself be found."""
    return api.list_directory(handle=handle).first().items[0]


def _not_found(handle: str) -> str:
    return gettext("No creator lets herself be found by the handle @%(handle)s.", handle=handle)


@blueprint.route("/add/several", methods=["GET", "POST"])
def several() -> ResponseReturnValue:
    """Asks every creator of a list, and says what came of each."""
    if request.method == "GET":
        return _page("pages/roster/several.html", Wanted.begun(), "")
    asked, found, fault = Wanted.sent(), handles(), ""
    if not found:
        asked.errors["handles"] = gettext("There is no handle in it.")
    if len(found) > MOST:
        asked.errors["handles"] = gettext("At most %(number)s at once.", number=MOST)
    if asked.errors:
        return _page("pages/roster/several.html", asked, fault), 422
    results = [_result(asked, handle) for handle in found]
    return render_template("pages/roster/results.html", results=results)


def handles() -> list[str]:
    """The handles that were written or sent, each once: the first column, or the one called `handle`."""
    file = request.files.get("file")
    text = file.read().decode("utf-8-sig", "replace") if file else ""
    return list(dict.fromkeys(_column(text + "\n" + request.form.get("handles", ""))))


def _column(text: str) -> Iterator[str]:
    place = 0
    for row in csv.reader(io.StringIO(text.replace(";", ","), newline="")):
        named = [cell.strip().lower() for cell in row]
        if "handle" in named:
            place = named.index("handle")
        elif len(row) > place and row[place].strip():
            yield row[place].strip().removeprefix("@").lower()[:200]


def _result(asked: Wanted, handle: str) -> Result:
    if not HANDLE.fullmatch(handle):
        return Result(handle, gettext("This is not a handle."))
    key = f"{arguments.once() or ''}:{handle}"
    try:
        entry = find(asks.api(), handle)
        made = asked.send(asks.api(), entry["id"], key)
    except Unauthorized:
        raise
    except NotFound:
        return Result(handle, _not_found(handle))
    except CallboardError as error:
        return Result(handle, explained(error))
    return Result(handle, "", made["id"])


def _page(template: str, asked: Wanted, fault: str, **more: Any) -> str:
    return render_template(
        template, asked=asked, fault=fault, scopes=in_order(SCOPES), tomorrow=tomorrow(), most=MOST, **more
    )
