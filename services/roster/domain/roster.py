"""The roster as an agency sees it: filtered, sorted and cut into pages. What was not granted is None."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from services.roster.domain.commands import LabelsContent, PatchLabels, PutLabels
from services.roster.domain.delegations import Delegation, check_version
from services.roster.domain.parties import Party, Stats
from services.roster.domain.rates import Rate
from services.shared.paging import Page, PageRequest

PROFILE = "marketplace.profile.read"
RATES = "marketplace.rates.read"
OFFERS = "marketplace.offers.read"


@dataclass(frozen=True)
class Labels:
    """An agency's own tags and notes on a creator; `id` is `<agency>:<creator>`."""

    id: str
    tags: tuple[str, ...] = ()
    notes: str = ""
    version: int = 0

    @property
    def creator_id(self) -> str:
        """Whom they are about."""
        return self.id.split(":")[1]


@dataclass(frozen=True)
class Standing:
    """A delegation in force, and when what the roster shows of it was changed last."""

    delegation: Delegation
    updated_at: datetime


@dataclass(frozen=True)
class RosterItem:
    """One line of the roster."""

    creator: Party
    delegation: Delegation
    labels: Labels
    starting_rate: Rate | None
    open_offers: int | None
    updated_at: datetime


@dataclass(frozen=True)
class Filter:
    """What to show; empty shows everybody who is not suspended. Bounds on followers include themselves."""

    q: str = ""
    tag: str = ""
    category: str = ""
    country: str = ""
    min_followers: int | None = None
    max_followers: int | None = None
    updated_since: datetime | None = None
    creator_id: str = ""

    def admits(self, item: RosterItem) -> bool:
        """Whether the item is to be shown."""
        creator, followers = item.creator, item.creator.stats.followers
        wanted = self.q.strip().lower().removeprefix("@")
        return (
            not creator.suspended
            and self.creator_id in ("", creator.id)
            and (not wanted or wanted in (creator.handle or "") or wanted in creator.name.lower())
            and (not self.tag or self.tag.lower() in item.labels.tags)
            and (not self.category or any(_below(path, self.category) for path in creator.categories))
            and (not self.country or creator.country == self.country)
            and (self.min_followers is None or (followers is not None and followers >= self.min_followers))
            and (self.max_followers is None or (followers is not None and followers <= self.max_followers))
            and (self.updated_since is None or item.updated_at >= self.updated_since)
        )


@dataclass(frozen=True)
class Selection:
    """What a page of a roster is read by: `limit` lines that pass the filter, sorted, behind a place.

    A value that the caller's token or the delegation does not permit counts as unknown.
    """

    agency_id: str
    filter: Filter
    sort: str
    after: tuple[Any, ...]
    limit: int
    token_scopes: frozenset[str]
    now: datetime
    limited_to: frozenset[str] = frozenset()
    """The only creators whom the person who asks may see; all where it is empty."""


def _below(path: str, category: str) -> bool:
    return path == category or path.startswith(f"{category}/")


def label(current: Labels, command: PutLabels | PatchLabels) -> Labels:
    """What the agency notes from now on; raises Stale. The caller counts the version up."""
    check_version(current.version, command.expected_version)
    present = LabelsContent(**{each.name: getattr(current, each.name) for each in fields(LabelsContent)})
    content = command.content if isinstance(command, PutLabels) else command.changes.applied_to(present)
    return replace(current, **vars(replace(content, tags=normal_tags(content.tags))))


def normal_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The tags in their one form: lower case, sorted, each once."""
    return tuple(sorted({tag.strip().lower() for tag in tags}))


def line(
    creator: Party,
    standing: Standing,
    labels: Labels,
    starting_rate: Rate | None,
    open_offers: int,
    token_scopes: frozenset[str],
) -> RosterItem:
    """One line, reduced to what both the delegation and the caller's token permit to see."""
    granted = token_scopes & set(standing.delegation.scopes)
    return RosterItem(
        creator=creator if PROFILE in granted else replace(creator, stats=Stats()),
        delegation=standing.delegation,
        labels=labels,
        starting_rate=starting_rate if RATES in granted else None,
        open_offers=open_offers if OFFERS in granted else None,
        updated_at=standing.updated_at,
    )


_SORTS: dict[str, Callable[[RosterItem], Any]] = {
    "handle": lambda line: line.creator.handle,
    "display_name": lambda line: line.creator.name.lower(),
    "followers": lambda line: line.creator.stats.followers,
    "average_views": lambda line: line.creator.stats.average_views,
    "engagement_rate": lambda line: line.creator.stats.engagement_rate,
    "starting_rate": lambda line: line.starting_rate and line.starting_rate.price.amount_minor,
    "open_offers": lambda line: line.open_offers,
    "granted_at": lambda line: line.delegation.granted_at and line.delegation.granted_at.isoformat(),
    "updated_at": lambda line: line.updated_at.isoformat(),
}


TIMES = frozenset({"granted_at", "updated_at"})
"""The orders by a time, which a cursor carries as a text."""

_TEXTS = TIMES | {"handle", "display_name"}


def position(sort: str) -> tuple[Any, Any]:
    """The types of what marks a place in the roster sorted so: the value, and the creator's id."""
    return (str | None if sort.removeprefix("-") in _TEXTS else int | float | None), str


def page_of(lines: list[RosterItem], sort: str, wanted: Filter, page: PageRequest) -> Page[RosterItem]:
    """The page of the filtered, sorted roster. Unknown values come last in either order."""
    value, down = _SORTS[sort.removeprefix("-")], sort.startswith("-")
    shown = sorted((each for each in lines if wanted.admits(each)), key=lambda each: each.creator.id)
    known = sorted((each for each in shown if value(each) is not None), key=value, reverse=down)
    ordered = known + [each for each in shown if value(each) is None]
    following = [each for each in ordered if not page.after or _is_after(value(each), each, page.after, down)]
    return page.cut(following[: page.size + 1], lambda each: (value(each), each.creator.id))


def _is_after(value: Any, each: RosterItem, after: tuple[Any, ...], down: bool) -> bool:
    last_value, last_id = after
    if value == last_value:
        return bool(each.creator.id > last_id)
    if value is None or last_value is None:
        return value is None
    return bool(value < last_value if down else value > last_value)
