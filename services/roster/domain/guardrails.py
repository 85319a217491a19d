"""The limits that a creator sets on an agency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from services.shared.codes import FieldCode
from services.shared.errors import FieldError, Invalid, Problems
from services.shared.money import Money, check_money

BLOCKED = re.compile(r"[a-z0-9_-]+(/[a-z0-9_-]+)*")
# Every assertion carries the guardrails, and has to fit into the metadata of a call.
MOST_BLOCKED, LONGEST_BLOCKED = 50, 100


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


def check_guardrails(guardrails: Guardrails) -> None:
    """Raises Invalid with everything that is wrong with them."""
    problems = Problems()
    for name in ("confirm_accepts_above", "floor_price"):
        check_money(problems, getattr(guardrails, name), f"guardrails.{name}", required=False)
    blocked = guardrails.blocked_categories
    problems.require(
        len(blocked) <= MOST_BLOCKED,
        "guardrails.blocked_categories",
        f"must be at most {MOST_BLOCKED}",
        FieldCode.TOO_MANY_ITEMS,
    )
    for index, path in enumerate(blocked):
        field = f"guardrails.blocked_categories[{index}]"
        known = len(path) <= LONGEST_BLOCKED and bool(BLOCKED.fullmatch(path))
        problems.require(
            known, field, "must be a category path, as in beauty/skincare", FieldCode.WRONG_FORMAT
        )
    cap = guardrails.max_active_campaigns
    field = "guardrails.max_active_campaigns"
    problems.require(
        cap is None or 0 <= cap <= 10_000, field, "must be from 0 to 10000", FieldCode.OUT_OF_RANGE
    )
    problems.check()
