"""Rate cards: what a creator charges per deliverable."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from services.roster.domain.delegations import check_version
from services.shared.codes import FieldCode
from services.shared.errors import Problems
from services.shared.money import Money, check_money

DELIVERABLE = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_RATES = 100


@dataclass(frozen=True)
class Rate:
    """The price of one deliverable, for example `video`."""

    deliverable: str
    price: Money | None
    negotiable: bool = False
    note: str = ""


@dataclass(frozen=True)
class RateCard:
    """A card that is, or was, in force; `id` is the creator's, the version 0 before the first."""

    id: str
    rates: tuple[Rate, ...] = ()
    version: int = 0
    updated_at: datetime | None = None
    updated_by: str = ""

    @property
    def creator_id(self) -> str:
        """Whose card it is; also its id."""
        return self.id


def put(
    card: RateCard, rates: tuple[Rate, ...], *, by: str, expected_version: int | None, now: datetime
) -> RateCard:
    """Puts new rates in force; raises Stale and Invalid. The caller counts the version up."""
    check_version(card.version, expected_version)
    check_rates(rates)
    return replace(card, rates=rates, updated_at=now, updated_by=by)


def check_rates(rates: tuple[Rate, ...]) -> None:
    """Raises Invalid with everything that is wrong with them."""
    problems = Problems()
    problems.require(
        len(rates) <= MOST_RATES, "rates", f"must be at most {MOST_RATES}", FieldCode.TOO_MANY_ITEMS
    )
    seen: set[str] = set()
    for index, rate in enumerate(rates):
        at = f"rates[{index}]"
        slug = bool(DELIVERABLE.fullmatch(rate.deliverable))
        problems.require(
            slug,
            f"{at}.deliverable",
            "must be a short lower-case word, for example video",
            FieldCode.WRONG_FORMAT,
        )
        problems.require(
            rate.deliverable not in seen, f"{at}.deliverable", "stands on the card twice", FieldCode.DUPLICATE
        )
        seen.add(rate.deliverable)
        check_money(problems, rate.price, f"{at}.price")
        problems.text(rate.note, f"{at}.note", most=2000, required=False)
    problems.check()


def starting_rate(rates: tuple[Rate, ...]) -> Rate | None:
    """The lowest price on a card; in the currency that most of its rates are in."""
    priced = [(rate, rate.price) for rate in rates if rate.price]
    if not priced:
        return None
    currencies = [price.currency for _, price in priced]
    usual = max(currencies, key=currencies.count)
    return min((p for p in priced if p[1].currency == usual), key=lambda p: p[1].amount_minor)[0]
