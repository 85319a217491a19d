"""Accounts: a creator's handle joined to her id, with her headline statistics as last announced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

from services.metrics.domain.metrics import Sample
from services.metrics.domain.profile import Followers, Library, engagement_rate, median_views
from services.metrics.domain.snapshots import EARLIEST
from services.metrics.domain.videos import Video

NOTHING_STALE = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Stats:
    """Headline statistics over the last 30 videos; None where unknown."""

    followers: int | None = None
    average_views: float | None = None
    median_views: float | None = None
    engagement_rate: float | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True)
class Figures:
    """A video that a creator shows, as captured last; None where a figure is not known."""

    video_id: str
    posted_at: datetime | None
    views: int | None
    likes: int | None
    comments: int | None
    shares: int | None
    engagement_rate: float | None
    captured_at: datetime


@dataclass(frozen=True)
class Account:
    """A creator whose snapshots are kept under her handle, `id`.

    Snapshots captured at `stale_from` or later may have come in, the last of them at `marked_at`, since
    its videos were brought up to date. How many `videos` there are, and `stats`, are of that time.
    Where rows were `withdrawn`, videos may be left that no snapshot stands behind any more.
    `stats_version` is the version at which the statistics changed last, `profile_version` that of roster's
    at which she was called `display_name`. `portfolio` are the ids of the videos that she shows, as roster
    said at `portfolio_version`; `figures`, those that are known of them, changed last at `figures_version`.
    """

    id: str
    version: int
    creator_id: str
    stale_from: datetime = EARLIEST
    marked_at: datetime | None = None
    withdrawn: bool = False
    videos: int = 0
    stats: Stats = Stats()
    stats_version: int = 0
    display_name: str = ""
    profile_version: int = 0
    portfolio: tuple[str, ...] = ()
    portfolio_version: int = 0
    figures: tuple[Figures, ...] = ()
    figures_version: int = 0

    @property
    def stale(self) -> bool:
        """Whether anything may have come in."""
        return self.stale_from < NOTHING_STALE


def rename(account: Account, display_name: str, version: int) -> Account:
    """The account with the creator's name, unless that of a later version is there already."""
    if account.profile_version >= version:
        return account
    return replace(account, display_name=display_name, profile_version=version)


def headline(sample: Sample, library: Library, now: Followers | None) -> Stats:
    """The headline statistics out of the last videos and the newest follower count."""
    return Stats(
        followers=now.count if now else None,
        average_views=sample.mean("views").value,
        median_views=median_views(sample).value,
        engagement_rate=engagement_rate(sample).value,
        captured_at=library.captured_at,
    )


def update(account: Account, stats: Stats, videos: int, figures: tuple[Figures, ...] = ()) -> Account:
    """The account with its statistics computed anew, and its version noted where they differ."""
    changed = account.version + 1 if stats != account.stats else account.stats_version
    return replace(
        _with_figures(account, figures),
        stale_from=NOTHING_STALE,
        withdrawn=False,
        stats=stats,
        videos=videos,
        stats_version=changed,
    )


def show(account: Account, portfolio: tuple[str, ...], version: int, figures: tuple[Figures, ...]) -> Account:
    """The account of a creator who shows these videos, with what is known of them; itself where late."""
    if version <= account.portfolio_version:
        return account
    shown = replace(account, portfolio=portfolio, portfolio_version=version)
    return _with_figures(shown, figures)


def figures_of(portfolio: tuple[str, ...], videos: Iterable[Video]) -> tuple[Figures, ...]:
    """The figures of the videos that are shown, in the creator's order."""
    known = {each.video_id: each for each in videos}
    return tuple(_figures(known[each]) for each in portfolio if each in known)


def _figures(video: Video) -> Figures:
    return Figures(**{each.name: getattr(video, each.name) for each in fields(Figures)})


def _with_figures(account: Account, figures: tuple[Figures, ...]) -> Account:
    if figures == account.figures:
        return account
    return replace(account, figures=figures, figures_version=account.version + 1)
