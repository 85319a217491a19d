"""The terms of an offer, and what makes them valid."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from services.shared.clock import rfc3339
from services.shared.codes import FieldCode
from services.shared.errors import Problems
from services.shared.hashchain import canonical_json
from services.shared.money import Money

LARGEST_TERMS = 128 << 10
"""Bytes of canonical JSON; with the limits of `offers.py` it keeps an offer within one document."""


class PaymentStage(StrEnum):
    """What makes a part of the price due."""

    ON_AGREEMENT = "on_agreement"
    ON_DRAFT_APPROVAL = "on_draft_approval"
    ON_PUBLICATION = "on_publication"


@dataclass(frozen=True)
class DeliverableTerm:
    """`count` pieces of one type, each with `max_revisions` rounds of changes. Dates may be left open."""

    type: str
    count: int
    max_revisions: int
    draft_due: datetime | None = None
    publish_by: datetime | None = None


@dataclass(frozen=True)
class UsageRights:
    """What the brand may do with the videos. `spark_ads_days` None: no advertising authorisation."""

    spark_ads_days: int | None = None
    paid_usage: bool = False
    territories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exclusivity:
    """The creator works for no competitor in `category` from `from_` until `until`."""

    category: str
    from_: datetime
    until: datetime


@dataclass(frozen=True)
class PaymentTerm:
    """`percent` of the price is due `net_days` after `stage`."""

    stage: PaymentStage
    percent: int
    net_days: int = 0


@dataclass(frozen=True)
class Clause:
    """A clause of the contract; `id` is unique within the terms."""

    id: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True)
class Terms:
    """What is offered. An empty payment schedule means that none is agreed."""

    price: Money
    deliverables: tuple[DeliverableTerm, ...]
    usage_rights: UsageRights | None = None
    exclusivity: Exclusivity | None = None
    payment_schedule: tuple[PaymentTerm, ...] = ()
    clauses: tuple[Clause, ...] = ()


def as_json(value: Any) -> Any:
    """A dataclass as the REST API shows it: enums lower_snake, times RFC 3339, what is unset null."""
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {item.name.rstrip("_"): as_json(getattr(value, item.name)) for item in fields}
    if isinstance(value, tuple):
        return [as_json(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    return rfc3339(value) if isinstance(value, datetime) else value


def check_terms(problems: Problems, terms: Terms, now: datetime, field: str = "terms") -> None:
    """Notes what in `terms` does not go together, or is past, by paths such as `terms.exclusivity.until`."""
    for index, item in enumerate(terms.deliverables):
        _check_dates(problems, item, f"{field}.deliverables[{index}]", now)
    if terms.exclusivity:
        ordered = terms.exclusivity.from_ < terms.exclusivity.until
        problems.require(ordered, f"{field}.exclusivity.until", "must be after from", FieldCode.INCONSISTENT)
    _check_schedule(problems, terms.payment_schedule, f"{field}.payment_schedule")
    fits = len(canonical_json(as_json(terms))) <= LARGEST_TERMS
    problems.require(fits, field, f"must have at most {LARGEST_TERMS} bytes in all", FieldCode.TOO_LONG)


def _check_dates(problems: Problems, item: DeliverableTerm, field: str, now: datetime) -> None:
    for name, moment in (("draft_due", item.draft_due), ("publish_by", item.publish_by)):
        early = moment is not None and moment < now
        problems.require(not early, f"{field}.{name}", "must not be in the past", FieldCode.TOO_EARLY)
    ordered = not (item.draft_due and item.publish_by) or item.draft_due <= item.publish_by
    problems.require(ordered, f"{field}.publish_by", "must not be before draft_due", FieldCode.INCONSISTENT)


def _check_schedule(problems: Problems, schedule: tuple[PaymentTerm, ...], field: str) -> None:
    total = sum(part.percent for part in schedule)
    wrong = f"the percentages must add up to 100, not {total}"
    problems.require(not schedule or total == 100, field, wrong, FieldCode.INCONSISTENT)
