"""The terms of an offer, and what makes them valid."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any

from services.campaigns.domain.values import (
    check_category,
    check_future,
    check_range,
)
from services.shared.clock import rfc3339
from services.shared.codes import FieldCode
from services.shared.errors import Problems
from services.shared.hashchain import canonical_json
from services.shared.iso import COUNTRY_WANTED, is_country
from services.shared.money import Money, check_money

DEFAULT_REVISIONS = 2
SPARK_ADS_DAYS = (7, 30, 60, 365)
WORLD = "WORLD"
LARGEST_TERMS = 128 << 10
"""Bytes of canonical JSON; with the limits of `offers.py` it keeps an offer within one document."""

_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")


class PaymentStage(StrEnum):
    """What makes a part of the price due."""

    ON_AGREEMENT = "on_agreement"
    ON_DRAFT_APPROVAL = "on_draft_approval"
    ON_PUBLICATION = "on_publication"


@dataclass(frozen=True)
class DeliverableTerm:
    """`count` pieces of one type. Dates may be left open; `max_revisions` is 2 where unset."""

    type: str
    count: int
    draft_due: datetime | None = None
    publish_by: datetime | None = None
    max_revisions: int | None = None


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
    from_: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class PaymentTerm:
    """`percent` of the price is due `net_days` after `stage`."""

    stage: PaymentStage | None
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

    price: Money | None
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


def settle(terms: Terms) -> Terms:
    """The terms with every default written out, as they enter a version."""
    filled = (
        item if item.max_revisions is not None else dataclasses.replace(item, max_revisions=DEFAULT_REVISIONS)
        for item in terms.deliverables
    )
    return dataclasses.replace(terms, deliverables=tuple(filled))


def check_terms(problems: Problems, terms: Terms | None, now: datetime, field: str = "terms") -> None:
    """Notes everything that is wrong with `terms`, by paths such as `terms.price.currency`."""
    if terms is None:
        problems.require(False, field, "is required", FieldCode.REQUIRED)
        return
    check_money(problems, terms.price, f"{field}.price")
    _check_deliverables(problems, terms.deliverables, f"{field}.deliverables", now)
    if terms.usage_rights:
        _check_usage(problems, terms.usage_rights, f"{field}.usage_rights")
    if terms.exclusivity:
        _check_exclusivity(problems, terms.exclusivity, f"{field}.exclusivity")
    _check_schedule(problems, terms.payment_schedule, f"{field}.payment_schedule")
    _check_clauses(problems, terms.clauses, f"{field}.clauses")
    fits = len(canonical_json(as_json(terms))) <= LARGEST_TERMS
    problems.require(fits, field, f"must have at most {LARGEST_TERMS} bytes in all", FieldCode.TOO_LONG)


def _check_deliverables(
    problems: Problems, items: tuple[DeliverableTerm, ...], field: str, now: datetime
) -> None:
    problems.require(1 <= len(items) <= 20, field, "must be 1 to 20 deliverables", FieldCode.OUT_OF_RANGE)
    for index, item in enumerate(items):
        _check_deliverable(problems, item, f"{field}[{index}]", now)


def _check_deliverable(problems: Problems, item: DeliverableTerm, field: str, now: datetime) -> None:
    slug = bool(_SLUG.fullmatch(item.type))
    problems.require(
        slug,
        f"{field}.type",
        "must be a lower-case word of at most 40, for example video",
        FieldCode.WRONG_FORMAT,
    )
    check_range(problems, item.count, f"{field}.count", 1, 100)
    check_future(problems, item.draft_due, f"{field}.draft_due", now)
    check_future(problems, item.publish_by, f"{field}.publish_by", now)
    ordered = not (item.draft_due and item.publish_by) or item.draft_due <= item.publish_by
    problems.require(ordered, f"{field}.publish_by", "must not be before draft_due", FieldCode.INCONSISTENT)
    if item.max_revisions is not None:
        check_range(problems, item.max_revisions, f"{field}.max_revisions", 0, 20)


def _check_usage(problems: Problems, usage: UsageRights, field: str) -> None:
    days = usage.spark_ads_days is None or usage.spark_ads_days in SPARK_ADS_DAYS
    problems.require(days, f"{field}.spark_ads_days", "must be 7, 30, 60 or 365", FieldCode.NOT_ONE_OF)
    _check_territories(problems, usage.territories, f"{field}.territories")


def _check_territories(problems: Problems, territories: tuple[str, ...], field: str) -> None:
    for index, territory in enumerate(territories):
        known = territory == WORLD or is_country(territory)
        problems.require(known, f"{field}[{index}]", f"{COUNTRY_WANTED}, or {WORLD}", FieldCode.NOT_ONE_OF)
    problems.require(
        len(set(territories)) == len(territories), field, "must name each territory once", FieldCode.DUPLICATE
    )


def _check_exclusivity(problems: Problems, exclusivity: Exclusivity, field: str) -> None:
    check_category(problems, exclusivity.category, f"{field}.category")
    begins = problems.require(
        exclusivity.from_ is not None, f"{field}.from", "is required", FieldCode.REQUIRED
    )
    ends = problems.require(
        exclusivity.until is not None, f"{field}.until", "is required", FieldCode.REQUIRED
    )
    if begins and ends and exclusivity.from_ and exclusivity.until:
        problems.require(
            exclusivity.from_ < exclusivity.until,
            f"{field}.until",
            "must be after from",
            FieldCode.INCONSISTENT,
        )


def _check_schedule(problems: Problems, schedule: tuple[PaymentTerm, ...], field: str) -> None:
    for index, part in enumerate(schedule):
        where = f"{field}[{index}]"
        stages = ", ".join(PaymentStage)
        problems.require(
            part.stage is not None, f"{where}.stage", f"must be one of {stages}", FieldCode.REQUIRED
        )
        check_range(problems, part.percent, f"{where}.percent", 1, 100)
        check_range(problems, part.net_days, f"{where}.net_days", 0, 365)
    total = sum(part.percent for part in schedule)
    problems.require(
        not schedule or total == 100,
        field,
        f"the percentages must add up to 100, not {total}",
        FieldCode.INCONSISTENT,
    )


def _check_clauses(problems: Problems, clauses: tuple[Clause, ...], field: str) -> None:
    problems.require(len(clauses) <= 100, field, "must be at most 100 clauses", FieldCode.TOO_MANY_ITEMS)
    seen: set[str] = set()
    for index, clause in enumerate(clauses):
        where = f"{field}[{index}]"
        problems.text(clause.id, f"{where}.id", most=100)
        problems.require(
            clause.id not in seen, f"{where}.id", "must be unique among the clauses", FieldCode.DUPLICATE
        )
        problems.text(clause.title, f"{where}.title", most=200, required=False)
        problems.text(clause.text, f"{where}.text", most=20_000, required=False)
        seen.add(clause.id)
