"""Versions, messages, drafts and what else has happened to an offer as one timeline, the newest last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext, ngettext

from services.portal.pages.offers.terms import rows
from services.portal.words import work

Item = dict[str, Any]
Told = Iterable[Mapping[str, Any]]


def thread(offer: Mapping[str, Any], versions: Told, messages: Told, deliverables: Told = ()) -> list[Item]:
    """The items of the timeline. A version has its `number`, by which it can be compared."""
    items = [*_versions(offer, sorted(versions, key=lambda each: each["number"])), *_ends(offer)]
    items += [
        _item("message", _name(each["author"]), gettext("wrote"), each["created_at"], each["text"])
        for each in messages
    ]
    for each in deliverables:
        items += _deliverable(each)
    return sorted(items, key=lambda item: item["at"])


def _item(icon: str, who: str, what: str, at: str, body: str = "", tone: str = "", **more: Any) -> Item:
    return {"icon": icon, "who": who, "what": what, "at": at, "body": body, "tone": tone, **more}


def _name(actor: Mapping[str, Any] | None) -> str:
    """Who did something; the clock itself where nobody did."""
    if not actor or actor.get("kind") == "timer":
        return gettext("Callboard")
    return str(actor["name"] or actor["id"])


def _author(offer: Mapping[str, Any], version: Mapping[str, Any]) -> str:
    name = _name(version["author"])
    if not version.get("on_behalf_of"):
        return name
    return gettext("%(agency)s for %(creator)s", agency=name, creator=offer["creator"]["display_name"])


def _versions(offer: Mapping[str, Any], versions: list[Mapping[str, Any]]) -> Iterator[Item]:
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
        who, number = _author(offer, each), each["number"]
        yield _item("file-text", who, what, each["created_at"], each["message"], number=number)
        before = each


def _deliverable(each: Mapping[str, Any]) -> Iterator[Item]:
    what = {"kind": work(each["type"])}
    for draft in each["drafts"]:
        number = {"number": draft["number"], **what}
        handed = gettext("submitted draft %(number)s of the %(kind)s", **number)
        yield _item("video", _name(draft["submitted_by_actor"]), handed, draft["submitted_at"], draft["note"])
        if not draft["decision"]:
            continue
        approved = draft["decision"] == "approve"
        said = (
            gettext("approved draft %(number)s of the %(kind)s", **number)
            if approved
            else gettext("asked for changes of draft %(number)s of the %(kind)s", **number)
        )
        icon, who = "circle-check" if approved else "refresh", _name(draft["reviewed_by_actor"])
        yield _item(icon, who, said, draft["reviewed_at"], draft["review_comment"])
    if out := each["publication"]:
        said = gettext("published the %(kind)s", **what)
        yield _item("world", _name(out["published_by_actor"]), said, out["published_at"], tone="good")


def _ends(offer: Mapping[str, Any]) -> Iterator[Item]:
    if offer.get("agreed_at"):
        accepted = offer.get("accepted_by_actor")
        who = _name(accepted) if accepted else gettext("Both sides")
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
