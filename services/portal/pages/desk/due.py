"""The rows of a desk: what is due of which offer, for whom, and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext

from services.portal import formats
from services.portal.links import offer_url
from services.portal.pages.desk.gather import Found
from services.portal.pages.offers.due import Sentence, answer, owed
from services.portal.pages.offers.place import Place


@dataclass(frozen=True)
class Row:
    """Something that is due: of which offer, by when (empty where it has no time), and where it is done."""

    key: str
    text: str
    offer: Mapping[str, Any]
    url: str
    by: str
    late: bool
    mine: bool


@dataclass(frozen=True)
class Rows:
    """Some of them under a heading, which may be empty."""

    rows: list[Row]
    title: str = ""
    urgent: bool = False


def waiting(found: Found, kind: str) -> list[Row]:
    """Everything that is due, what is late first, then by time; what has none comes last."""
    rows = [_row(answer(offer, _at(offer, kind)), offer, kind) for offer in found.pending]
    for offer in found.active:
        owes = owed(offer.get("progress", ()), _at(offer, kind))
        rows += [_row(each, offer, kind, "offers.deliverables") for each in owes]
    return sorted(rows, key=lambda row: (not row.late, not row.by, row.by))


def _at(offer: Mapping[str, Any], kind: str) -> Place:
    return Place(offer["id"], str(offer["campaign_id" if kind == "brand" else "creator_id"]), kind)


def _row(each: Sentence, offer: Mapping[str, Any], kind: str, endpoint: str = "offers.offer") -> Row:
    late = _late(each.late, each.by)
    return Row(
        each.about or offer["id"],
        each.text,
        offer,
        offer_url(offer, kind, endpoint),
        each.by,
        late,
        each.mine,
    )


def _late(late: bool, by: str) -> bool:
    return late or (bool(by) and formats.read(by) < formats.now())


def grouped(rows: list[Row]) -> list[Rows]:
    """The rows by when they are due."""
    now = formats.now()
    day, week = now + timedelta(days=1), now + timedelta(days=7)
    overdue = [row for row in rows if row.late]
    rest = [row for row in rows if not row.late]
    today = [row for row in rest if row.by and formats.read(row.by) < day]
    soon = [row for row in rest if row.by and day <= formats.read(row.by) < week]
    later = [row for row in rest if not row.by or formats.read(row.by) >= week]
    groups = (
        Rows(overdue, gettext("Past its date"), urgent=True),
        Rows(today, gettext("Within a day"), urgent=True),
        Rows(soon, gettext("Within a week")),
        Rows(later, gettext("Later")),
    )
    return [each for each in groups if each.rows]
