"""What can be done about a deliverable: drafts, reviews, comments and the publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import abort, request
from flask_babel import gettext, lazy_gettext

from callboard import Client
from services.portal import arguments, rights
from services.portal.pages.offers.place import Place

_ = lazy_gettext
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)|(\d{1,5}(?:[.,]\d+)?)")
DRAWING = ("awaiting_draft", "changes_requested")
Perform = Callable[[Client, Place, str], Any]


@dataclass(frozen=True)
class Delivery:
    """One of them: its link, its question, what was done, in which states it can be done, by which side."""

    name: str
    link: Any
    title: Any
    done: Any
    states: tuple[str, ...]
    by_brand: bool
    perform: Perform


def seconds(text: str) -> float | None:
    """`1:05` or `65` as seconds of a video; None where nothing is written. Raises ValueError."""
    if not text:
        return None
    found = CLOCK.fullmatch(text)
    if not found:
        raise ValueError(gettext("Write minutes and seconds, such as 0:12."))
    hours, minutes, rest, plain = (each.replace(",", ".") if each else "0" for each in found.groups())
    return int(hours) * 3600 + int(minutes) * 60 + float(rest) + float(plain)


def clock(at: float) -> str:
    """Seconds of a video as `1:05`, with tenths where there are any."""
    minutes, rest = divmod(at, 60)
    return f"{int(minutes)}:{rest:04.1f}" if rest % 1 else f"{int(minutes)}:{int(rest):02}"


def web(url: str) -> str:
    """The address where it is one that a browser may be led to; empty otherwise."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def _draft(api: Client, at: Place, deliverable_id: str) -> Any:
    url, note, once = arguments.written("url"), arguments.written("note") or None, arguments.once()
    return api.create_draft(at.owner, at.offer_id, deliverable_id, idempotency_key=once, url=url, note=note)


def _publish(api: Client, at: Place, deliverable_id: str) -> Any:
    url, video = arguments.written("url"), arguments.written("video_id")
    once = arguments.once()
    return api.publish_deliverable(
        at.owner, at.offer_id, deliverable_id, idempotency_key=once, url=url, video_id=video
    )


def _review(api: Client, at: Place, deliverable_id: str) -> Any:
    decided: Any = request.form.get("decision")
    if decided not in ("approve", "request_changes"):
        abort(400)
    comment, once = arguments.written("comment") or None, arguments.once()
    return api.review_draft(
        at.owner, at.offer_id, deliverable_id, idempotency_key=once, decision=decided, comment=comment
    )


def _comment(api: Client, at: Place, deliverable_id: str) -> Any:
    second = seconds(arguments.written("at_second"))
    text, once = arguments.written("text"), arguments.once()
    return at.call(
        api, "create_{}_offer_comment", deliverable_id, idempotency_key=once, text=text, at_second=second
    )


DELIVERIES = {
    each.name: each
    for each in (
        Delivery(
            "draft",
            _("Submit draft…"),
            _("Submit a draft"),
            _("The draft was submitted."),
            DRAWING,
            False,
            _draft,
        ),
        Delivery(
            "review",
            _("Review…"),
            _("Review the draft"),
            _("Your review was sent."),
            ("in_review",),
            True,
            _review,
        ),
        Delivery(
            "publish",
            _("Record publication…"),
            _("Record the publication"),
            _("The publication was recorded."),
            ("approved",),
            False,
            _publish,
        ),
    )
}
COMMENT = Delivery("comment", _("Comment"), _("Comment"), _("Your comment was added."), (), False, _comment)


def delivery(name: str) -> Delivery:
    """What is called so; 404 where nothing is."""
    return COMMENT if name == COMMENT.name else DELIVERIES.get(name) or abort(404)


def possible(item: Mapping[str, Any], offer: Mapping[str, Any], at: Place) -> list[Delivery]:
    """What whoever looks may do about a deliverable now."""
    if offer["state"] != "active" or not rights.may(rights.DELIVER):
        return []
    return [
        each for each in DELIVERIES.values() if each.by_brand == at.by_brand and item["state"] in each.states
    ]


def comments(offer: Mapping[str, Any]) -> bool:
    """Whether whoever looks may comment."""
    return offer["state"] == "active" and rights.may(rights.DELIVER)
