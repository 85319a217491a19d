"""Money: integer minor units and an ISO 4217 code; never a float."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Money:
    """An amount in minor units of its currency: `Money(250000, "USD")` is 2 500.00 USD."""

    amount_minor: int
    currency: str
