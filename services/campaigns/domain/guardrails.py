"""The limits that a creator has set to what an agency does in her name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.shared.errors import Forbidden
from services.shared.money import Money


@dataclass(frozen=True)
class Guardrails:
    """The limits of one delegation; the default limits nothing."""

    confirm_all_accepts: bool = False
    confirm_accepts_above: Money | None = None
    floor_price: Money | None = None
    blocked_categories: tuple[str, ...] = ()
    max_active_campaigns: int | None = None

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Guardrails:
        """The guardrails that an assertion carries."""
        most = claims.get("max_active_campaigns")
        return cls(
            confirm_all_accepts=bool(claims.get("confirm_all_accepts", False)),
            confirm_accepts_above=_money(claims.get("confirm_accepts_above")),
            floor_price=_money(claims.get("floor_price")),
            blocked_categories=tuple(claims.get("blocked_categories") or ()),
            max_active_campaigns=None if most is None else int(most),
        )

    def needs_confirmation(self, price: Money) -> bool:
        """Whether the creator herself must confirm an agreement at `price`."""
        above = self.confirm_accepts_above
        return self.confirm_all_accepts or (above is not None and not _within(price, above))

    def check_dealing(self, category: str, price: Money) -> None:
        """Raises Forbidden where the agency may not deal in `category`, or not at `price`."""
        for path in self.blocked_categories:
            if category == path or category.startswith(f"{path}/"):
                raise Forbidden(f"The guardrail blocked_categories forbids deals in {path}.")
        if self.floor_price is not None and not _within(self.floor_price, price):
            floor = f"{self.floor_price.amount_minor} {self.floor_price.currency} in minor units"
            raise Forbidden(f"The guardrail floor_price forbids a price below {floor}.")

    def check_room(self, active_deals: int) -> None:
        """Raises Forbidden where the creator has as many active deals as the agency may run up to."""
        if self.max_active_campaigns is not None and active_deals >= self.max_active_campaigns:
            most = self.max_active_campaigns
            raise Forbidden(f"The guardrail max_active_campaigns allows {most}; {active_deals} are active.")


UNLIMITED = Guardrails()
"""What applies to a party that acts on its own account."""


def _within(low: Money, high: Money) -> bool:
    return low.currency == high.currency and low.amount_minor <= high.amount_minor


def _money(claim: Mapping[str, Any] | None) -> Money | None:
    # ProtoJSON writes an int64 as a string.
    return Money(int(claim.get("amount_minor", 0)), str(claim.get("currency", ""))) if claim else None
