"""The limits that a creator has set to what an agency does in her name, and what an agency may bind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.shared.codes import ErrorCode
from services.shared.errors import Forbidden
from services.shared.money import Money


class HeldBecause(StrEnum):
    """Why an accept waits for the creator; in this order an offer lists them."""

    SCOPE = "scope"
    REVOKED = "revoked"
    CONFIRM_ALL = "confirm_all"
    CONFIRM_ABOVE = "confirm_above"
    FLOOR_PRICE = "floor_price"
    BLOCKED_CATEGORY = "blocked_category"
    MAX_ACTIVE_CAMPAIGNS = "max_active_campaigns"


@dataclass(frozen=True)
class Guardrails:
    """The limits of one delegation; the default limits nothing."""

    confirm_all_accepts: bool = False
    confirm_accepts_above: Money | None = None
    floor_price: Money | None = None
    blocked_categories: tuple[str, ...] = ()
    max_active_campaigns: int | None = None

    def broken_by(self, category: str, price: Money) -> tuple[HeldBecause, ...]:
        """Every limit that a deal in `category` at `price` is not within, but the cap on active deals."""
        above = self.confirm_accepts_above
        broken = {
            HeldBecause.CONFIRM_ALL: self.confirm_all_accepts,
            HeldBecause.CONFIRM_ABOVE: above is not None and not _within(price, above),
            HeldBecause.FLOOR_PRICE: self.floor_price is not None and not _within(self.floor_price, price),
            HeldBecause.BLOCKED_CATEGORY: bool(self._blocking(category)),
        }
        return tuple(limit for limit, is_broken in broken.items() if is_broken)

    def check_dealing(self, category: str, price: Money) -> None:
        """Raises Forbidden where the agency may not deal in `category`, or not at `price`."""
        broken = self.broken_by(category, price)
        if HeldBecause.BLOCKED_CATEGORY in broken:
            raise Forbidden(
                f"The guardrail blocked_categories forbids deals in {self._blocking(category)[0]}.",
                code=ErrorCode.GUARDRAIL_BLOCKED_CATEGORIES,
            )
        if HeldBecause.FLOOR_PRICE in broken and self.floor_price is not None:
            floor = f"{self.floor_price.amount_minor} {self.floor_price.currency} in minor units"
            raise Forbidden(
                f"The guardrail floor_price forbids a price below {floor}.",
                code=ErrorCode.GUARDRAIL_FLOOR_PRICE,
            )

    def _blocking(self, category: str) -> list[str]:
        return [
            path for path in self.blocked_categories if category == path or category.startswith(f"{path}/")
        ]


UNLIMITED = Guardrails()
"""What applies to a party that acts on its own account."""


@dataclass(frozen=True)
class Mandate:
    """What binds the creator: her own word, or an agency's as far as she lets it at this moment.

    `active` says that the agency's delegation is, `may_accept` that it holds offers.accept.
    """

    active: bool = True
    may_accept: bool = True
    guardrails: Guardrails = UNLIMITED

    @property
    def cap(self) -> int | None:
        """How many deals may be active when another becomes so; None: any number."""
        return self.guardrails.max_active_campaigns if self.active else None

    def lacks(self, category: str, price: Money) -> tuple[HeldBecause, ...]:
        """Why a deal in `category` at `price` is not bound by it; empty where it is, but for the cap."""
        if not self.active:
            return (HeldBecause.REVOKED,)
        scope = () if self.may_accept else (HeldBecause.SCOPE,)
        return scope + self.guardrails.broken_by(category, price)


HER_OWN = Mandate()
"""The creator's own word."""


def _within(low: Money, high: Money) -> bool:
    return low.currency == high.currency and low.amount_minor <= high.amount_minor
