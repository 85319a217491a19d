"""What stands on the days: out of offers, and of the deliverables of deals."""

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
    """What an offer says by itself: by when it must be answered, and until when it excludes others."""
    if offer["tab"] == "pending" and offer["awaiting"] != "none":
        yield Due(formats.read(offer["respond_by"]), "answer", offer)
    exclusivity = offer["terms"].get("exclusivity")
    if offer["tab"] in ("active", "completed") and exclusivity:
        yield Due(formats.read(exclusivity["until"]), "exclusivity", offer)


def of_deliverable(offer: Mapping[str, Any], deliverable: Mapping[str, Any]) -> Iterator[Due]:
    """What a deliverable of a deal owes, and the end of the licence to advertise with it."""
    if deliverable.get("draft_due"):
        handed_in = deliverable["state"] not in ("awaiting_draft", "changes_requested")
        yield Due(formats.read(deliverable["draft_due"]), "draft", offer, handed_in)
    if deliverable.get("publish_by"):
        published = deliverable["state"] == "published"
        yield Due(formats.read(deliverable["publish_by"]), "publication", offer, published)
    days = _licence_days(offer)
    if days and deliverable.get("publication"):
        begun = formats.read(deliverable["publication"]["published_at"])
        yield Due(begun + timedelta(days=days), "licence", offer)


def may_concern(offer: Mapping[str, Any], span: Span) -> bool:
    """Whether deliverables of this deal may have something between these moments."""
    begin, end = span
    moments = (
        formats.read(each[name])
        for each in offer["terms"]["deliverables"]
        for name in ("draft_due", "publish_by")
        if each.get(name)
    )
    if any(begin <= moment < end for moment in moments):
        return True
    # A licence begins when the video is published: after the deal was agreed, and not in the future.
    days, agreed = _licence_days(offer), offer.get("agreed_at")
    return bool(
        days and agreed and formats.read(agreed) < end and formats.now() > begin - timedelta(days=days)
    )


def within(found: Iterable[Due], span: Span) -> list[Due]:
    """Those between the moments, what is still to be done first."""
    begin, end = span
    shown = (each for each in found if begin <= each.at < end)
    return sorted(shown, key=lambda each: (each.done, each.at, each.kind))


def _licence_days(offer: Mapping[str, Any]) -> int:
    return int((offer["terms"].get("usage_rights") or {}).get("spark_ads_days") or 0)
