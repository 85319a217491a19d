"""Reads the form of a proposal as it was sent; what cannot be read is named beside its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext

from services.portal import arguments, formats
from services.portal.pages.offers.proposals.form import GROUPS, SINGLE, Form

NUMBERED = re.compile(r"([a-z]+)\.(\d{1,3})\.[a-z_]+")


def read(base: Mapping[str, Any]) -> Form:
    """The form that was sent, and the terms that it says; moments that nobody touched stay as in `base`."""
    found = {name: arguments.written(name) for name in SINGLE}
    counts = {}
    for group, known in GROUPS.items():
        rows = sorted(_rows(group))[: known.most]
        counts[group] = len(rows)
        for number, row in enumerate(rows):
            for name in known.names:
                found[f"{group}.{number}.{name}"] = arguments.written(f"{group}.{row}.{name}")
    form = Form(found, counts)
    form.terms = _Reader(base, form).terms()
    return form


def moment(form: Form, name: str, base: str | None = None) -> str | None:
    """The moment in a field; exactly `base` where it says the same."""
    value = form.fields[name]
    if not value or value == formats.local(base):
        return base if value else None
    try:
        return formats.utc_of(datetime.fromisoformat(value))
    except ValueError:
        form.errors[name] = gettext("This is not a date.")
        return base


def _rows(group: str) -> set[int]:
    matched = (NUMBERED.fullmatch(name) for name in request.form)
    return {int(found[2]) for found in matched if found and found[1] == group}


class _Reader:
    """Reads one form."""

    def __init__(self, base: Mapping[str, Any], form: Form) -> None:
        self._base, self._form = base, form
        self._fields, self._counts = form.fields, form.counts

    def terms(self) -> dict[str, Any]:
        """The whole of them."""
        return {
            "price": {**self._base["price"], "amount_minor": self._price()},
            "deliverables": [self._deliverable(row) for row in range(self._counts["deliverables"])],
            "usage_rights": self._usage(),
            "exclusivity": self._exclusivity(),
            "payment_schedule": [self._payment(row) for row in range(self._counts["payment"])],
            "clauses": [self._clause(row) for row in range(self._counts["clauses"])],
        }

    def _price(self) -> int:
        try:
            return formats.amount_minor(self._fields["price"], self._base["price"]["currency"])
        except ValueError as error:
            self._form.errors["price"] = str(error)
            return int(self._base["price"]["amount_minor"])

    def _deliverable(self, row: int) -> dict[str, Any]:
        start = f"deliverables.{row}."
        was = self._fields[f"{start}base"]
        known = self._base["deliverables"]
        base = known[int(was)] if was.isdecimal() and len(was) < 3 and int(was) < len(known) else {}
        return {
            "type": self._fields[f"{start}type"],
            "count": self._whole(f"{start}count"),
            "draft_due": moment(self._form, f"{start}draft_due", base.get("draft_due")),
            "publish_by": moment(self._form, f"{start}publish_by", base.get("publish_by")),
            "max_revisions": self._whole(f"{start}max_revisions"),
        }

    def _payment(self, row: int) -> dict[str, Any]:
        start = f"payment.{row}."
        return {
            "stage": self._fields[f"{start}stage"],
            "percent": self._whole(f"{start}percent"),
            "net_days": self._whole(f"{start}net_days"),
        }

    def _clause(self, row: int) -> dict[str, Any]:
        return {name: self._fields[f"clauses.{row}.{name}"] for name in GROUPS["clauses"].names}

    def _usage(self) -> dict[str, Any] | None:
        places = [each.strip().upper() for each in self._fields["usage.territories"].split(",")]
        days = self._fields["usage.days"]
        rights = {
            "spark_ads_days": int(days) if days.isdecimal() and len(days) < 5 else None,
            "paid_usage": self._fields["usage.paid"] == "on",
            "territories": [each for each in places if each],
        }
        return rights if any(rights.values()) else self._base.get("usage_rights") and rights

    def _exclusivity(self) -> dict[str, Any] | None:
        """All three fields say it, or none does."""
        base = self._base.get("exclusivity") or {}
        said = {"category": self._fields["exclusivity.category"]}
        for name in ("from", "until"):
            said[name] = moment(self._form, f"exclusivity.{name}", base.get(name)) or ""
        if not any(said.values()):
            return None
        for name in (name for name, value in said.items() if not value):
            self._form.errors.setdefault(f"exclusivity.{name}", gettext("This is needed, too."))
        return said

    def _whole(self, name: str) -> int:
        value = self._fields[name]
        if value.isdecimal() and len(value) < 7:
            return int(value)
        self._form.errors[name] = gettext("This is not a number.")
        return 0
