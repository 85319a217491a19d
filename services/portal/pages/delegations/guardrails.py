"""The limits within which an agency acts: as a form, as what the API takes, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import gettext

from services.portal import arguments, formats
from services.portal.holding import listed

CURRENCIES = ("USD", "EUR", "GBP", "MXN", "BRL", "ARS", "COP", "CLP", "CAD", "AUD", "CHF", "SEK", "JPY")
"""Those that are offered; one that stands already is offered, too."""

AMOUNTS = ("confirm_accepts_above", "floor_price")


@dataclass
class Limits:
    """What stands in the fields, and what is wrong with them."""

    fields: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, guardrails: Mapping[str, Any]) -> Limits:
        """The form that shows these limits."""
        fields = {
            "confirm_all_accepts": "on" if guardrails["confirm_all_accepts"] else "",
            "blocked_categories": ", ".join(guardrails["blocked_categories"]),
            "max_active_campaigns": _text(guardrails["max_active_campaigns"]),
        }
        for name in AMOUNTS:
            amount = guardrails[name]
            fields[name] = formats.amount_text(amount) if amount else ""
            fields[f"{name}.currency"] = amount["currency"] if amount else CURRENCIES[0]
        return cls(fields)

    @classmethod
    def sent(cls) -> Limits:
        """The form as it was sent."""
        names = ("confirm_all_accepts", "blocked_categories", "max_active_campaigns")
        fields = {name: arguments.written(name) for name in names}
        for name in AMOUNTS:
            fields |= {
                name: arguments.written(name),
                f"{name}.currency": arguments.written(f"{name}.currency"),
            }
        return cls(fields)

    def content(self) -> dict[str, Any]:
        """The limits as the API takes them; what cannot be read goes to `errors`."""
        return {
            "confirm_all_accepts": self.fields["confirm_all_accepts"] == "on",
            "blocked_categories": listed(self.fields["blocked_categories"].lower()),
            "max_active_campaigns": self._whole("max_active_campaigns"),
            **{name: self._amount(name) for name in AMOUNTS},
        }

    def currencies(self, name: str) -> list[tuple[str, str]]:
        """The currencies of a field."""
        own = self.fields[f"{name}.currency"]
        return [(each, each) for each in dict.fromkeys((*CURRENCIES, own)) if each]

    def _amount(self, name: str) -> dict[str, Any] | None:
        text, currency = self.fields[name], self.fields[f"{name}.currency"]
        if not text:
            return None
        if not (len(currency) == 3 and currency.isalpha() and currency.isascii()):
            self.errors[name] = gettext("This is not a currency.")
            return None
        try:
            return {"amount_minor": formats.amount_minor(text, currency), "currency": currency}
        except ValueError as error:
            self.errors[name] = str(error)
            return None

    def _whole(self, name: str) -> int | None:
        text = self.fields[name]
        if text and not (text.isdecimal() and len(text) < 6):
            self.errors[name] = gettext("This is not a number.")
            return None
        return int(text) if text else None


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def in_words(guardrails: Mapping[str, Any]) -> list[str]:
    """Every limit that there is, in a sentence; none where nothing is limited."""
    found = []
    above, floor = guardrails["confirm_accepts_above"], guardrails["floor_price"]
    blocked, most = guardrails["blocked_categories"], guardrails["max_active_campaigns"]
    if guardrails["confirm_all_accepts"]:
        found.append(gettext("Every accept waits for the creator's own confirmation."))
    elif above:
        found.append(
            gettext(
                "Accepts above %(price)s wait for the creator's own confirmation.", price=formats.money(above)
            )
        )
    if floor:
        found.append(gettext("Nothing is proposed or accepted below %(price)s.", price=formats.money(floor)))
    if blocked:
        found.append(gettext("No deals in: %(categories)s.", categories=", ".join(blocked)))
    if most is not None:
        found.append(gettext("Nothing is accepted while %(number)s deals are active.", number=most))
    return found


def named(errors: Mapping[str, str]) -> dict[str, str]:
    """What the gateway has found wrong, by the names of the fields of the form."""
    names = (*AMOUNTS, "blocked_categories", "max_active_campaigns", "confirm_all_accepts")
    return {
        name: words
        for fault, words in errors.items()
        for name in names
        if name in fault.replace("[", ".").split(".")
    }


def is_sent() -> bool:
    """Whether the form had limits in it."""
    return "floor_price" in request.form
