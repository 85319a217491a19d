"""Merge patches of dataclasses."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from services.shared.errors import Invalid
from services.shared.money import Money
from services.shared.patches import Patch


@dataclass(frozen=True)
class Plan:
    """Something with a part, a list, and what may be absent."""

    name: str
    budget: Money | None = None
    tags: tuple[str, ...] = ()


PLAN = Plan("a", Money(5, "USD"), ("x", "y"))


def applied(*values: tuple[str, object], to: Plan = PLAN) -> Plan:
    return Patch[Plan](values).applied_to(to)


def test_only_what_is_named_changes() -> None:
    assert applied() == PLAN
    assert applied(("name", "b")) == Plan("b", PLAN.budget, PLAN.tags)
    assert applied(("budget.amount_minor", 7)) == Plan("a", Money(7, "USD"), PLAN.tags)
    assert applied(("tags", ("z",)), ("budget", None)) == Plan("a", None, ("z",))


def test_a_part_that_was_absent_must_be_made_whole() -> None:
    bare = Plan("a")
    price = (("budget.amount_minor", 7), ("budget.currency", "EUR"))
    assert applied(*price, to=bare) == Plan("a", Money(7, "EUR"))
    for plan, change in ((bare, price[0]), (PLAN, ("budget.currency", None))):
        with pytest.raises(Invalid) as refused:
            applied(change, to=plan)
        assert [(each.field, each.code) for each in refused.value.errors] == [("budget.currency", "required")]


def test_what_a_patch_names() -> None:
    patch = Patch[Plan]((("budget.currency", "EUR"),))
    assert patch.names("budget")
    assert not patch.names("name")
