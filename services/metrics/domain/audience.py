"""Audience breakdowns: which share of a creator's audience is in which bucket of a dimension."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from services.metrics.domain.metrics import NO_DATA
from services.metrics.domain.provenance import NO_SOURCE, check_note
from services.metrics.domain.snapshots import latest_capture
from services.shared.codes import FieldCode
from services.shared.errors import Problems
from services.shared.iso import COUNTRY_WANTED, LANGUAGE_WANTED, is_country, is_language
from services.shared.text import hidden_character

MOST_BUCKETS = 300
LONGEST_BUCKET = 64
LARGEST_SUM = 1.001
"""Published shares are rounded, so that their sum may be a little over 1."""

OTHERS = "Others"
GENDERS = ("FEMALE", "MALE", "OTHER")
AGES = ("18-24", "25-34", "35-44", "45-54", "55+", "35+")
"""Older data ends in 35+."""


@dataclass(frozen=True)
class Share:
    """A bucket with its share of the audience, 0 to 1."""

    bucket: str
    share: float


@dataclass(frozen=True)
class Dimensions:
    """The shares of each dimension; empty where the dimension is not known."""

    gender: tuple[Share, ...] = ()
    age: tuple[Share, ...] = ()
    country: tuple[Share, ...] = ()
    device: tuple[Share, ...] = ()
    activity: tuple[Share, ...] = ()
    language: tuple[Share, ...] = ()
    interests: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Audience:
    """A creator's audience as captured at one time. It never changes: a newer one follows it.

    `party_id` brought it, under the grant `delegation_id` at its version; `note` is that party's.
    """

    id: str
    version: int
    creator_id: str
    captured_at: datetime | None
    source: str
    dimensions: Dimensions
    reason: str = ""
    note: str = ""
    strength: int = 0
    party_id: str = ""
    delegation_id: str = ""
    delegation_version: int = 0


def no_audience(creator_id: str) -> Audience:
    """What is said of a creator whose audience was never captured."""
    return Audience("", 0, creator_id, None, NO_SOURCE, Dimensions(), NO_DATA)


_NAMED = "must be a name of at most 64 characters"
_RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "gender": (GENDERS.__contains__, f"must be one of {', '.join(GENDERS)}"),
    "age": (AGES.__contains__, f"must be one of {', '.join(AGES)}"),
    "country": (
        lambda bucket: bucket == OTHERS or is_country(bucket),
        f"{COUNTRY_WANTED}, or {OTHERS}",
    ),
    "language": (
        lambda bucket: bucket == OTHERS or is_language(bucket),
        f"{LANGUAGE_WANTED}, or {OTHERS}",
    ),
}


def check_audience(audience: Audience, now: datetime) -> None:
    """Raises Invalid with everything that is wrong with an audience to be kept."""
    problems = Problems()
    if problems.require(
        audience.captured_at is not None, "captured_at", "must not be empty", FieldCode.REQUIRED
    ):
        early_enough = audience.captured_at is not None and audience.captured_at <= latest_capture(now)
        problems.require(
            early_enough,
            "captured_at",
            "must not be more than five minutes in the future",
            FieldCode.TOO_LATE,
        )
    check_note(problems, audience.note)
    given = {each.name: getattr(audience.dimensions, each.name) for each in fields(Dimensions)}
    problems.require(
        any(given.values()),
        "dimensions",
        "must have shares for one dimension at least",
        FieldCode.TOO_FEW_ITEMS,
    )
    for name, shares in given.items():
        _check_dimension(problems, name, shares)
    problems.check()


def _check_dimension(problems: Problems, name: str, shares: tuple[Share, ...]) -> None:
    field = f"dimensions.{name}"
    if not problems.require(
        len(shares) <= MOST_BUCKETS,
        field,
        f"must have at most {MOST_BUCKETS} buckets",
        FieldCode.TOO_MANY_ITEMS,
    ):
        return
    allowed, message = _RULES.get(name, (_is_name, _NAMED))
    for index, each in enumerate(shares):
        problems.require(bool(allowed(each.bucket)), f"{field}.{index}.bucket", message, FieldCode.NOT_ONE_OF)
        problems.require(
            0 <= each.share <= 1, f"{field}.{index}.share", "must be from 0 to 1", FieldCode.OUT_OF_RANGE
        )
    buckets = {each.bucket for each in shares}
    problems.require(len(buckets) == len(shares), field, "must name each bucket once", FieldCode.DUPLICATE)
    together = sum(each.share for each in shares)
    # Said this way round, a sum that is not a number is refused as well.
    problems.require(
        together <= LARGEST_SUM, field, "must have shares that add up to 1 at most", FieldCode.INCONSISTENT
    )


def _is_name(bucket: str) -> bool:
    return bool(bucket.strip()) and len(bucket) <= LONGEST_BUCKET and not hidden_character(bucket)
