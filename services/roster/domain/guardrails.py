"""The limits that a creator sets on an agency."""

from __future__ import annotations

from dataclasses import dataclass

from services.shared.money import Money


@dataclass(frozen=True)
class Guardrails:
    """The limits within which an agency acts; a None limits nothing."""

    confirm_all_accepts: bool = False
    confirm_accepts_above: Money | None = None
    floor_price: Money | None = None
    blocked_categories: tuple[str, ...] = ()
    max_active_campaigns: int | None = None


UNLIMITED = Guardrails()
