"""Money: integer minor units and an ISO 4217 code; never a float."""

from __future__ import annotations

from dataclasses import dataclass

from services.shared.codes import FieldCode
from services.shared.errors import Problems
from services.shared.iso import CURRENCY_WANTED, is_currency

LARGEST_MINOR = 10**15


@dataclass(frozen=True)
class Money:
    """An amount in minor units of its currency: `Money(250000, "USD")` is 2 500.00 USD."""

    amount_minor: int
    currency: str


def check_money(problems: Problems, money: Money | None, field: str, *, required: bool = True) -> None:
    """Notes money that is missing though required, negative, absurd, or in no known currency."""
    if money is None:
        problems.require(not required, field, "is required: {amount_minor, currency}", FieldCode.REQUIRED)
        return
    within = 0 <= money.amount_minor <= LARGEST_MINOR
    problems.require(
        within, f"{field}.amount_minor", f"must be from 0 to {LARGEST_MINOR}", FieldCode.OUT_OF_RANGE
    )
    known = is_currency(money.currency)
    problems.require(known, f"{field}.currency", CURRENCY_WANTED, FieldCode.NOT_ONE_OF)
