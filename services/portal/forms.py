"""Forms whose fields are named by the paths of the API, such as `terms.deliverables[0].count`.

What the gateway finds wrong with a field thereby stands beside it. Rows are added and taken away by buttons
that send the form, so that they work without scripts: `more` names the rows, `remove` the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import request
from flask_babel import gettext

from services.portal import formats

MOST_ROWS = 100
ROW = re.compile(r"(.+)\[(\d{1,3})\]\.(\w+)")
NAMELESS = "id"
"""The field of a row that nobody writes: a row that has only this is empty."""


@dataclass
class Form:
    """What stands in the fields, by their names, and what is wrong with them."""

    fields: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls) -> Form:
        """The form as it was sent, its rows in order; empty ones are gone where it is to take effect."""
        written = {name: value.replace("\r\n", "\n").strip() for name, value in request.form.items()}
        more, removed = written.get("more", ""), written.get("remove", "")
        form = cls(_arranged(written, removed, keep_empty=changing()))
        if more and form.count(more) < MOST_ROWS:
            form.fields[f"{more}[{form.count(more)}].{NAMELESS}"] = ""
        return form

    def __getitem__(self, name: str) -> str:
        """What stands in a field; nothing where there is none."""
        return self.fields.get(name, "")

    def count(self, rows: str) -> int:
        """How many rows there are."""
        numbers = (ROW.fullmatch(name) for name in self.fields)
        return len({found[2] for found in numbers if found and found[1] == rows})

    def wrong(self, name: str, sentence: str) -> None:
        """Says what is wrong with a field, unless something was said before."""
        self.errors.setdefault(name, sentence)

    def required(self, name: str) -> str:
        """The text of a field that may not be empty."""
        if not self[name]:
            self.wrong(name, gettext("This is needed."))
        return self[name]

    def whole(self, name: str) -> int | None:
        """A number; None where the field is empty or cannot be read."""
        value = self[name]
        if value.isdecimal() and len(value) < 12:
            return int(value)
        if value:
            self.wrong(name, gettext("This is not a number."))
        return None

    def money(self, name: str) -> dict[str, Any] | None:
        """An amount with its currency; None where there is no amount."""
        text, currency = self[f"{name}.amount_minor"], self[f"{name}.currency"].upper()
        if not text:
            return None
        if not re.fullmatch(r"[A-Z]{3}", currency):
            self.wrong(f"{name}.currency", gettext("This is not a currency."))
            return None
        try:
            return {"amount_minor": formats.amount_minor(text, currency), "currency": currency}
        except ValueError as error:
            self.wrong(f"{name}.amount_minor", str(error))
            return None

    def day(self, name: str) -> str | None:
        """A day of the calendar, `2026-03-01`."""
        if not self[name]:
            return None
        try:
            return date.fromisoformat(self[name]).isoformat()
        except ValueError:
            self.wrong(name, gettext("This is not a date."))
            return None

    def moment(self, name: str) -> str | None:
        """A moment, which is written in the time zone of whoever looks."""
        if not self[name]:
            return None
        try:
            return formats.utc_of(datetime.fromisoformat(self[name]))
        except ValueError:
            self.wrong(name, gettext("This is not a date."))
            return None

    def several(self, name: str) -> list[str]:
        """What stands between commas or lines, each once."""
        parts = (part.strip() for part in re.split(r"[,\n]", self[name]))
        return list(dict.fromkeys(part for part in parts if part))


def changing() -> bool:
    """Whether the form was sent to add or take away a row, and not to take effect."""
    return bool(request.form.get("more") or request.form.get("remove"))


def base(present: Mapping[str, Any]) -> int:
    """The version that the form began with; the present one where it says none."""
    said = request.form.get("base", "")
    return int(said) if said.isdecimal() and len(said) < 15 else int(present["version"])


def tag(version: int) -> str:
    """A version as `If-Match` names it."""
    return f'"{version}"'


def flat(rows: str, values: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Rows as fields."""
    return {
        f"{rows}[{number}].{name}": text
        for number, value in enumerate(values)
        for name, text in value.items()
    }


def _arranged(fields: Mapping[str, str], removed: str, *, keep_empty: bool) -> dict[str, str]:
    """The fields with their rows numbered anew."""
    rows: dict[tuple[str, int], dict[str, str]] = {}
    plain: dict[str, str] = {}
    for name, value in fields.items():
        found = ROW.fullmatch(name)
        if found is None:
            plain[name] = value
        else:
            rows.setdefault((found[1], int(found[2])), {})[found[3]] = value
    kept: dict[str, list[dict[str, str]]] = {}
    for (name, number), row in sorted(rows.items()):
        said = any(value for key, value in row.items() if key != NAMELESS)
        if (said or keep_empty) and f"{name}[{number}]" != removed:
            kept.setdefault(name, []).append(row)
    for name, several in kept.items():
        plain |= flat(name, several[:MOST_ROWS])
    return plain
