"""The limits that a creator sets on an agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from services.shared.codes import FieldCode
from services.shared.errors import FieldError, Invalid
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


@dataclass(frozen=True)
class GuardrailChanges:
    """What is to be changed of guardrails, as (`floor_price.currency`, "USD"); None unsets."""

    values: tuple[tuple[str, Any], ...]

    def applied_to(self, present: Guardrails) -> Guardrails:
        """The guardrails with these changes; raises Invalid for a price that is left incomplete."""
        prices: dict[str, dict[str, Any]] = {}
        for path, value in self.values:
            name, _, part = path.partition(".")
            if part:
                held = getattr(present, name)
                prices.setdefault(name, dict(vars(held)) if held else {})[part] = value
            else:
                present = replace(present, **{name: value})
        changed: dict[str, Any] = {name: _money(parts) for name, parts in prices.items()}
        return replace(present, **changed)


def _money(parts: Mapping[str, Any]) -> Money:
    missing = [each.name for each in fields(Money) if parts.get(each.name) is None]
    if missing:
        raise Invalid(
            f"{missing[0]}: is required",
            [FieldError(each, "is required", FieldCode.REQUIRED) for each in missing],
        )
    return Money(**parts)
