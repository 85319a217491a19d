"""A brand's campaign: what it is about, whom it wants to reach, and when."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from services.campaigns.domain.names import Named
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import NotFound, Problems, Stale
from services.shared.money import Money

UNKNOWN = "There is no such campaign."


@dataclass(frozen=True)
class Weight:
    """The wanted share, 0 to 1, of a bucket."""

    bucket: str
    weight: float


@dataclass(frozen=True)
class DimensionWeights:
    """How much each dimension of a target counts, 0 to 1; 1 where None."""

    gender: float | None = None
    age: float | None = None
    country: float | None = None


@dataclass(frozen=True)
class Target:
    """The audience that a brand wants to reach."""

    gender: tuple[Weight, ...] = ()
    age: tuple[Weight, ...] = ()
    country: tuple[Weight, ...] = ()
    weights: DimensionWeights | None = None


@dataclass(frozen=True)
class Content:
    """What a brand says about a campaign. `starts_on` and `ends_on` are ISO dates."""

    name: str
    brief: str = ""
    category: str = ""
    budget: Money | None = None
    target: Target | None = None
    starts_on: str | None = None
    ends_on: str | None = None


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
    starts_on: str | None
    ends_on: str | None
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def brand(self) -> Named:
        """The brand by name."""
        return Named(self.brand_id, self.brand_name)


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


def content_of(campaign: Campaign) -> Content:
    """What the campaign says."""
    return Content(**{each.name: getattr(campaign, each.name) for each in fields(Content)})


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
    starts, ends = _date(content.starts_on), _date(content.ends_on)
    problems.require(
        not starts or not ends or starts <= ends,
        "ends_on",
        "must not be before starts_on",
        FieldCode.INCONSISTENT,
    )
    return problems


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
