"""The terms of an offer as rows of words, two versions beside each other, with what differs marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup, escape

from services.portal import formats
from services.portal.words import STAGES, work

MOST_WORDS = 2000
"""Of a clause that is compared word by word: the time grows with their square."""

Rows = dict[str, tuple[str, str]]
"""By a key that stays the same between versions: what it is, and what it says."""


@dataclass(frozen=True)
class Row:
    """A term: what it says, and in the version that is compared with; empty where it is not there."""

    key: str
    title: str
    after: str
    before: str

    @property
    def is_clause(self) -> bool:
        """Whether it is a text that people write."""
        return self.key.startswith("§")

    @property
    def changed(self) -> bool:
        """Whether the versions differ in it."""
        return self.before != self.after

    @property
    def marked(self) -> Markup:
        """What it says, with words of a clause struck and inserted."""
        if not self.changed:
            return escape(self.after)
        if self.is_clause and self.before and self.after:
            return compared(self.before, self.after)
        struck = Markup("<del>{}</del> ").format(self.before) if self.before else Markup()
        return struck + (Markup("<ins>{}</ins>").format(self.after) if self.after else Markup())


def rows(after: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> list[Row]:
    """The terms of a version, compared with an earlier one where there is one."""
    new = said(after)
    old = said(before) if before is not None else new
    keys = [*new, *(key for key in old if key not in new)]
    return [
        Row(key, (new.get(key) or old[key])[0], new.get(key, ("", ""))[1], old.get(key, ("", ""))[1])
        for key in keys
    ]


def bound(all_rows: list[Row]) -> dict[str, list[Row]]:
    """The same terms by whom they bind: `creator`, `brand`, or `both`."""
    found: dict[str, list[Row]] = {"creator": [], "brand": [], "both": []}
    for row in all_rows:
        found["both" if row.is_clause else "brand" if row.key in ("price", "payment") else "creator"].append(
            row
        )
    return {whom: each for whom, each in found.items() if each}


def said(terms: Mapping[str, Any]) -> Rows:
    """Every term in words."""
    found: Rows = {"price": (gettext("Price"), formats.money(terms["price"]))}
    for number, each in enumerate(terms["deliverables"], 1):
        title = gettext("Deliverable %(number)s", number=number)
        found[f"deliverable {number}"] = (title, ", ".join(_deliverable(each)))
    found["usage"] = (
        gettext("Usage rights"),
        ", ".join(_usage(terms.get("usage_rights"))) or gettext("None"),
    )
    found["exclusivity"] = (gettext("Exclusivity"), _exclusivity(terms.get("exclusivity")))
    schedule = terms.get("payment_schedule") or []
    found["payment"] = (gettext("Payment"), "; ".join(map(_payment, schedule)) or gettext("Nothing agreed"))
    for clause in terms.get("clauses") or []:
        found[f"§{clause['id']}"] = (clause["title"] or gettext("Clause"), clause["text"])
    return found


def _deliverable(each: Mapping[str, Any]) -> Iterator[str]:
    yield f"{each['count']} \N{MULTIPLICATION SIGN} {work(each['type'])}"
    if each.get("draft_due"):
        yield gettext("draft by %(day)s", day=formats.day(each["draft_due"]))
    if each.get("publish_by"):
        yield gettext("published by %(day)s", day=formats.day(each["publish_by"]))
    rounds = each.get("max_revisions") or 0
    yield ngettext("%(num)s round of changes", "%(num)s rounds of changes", rounds)


def _usage(rights: Mapping[str, Any] | None) -> Iterator[str]:
    if not rights:
        return
    if rights.get("spark_ads_days"):
        yield ngettext("Spark Ads for %(num)s day", "Spark Ads for %(num)s days", rights["spark_ads_days"])
    if rights.get("paid_usage"):
        yield gettext("paid usage")
    if rights.get("territories"):
        yield gettext("in %(places)s", places=", ".join(rights["territories"]))


def _exclusivity(term: Mapping[str, Any] | None) -> str:
    if not term:
        return gettext("None")
    between = {"first": formats.day(term["from"]), "last": formats.day(term["until"])}
    return gettext(
        "No other brand of %(category)s from %(first)s to %(last)s", category=term["category"], **between
    )


def _payment(term: Mapping[str, Any]) -> str:
    part = f"{term['percent']}{formats.NO_BREAK}% {STAGES.get(term['stage'], term['stage'])}"
    days = term.get("net_days") or 0
    later = ngettext("%(num)s day later", "%(num)s days later", days)
    return f"{part}, {later}" if days else part


def compared(before: str, after: str) -> Markup:
    """A text with the words that went struck, and those that came inserted."""
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return Markup("<del>{}</del><ins>{}</ins>").format(before, after)
    marked = Markup()
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            marked += escape("".join(new[c:d]))
            continue
        marked += Markup("<del>{}</del>").format("".join(old[a:b])) if a < b else Markup()
        marked += Markup("<ins>{}</ins>").format("".join(new[c:d])) if c < d else Markup()
    return marked


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
