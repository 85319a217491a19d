"""The limits that a creator sets on an agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.shared.errors import Problems
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


def check_guardrails(guardrails: Guardrails) -> None:
    """Raises Invalid with everything that is wrong with them."""
    problems = Problems()
    for name in ("confirm_accepts_above", "floor_price"):
        check_money(problems, getattr(guardrails, name), f"guardrails.{name}", required=False)
    blocked = guardrails.blocked_categories
    problems.require(
        len(blocked) <= MOST_BLOCKED, "guardrails.blocked_categories", f"must be at most {MOST_BLOCKED}"
    )
    for index, path in enumerate(blocked):
        field = f"guardrails.blocked_categories[{index}]"
        known = len(path) <= LONGEST_BLOCKED and bool(BLOCKED.fullmatch(path))
        problems.require(known, field, "must be a category path, as in beauty/skincare")
    cap = guardrails.max_active_campaigns
    field = "guardrails.max_active_campaigns"
    problems.require(cap is None or 0 <= cap <= 10_000, field, "must be from 0 to 10000")
    problems.check()
