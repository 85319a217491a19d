"""A creator as agencies and brands find her."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.roster.domain.parties import Party, Stats
from services.roster.domain.rates import Rate, RateCard, starting_rate


@dataclass(frozen=True)
class PortfolioVideo:
    """A video that a creator shows, with its figures as last reported; None where unknown."""

    video_id: str
    posted_at: datetime | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    engagement_rate: float | None = None
    captured_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """A creator as the directory shows her; of one who is not listed, no more than her names."""

    id: str
    handle: str
    display_name: str
    listed: bool = False
    bio: str = ""
    country: str | None = None
    languages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    stats: Stats | None = None
    starting_rate: Rate | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True)
class Profile:
    """A listed creator with what she shows beside the directory's line."""

    entry: Entry
    rates: tuple[Rate, ...]
    portfolio: tuple[PortfolioVideo, ...]


def entry_of(party: Party, card: RateCard | None) -> Entry:
    """What the directory shows of a creator; `card` is hers where her rates are public."""
    named = Entry(party.id, party.handle or "", party.display_name)
    if not party.visibility.listed:
        return named
    return replace(
        named,
        listed=True,
        bio=party.bio,
        country=party.country,
        languages=party.languages,
        categories=party.categories,
        stats=party.stats,
        starting_rate=starting_rate(card.rates) if card else None,
        updated_at=party.updated_at,
    )
