"""What creators show of themselves: rate cards, profile with portfolio, visibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.cli.demo.parties import VISIBILITY, Creator
from services.cli.demo.session import Session
from services.cli.demo.tables import snapshots

SHOWN = 6
"""How many videos a portfolio has."""


def price(session: Session, creator: Creator) -> None:
    """Sets the rate cards that a creator does not have yet, one after the other."""
    api, creator_id = session.api(creator.key), session.id(creator.key)
    card = api.get_rate_card(creator_id)
    for rates in creator.rate_cards()[card["version"] :]:
        card = api.put_rate_card(creator_id, if_match=card, rates=rates)
        session.changed(f"{creator.key}-rate-card-{card['version']}")


def introduce(session: Session, creator: Creator) -> None:
    """Fills the profile of a creator who has said nothing of herself."""
    api, creator_id = session.api(creator.key), session.id(creator.key)
    profile = api.get_creator(creator_id)
    if profile["bio"]:
        return
    # First who finds her: without a bio the next run takes both steps again, with the same result.
    visibility = api.get_visibility(creator_id)
    wanted = VISIBILITY[creator.visibility]
    seen = api.patch_visibility(
        creator_id,
        if_match=visibility,
        listed=wanted["listed"],
        found_by_handle=wanted["found_by_handle"],
        public_rates=wanted["public_rates"],
    )
    api.patch_creator(creator_id, if_match=seen, bio=creator.bio, portfolio=portfolio(creator))
    session.changed(f"{creator.key}-profile")


def portfolio(creator: Creator, real: Sequence[Mapping[str, str]] | None = None) -> list[str]:
    """The videos that a creator shows: those seen most."""
    views: dict[str, int] = {}
    for row in snapshots() if real is None else real:
        if row["creator"] == creator.snapshots and row["views"]:
            views[row["video"]] = int(row["views"])
    return sorted(views, key=lambda video: (-views[video], video))[:SHOWN]
