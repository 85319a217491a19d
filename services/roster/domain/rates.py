"""Rate cards: what a creator charges per deliverable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.roster.domain.delegations import check_version
from services.shared.money import Money


@dataclass(frozen=True)
class Rate:
    """The price of one deliverable, for example `video`."""

    deliverable: str
    price: Money
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
    """Puts new rates in force; raises Stale. The caller counts the version up."""
    check_version(card.version, expected_version)
    return replace(card, rates=rates, updated_at=now, updated_by=by)


def starting_rate(rates: tuple[Rate, ...]) -> Rate | None:
    """The lowest price on a card; in the currency that most of its rates are in."""
    if not rates:
        return None
    currencies = [rate.price.currency for rate in rates]
    usual = max(currencies, key=currencies.count)
    return min((r for r in rates if r.price.currency == usual), key=lambda r: r.price.amount_minor)
