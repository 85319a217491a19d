"""Versions, messages and what else has happened to an offer as one timeline, the newest last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext, ngettext

from services.portal.pages.offers.terms import rows

Item = dict[str, Any]


def thread(
    offer: Mapping[str, Any], versions: Iterable[Mapping[str, Any]], messages: Iterable[Mapping[str, Any]]
) -> list[Item]:
    """The items of the timeline."""
    items = [*_versions(sorted(versions, key=lambda each: each["number"])), *_ends(offer)]
    for each in messages:
        items.append(
            _item("message", each["author"]["name"], gettext("wrote"), each["created_at"], each["text"])
        )
    return sorted(items, key=lambda item: item["at"])


def _item(icon: str, who: str, what: str, at: str, body: str = "", tone: str = "") -> Item:
    return {"icon": icon, "who": who, "what": what, "at": at, "body": body, "tone": tone}


def _versions(versions: list[Mapping[str, Any]]) -> Iterator[Item]:
    before: Mapping[str, Any] | None = None
    for each in versions:
        if before is None:
            what = gettext("sent the offer")
        else:
            count = sum(row.changed for row in rows(each["terms"], before["terms"]))
            what = ngettext(
                "proposed version %(number)s, with %(num)s change",
                "proposed version %(number)s, with %(num)s changes",
                count,
                number=each["number"],
            )
        yield _item("file-text", each["author"]["name"], what, each["created_at"], each["message"])
        before = each


def _ends(offer: Mapping[str, Any]) -> Iterator[Item]:
    accepted = offer.get("accepted_by_actor")
    if offer.get("agreed_at"):
        who = accepted["name"] if accepted else gettext("Both sides")
        yield _item("circle-check", who, gettext("agreed to the terms"), offer["agreed_at"], tone="good")
    words = {
        "declined": gettext("The offer was declined"),
        "withdrawn": gettext("The offer was withdrawn"),
        "expired": gettext("The offer has expired"),
        "cancelled": gettext("The deal was cancelled"),
        "completed": gettext("Everything is published"),
    }
    if offer["state"] in words:
        yield _item("ban", "", words[offer["state"]], offer["updated_at"], offer.get("reason", ""))
