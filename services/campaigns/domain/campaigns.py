"""A brand's campaign: what it is about, whom it wants to reach, and when."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.campaigns.domain.values import check_category
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import NotFound, Problems, Stale
from services.shared.iso import is_country
from services.shared.money import Money, check_money

GENDERS = frozenset({"FEMALE", "MALE"})
AGES = frozenset({"18-24", "25-34", "35-44", "45-54", "55+", "35+"})
OTHERS = "Others"
UNKNOWN = "There is no such campaign."

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Weight:
    """The wanted share, 0 to 1, of a bucket."""

    bucket: str
    weight: float


@dataclass(frozen=True)
class Target:
    """The audience that a brand wants to reach."""

    gender: tuple[Weight, ...] = ()
    age: tuple[Weight, ...] = ()
    country: tuple[Weight, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a brand says about a campaign. `starts_on` and `ends_on` are ISO dates, or empty."""

    name: str
    brief: str = ""
    category: str = ""
    budget: Money | None = None
    target: Target | None = None
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True)
class Campaign:
    """A campaign with its content; `brand_name` is the name at the time of creation."""

    id: str
    brand_id: str
    brand_name: str
    name: str
    brief: str
    category: str
    budget: Money | None
    target: Target | None
    starts_on: str
    ends_on: str
    created_at: datetime
    updated_at: datetime
    version: int = 1


def open_campaign(
    campaign_id: str, brand_id: str, brand_name: str, content: Content, now: datetime
) -> Campaign:
    """A new campaign; raises Invalid."""
    problems = _problems(content)
    ends = _date(content.ends_on)
    problems.require(
        ends is None or ends >= now.date(), "ends_on", "must not be in the past", FieldCode.TOO_EARLY
    )
    problems.check()
    return Campaign(
        id=campaign_id,
        brand_id=brand_id,
        brand_name=brand_name,
        created_at=now,
        updated_at=now,
        **vars(content),
    )


def rewrite(campaign: Campaign, content: Content, expected_version: int | None, now: datetime) -> Campaign:
    """The campaign saying `content` instead; raises Stale and Invalid."""
    if expected_version not in {None, campaign.version}:
        raise Stale(f"The campaign is at version {campaign.version} by now; read it again.")
    _problems(content).check()
    return replace(campaign, **vars(content), updated_at=now)


def require_access(campaign: Campaign | None, brand_id: str) -> Campaign:
    """The campaign, where it is the brand's; NotFound for any other and for a missing one."""
    if campaign is None or campaign.brand_id != brand_id:
        raise NotFound(UNKNOWN, code=ErrorCode.CAMPAIGN_NOT_FOUND)
    return campaign


def _problems(content: Content) -> Problems:
    problems = Problems()
    problems.text(content.name, "name", most=200)
    problems.text(content.brief, "brief", most=20_000, required=False)
    check_category(problems, content.category, "category")
    check_money(problems, content.budget, "budget", required=False)
    if content.target:
        _check_target(problems, content.target)
    _check_dates(problems, content)
    return problems


def _check_dates(problems: Problems, content: Content) -> None:
    for field, text in (("starts_on", content.starts_on), ("ends_on", content.ends_on)):
        problems.require(
            not text or _date(text) is not None,
            field,
            "must be a date such as 2026-01-31",
            FieldCode.WRONG_FORMAT,
        )
    starts, ends = _date(content.starts_on), _date(content.ends_on)
    problems.require(
        not starts or not ends or starts <= ends,
        "ends_on",
        "must not be before starts_on",
        FieldCode.INCONSISTENT,
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _check_target(problems: Problems, target: Target) -> None:
    _check_weights(problems, target.gender, "target.gender", GENDERS.__contains__)
    _check_weights(problems, target.age, "target.age", AGES.__contains__)
    _check_weights(problems, target.country, "target.country", _is_country)


def _is_country(bucket: str) -> bool:
    return bucket == OTHERS or is_country(bucket)


def _check_weights(
    problems: Problems, weights: tuple[Weight, ...], field: str, known: Callable[[str], bool]
) -> None:
    seen: set[str] = set()
    for index, item in enumerate(weights):
        where = f"{field}[{index}]"
        problems.require(
            known(item.bucket), f"{where}.bucket", "is not a bucket of this dimension", FieldCode.NOT_ONE_OF
        )
        problems.require(
            item.bucket not in seen, f"{where}.bucket", "must be named once", FieldCode.DUPLICATE
        )
        share = math.isfinite(item.weight) and 0 <= item.weight <= 1
        problems.require(share, f"{where}.weight", "must be from 0 to 1", FieldCode.OUT_OF_RANGE)
        seen.add(item.bucket)
