"""What is due of an offer, for whoever looks: whose move it is, by when, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext

from services.portal.pages.offers.place import Place
from services.portal.words import work

_ = lazy_gettext
OWED: Mapping[str, tuple[Any, str, bool]] = {
    "awaiting_draft": (_("A draft of the %(kind)s"), "draft_due", False),
    "changes_requested": (_("Another draft of the %(kind)s"), "draft_due", False),
    "in_review": (_("The brand's review of the %(kind)s"), "", True),
    "approved": (_("Publication of the %(kind)s"), "publish_by", False),
}
"""By the state of a deliverable: what is due, which date says when, and whether of the brand."""

ENDS = {"completed", "declined", "withdrawn", "expired", "cancelled"}


@dataclass(frozen=True)
class Sentence:
    """Something that is due, by when (empty where it has no time), and whether it is late."""

    text: str
    by: str = ""
    late: bool = False
    mine: bool = False
    about: str = ""
    """The id of the deliverable, where it is about one."""


def sentences(
    offer: Mapping[str, Any], at: Place, deliverables: Iterable[Mapping[str, Any]]
) -> list[Sentence]:
    """What is due now, the most pressing first."""
    if offer["state"] in ENDS:
        return [Sentence(gettext("Nothing: this offer has ended."))]
    if offer["tab"] == "pending":
        return [answer(offer, at)]
    found = sorted(owed(deliverables, at), key=lambda each: (not each.late, not each.by, each.by))
    return found or [Sentence(gettext("Nothing just now."))]


def answer(offer: Mapping[str, Any], at: Place) -> Sentence:
    """Whose move a pending offer awaits."""
    awaiting, by = offer["awaiting"], offer["respond_by"]
    if awaiting == "creator":
        own = at.kind == "creator"
        text = gettext("Your confirmation") if own else gettext("The creator's own confirmation")
        return Sentence(text, by, mine=own)
    mine = awaiting == at.side
    if mine:
        text = (
            gettext("An answer to the creator's side") if at.by_brand else gettext("An answer to the brand")
        )
    else:
        text = (
            gettext("The creator's side has to answer") if at.by_brand else gettext("The brand has to answer")
        )
    return Sentence(text, by, mine=mine)


def owed(deliverables: Iterable[Mapping[str, Any]], at: Place) -> Iterator[Sentence]:
    """What a deal still owes, in the order of its terms."""
    for each in deliverables:
        if each["state"] in OWED:
            words, date, by_brand = OWED[each["state"]]
            words = _("Your review of the %(kind)s") if by_brand and at.by_brand else words
            by = each[date] or "" if date else ""
            yield Sentence(
                str(words) % {"kind": work(each["type"])},
                by,
                each["late"],
                at.by_brand == by_brand,
                each["id"],
            )
