"""What stands on the days: out of offers, which say also what their deals owe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext

from services.portal import formats

_ = lazy_gettext
KINDS: Mapping[str, tuple[Any, str]] = {
    "answer": (_("Answer by"), "orange"),
    "draft": (_("Draft due"), "blue"),
    "publication": (_("Publish by"), "green"),
    "exclusivity": (_("Exclusivity ends"), "purple"),
    "licence": (_("Ad licence ends"), "azure"),
}
"""What it is, and its colour."""

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Due:
    """One thing on one day. `done` is what needs nobody any more."""

    at: datetime
    kind: str
    offer: Mapping[str, Any]
    done: bool = False

    @property
    def text(self) -> Any:
        """What it is."""
        return KINDS[self.kind][0]

    @property
    def colour(self) -> str:
        """Its colour."""
        return KINDS[self.kind][1]

    @property
    def late(self) -> bool:
        """Whether it should have been done."""
        overdue = self.kind in ("answer", "draft", "publication") and self.at < formats.now()
        return overdue and not self.done


def of_offer(offer: Mapping[str, Any]) -> Iterator[Due]:
    """By when it must be answered, until when it excludes others, and what it owes."""
    if offer["tab"] == "pending" and offer["awaiting"] != "none":
        yield Due(formats.read(offer["respond_by"]), "answer", offer)
    exclusivity = offer["terms"].get("exclusivity")
    if offer["tab"] in ("active", "completed") and exclusivity:
        yield Due(formats.read(exclusivity["until"]), "exclusivity", offer)
    for deliverable in offer.get("progress", ()):
        yield from _of_deliverable(offer, deliverable)


def _of_deliverable(offer: Mapping[str, Any], deliverable: Mapping[str, Any]) -> Iterator[Due]:
    """What a deliverable of a deal owes, and the end of the licence to advertise with it."""
    if deliverable.get("draft_due"):
        handed_in = deliverable["state"] not in ("awaiting_draft", "changes_requested")
        yield Due(formats.read(deliverable["draft_due"]), "draft", offer, handed_in)
    if deliverable.get("publish_by"):
        published = deliverable["state"] == "published"
        yield Due(formats.read(deliverable["publish_by"]), "publication", offer, published)
    days = _licence_days(offer)
    if days and deliverable.get("published_at"):
        begun = formats.read(deliverable["published_at"])
        yield Due(begun + timedelta(days=days), "licence", offer)


def within(found: Iterable[Due], span: Span) -> list[Due]:
    """Those between the moments, what is still to be done first."""
    begin, end = span
    shown = (each for each in found if begin <= each.at < end)
    return sorted(shown, key=lambda each: (each.done, each.at, each.kind))


def _licence_days(offer: Mapping[str, Any]) -> int:
    return int((offer["terms"].get("usage_rights") or {}).get("spark_ads_days") or 0)
