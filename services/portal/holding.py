"""What whoever is signed in may do, and entity tags: small things that forms of several pages need."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from flask import request
from flask_babel import gettext, to_user_timezone

from services.portal import formats
from services.portal.app import me


def holds(scope: str) -> bool:
    """Whether the token holds a scope, written without its beginning: `roster.write`."""
    return f"marketplace.{scope}" in me()["client"]["scopes"]


def tag(version: str) -> str:
    """The entity tag of a version that a form has carried; of none where it is no number."""
    return f'"{version if version.isdecimal() else 0}"'


def listed(text: str) -> list[str]:
    """What somebody has written with commas or line breaks between, each once, in their order."""
    parts = (part.strip() for part in text.replace("\n", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))


def ticked(name: str, allowed: Iterable[str]) -> list[str]:
    """The boxes of a name that are ticked, of those there are."""
    sent = set(request.form.getlist(name))
    return [each for each in allowed if each in sent]


def end_of_day(text: str) -> str | None:
    """The last second of a day that a field of kind `date` names, in the zone of whoever looks.

    None where nothing was written; raises ValueError where it is no day.
    """
    if not text:
        return None
    try:
        return formats.utc_of(datetime.combine(date.fromisoformat(text), time(23, 59, 59)))
    except ValueError:
        raise ValueError(gettext("This is not a date.")) from None


def day_of(value: str | None) -> str:
    """A moment as a field of kind `date` has it, in the zone of whoever looks; empty where there is none."""
    return formats.there(value).date().isoformat() if value else ""


def tomorrow() -> str:
    """The first day on which something that begins now can end."""
    return (to_user_timezone(formats.now()).date() + timedelta(days=1)).isoformat()
