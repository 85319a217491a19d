"""The form of a proposal: the terms as fields, and the fields as terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import request
from flask_babel import get_timezone, gettext, to_user_timezone

from services.portal import arguments, formats

MOST = 20
"""Deliverables, or clauses, that a form may have."""


@dataclass
class Form:
    """What stands in the fields, by their names, the terms that they say, and what is wrong with them."""

    fields: dict[str, str]
    terms: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Mapping[str, Any]) -> Form:
        """The form that shows these terms."""
        return cls(_fields(terms), dict(terms))

    @classmethod
    def read(cls, base: Mapping[str, Any]) -> Form:
        """The form as it was sent, over the terms that it began with."""
        names = list(_fields(base))
        fields = {name: arguments.written(name) for name in names}
        return _Reader(base, fields).form()


def _fields(terms: Mapping[str, Any]) -> dict[str, str]:
    found = {"price": formats.amount_text(terms["price"])}
    for number, each in enumerate(terms["deliverables"]):
        start = f"deliverables.{number}"
        found |= {
            f"{start}.type": each["type"],
            f"{start}.count": str(each["count"]),
            f"{start}.draft_due": local(each.get("draft_due")),
            f"{start}.publish_by": local(each.get("publish_by")),
            f"{start}.max_revisions": str(each.get("max_revisions") or 0),
        }
    usage = terms.get("usage_rights") or {}
    found["usage.days"] = str(usage.get("spark_ads_days") or "")
    found["usage.paid"] = "on" if usage.get("paid_usage") else ""
    found["usage.territories"] = ", ".join(usage.get("territories") or ())
    for clause in terms.get("clauses") or ():
        found[f"clauses.{clause['id']}"] = clause["text"]
    return found


class _Reader:
    """Reads one form; what cannot be read is named beside its field."""

    def __init__(self, base: Mapping[str, Any], fields: dict[str, str]) -> None:
        self._base, self._fields, self._errors = base, fields, dict[str, str]()

    def form(self) -> Form:
        """The whole form."""
        base = self._base
        terms = {
            **base,
            "price": {**base["price"], "amount_minor": self._price()},
            "deliverables": [self._deliverable(*each) for each in enumerate(base["deliverables"][:MOST])],
            "usage_rights": self._usage(),
            "clauses": [
                {**each, "text": self._fields[f"clauses.{each['id']}"]} for each in base.get("clauses") or ()
            ],
        }
        return Form(self._fields, terms, self._errors)

    def _price(self) -> int:
        try:
            return formats.amount_minor(self._fields["price"], self._base["price"]["currency"])
        except ValueError as error:
            self._errors["price"] = str(error)
            return int(self._base["price"]["amount_minor"])

    def _deliverable(self, number: int, base: Mapping[str, Any]) -> dict[str, Any]:
        start = f"deliverables.{number}"
        return {
            "type": self._fields[f"{start}.type"],
            "count": self._whole(f"{start}.count"),
            "draft_due": self._moment(f"{start}.draft_due", base.get("draft_due")),
            "publish_by": self._moment(f"{start}.publish_by", base.get("publish_by")),
            "max_revisions": self._whole(f"{start}.max_revisions"),
        }

    def _usage(self) -> dict[str, Any] | None:
        places = [each.strip().upper() for each in self._fields["usage.territories"].split(",")]
        rights = {
            "spark_ads_days": int(self._fields["usage.days"])
            if self._fields["usage.days"].isdecimal()
            else None,
            "paid_usage": self._fields["usage.paid"] == "on",
            "territories": [each for each in places if each],
        }
        return rights if any(rights.values()) else self._base.get("usage_rights") and rights

    def _whole(self, name: str) -> int:
        value = self._fields[name]
        if value.isdecimal() and len(value) < 7:
            return int(value)
        self._errors[name] = gettext("This is not a number.")
        return 0

    def _moment(self, name: str, base: str | None) -> str | None:
        """The moment that was written; exactly the one of before where the field was not touched."""
        value = self._fields[name]
        if not value or value == local(base):
            return base if value else None
        try:
            there = get_timezone().localize(datetime.fromisoformat(value))
        except ValueError:
            self._errors[name] = gettext("This is not a date.")
            return base
        return str(there.astimezone(UTC).isoformat()).replace("+00:00", "Z")


def local(value: str | None) -> str:
    """A moment as a field of the kind `datetime-local` has it, in the time zone of whoever looks."""
    return to_user_timezone(formats.read(value)).strftime("%Y-%m-%dT%H:%M") if value else ""


def shown(name: str) -> str:
    """What was written into a field of the form, or nothing."""
    return request.form.get(name, "")
