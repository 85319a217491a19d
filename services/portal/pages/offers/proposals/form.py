"""What stands in the fields of a proposal. A term that may stand several times has rows: `clauses.0.text`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.portal import formats


@dataclass(frozen=True)
class Group:
    """A term of which there may be several: the fields of each, how many at most, and what a new one says."""

    names: tuple[str, ...]
    most: int
    fresh: Mapping[str, str]


GROUPS = {
    "deliverables": Group(
        ("base", "type", "count", "draft_due", "publish_by", "max_revisions"),
        20,
        {"type": "video", "count": "1", "max_revisions": "2"},
    ),
    "payment": Group(("stage", "percent", "net_days"), 20, {"stage": "on_publication", "net_days": "30"}),
    "clauses": Group(("id", "title", "text"), 100, {}),
}
SINGLE = (
    "price",
    "usage.days",
    "usage.paid",
    "usage.territories",
    "exclusivity.category",
    "exclusivity.from",
    "exclusivity.until",
    "respond_by",
    "message",
)
PLACES = (
    (re.compile(r"^terms\."), ""),
    (re.compile(r"\[(\d+)\]"), r".\1"),
    (re.compile(r"^price\..*"), "price"),
    (re.compile(r"^payment_schedule"), "payment"),
    (re.compile(r"^usage_rights\.spark_ads_days"), "usage.days"),
    (re.compile(r"^usage_rights\.territories.*"), "usage.territories"),
)
"""How the names of fields of the API become those of the form."""


@dataclass
class Form:
    """The fields by their names, the terms that they say, what is wrong, and where to write next."""

    fields: dict[str, str]
    counts: dict[str, int]
    terms: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    focus: str = ""

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> Form:
        """The form that shows these terms."""
        rows = {
            "deliverables": [_deliverable(*each) for each in enumerate(terms["deliverables"])],
            "payment": [
                _texts(each, "stage", "percent", "net_days") for each in _several(terms, "payment_schedule")
            ],
            "clauses": [_texts(each, "id", "title", "text") for each in _several(terms, "clauses")],
        }
        counts = {name: len(each) for name, each in rows.items()}
        return cls(_single(terms) | _numbered(rows), counts, dict(terms))

    def add(self, group: str) -> None:
        """One more row of a group, to be written next."""
        number, known = self.counts[group], GROUPS[group]
        if number >= known.most:
            return
        start = f"{group}.{number}."
        self.fields |= {start + name: known.fresh.get(name, "") for name in known.names}
        if group == "clauses":
            self.fields[f"{start}id"] = self._new_clause_id()
        self.counts[group] += 1
        self.focus = start + ("title" if group == "clauses" else known.names[group == "deliverables"])

    def remove(self, group: str, number: int) -> None:
        """A group without one of its rows."""
        names = GROUPS[group].names
        rows = [
            {name: self.fields.pop(f"{group}.{row}.{name}", "") for name in names}
            for row in range(self.counts[group])
        ]
        if number < len(rows):
            del rows[number]
        self.counts[group] = len(rows)
        self.fields |= _numbered({group: rows})
        self.focus = f"add-{group}"

    def blame(self) -> None:
        """Has what the gateway found wrong stand beside the fields of this form."""
        for path in list(self.errors):
            name = path
            for pattern, instead in PLACES:
                name = pattern.sub(instead, name)
            self.errors.setdefault(name, self.errors[path])

    def _new_clause_id(self) -> str:
        taken = {self.fields.get(f"clauses.{row}.id") for row in range(self.counts["clauses"])}
        return next(each for number in range(1, 200) if (each := f"c{number}") not in taken)


def _several(terms: Mapping[str, Any], name: str) -> Iterable[Mapping[str, Any]]:
    return terms.get(name) or ()


def _texts(each: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: "" if each.get(name) is None else str(each[name]) for name in names}


def _deliverable(number: int, each: Mapping[str, Any]) -> dict[str, str]:
    return {
        "base": str(number),
        **_texts(each, "type", "count"),
        "draft_due": formats.local(each.get("draft_due")),
        "publish_by": formats.local(each.get("publish_by")),
        "max_revisions": str(each.get("max_revisions") or 0),
    }


def _single(terms: Mapping[str, Any]) -> dict[str, str]:
    usage, only = terms.get("usage_rights") or {}, terms.get("exclusivity") or {}
    return {
        **dict.fromkeys(SINGLE, ""),
        "price": formats.amount_text(terms["price"]),
        "usage.days": str(usage.get("spark_ads_days") or ""),
        "usage.paid": "on" if usage.get("paid_usage") else "",
        "usage.territories": ", ".join(usage.get("territories") or ()),
        "exclusivity.category": only.get("category", ""),
        "exclusivity.from": formats.local(only.get("from")),
        "exclusivity.until": formats.local(only.get("until")),
    }


def _numbered(groups: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    return {
        f"{group}.{number}.{name}": value
        for group, rows in groups.items()
        for number, row in enumerate(rows)
        for name, value in row.items()
    }
