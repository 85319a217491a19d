"""What roster keeps of other services' facts, and logs of its own. Repetition changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.roster.domain.activity import RECORDED, Activity
from services.roster.domain.directory import PortfolioVideo
from services.roster.domain.parties import Party, PartyKind, Stats
from services.roster.handlers.activity import append
from services.roster.produces import unannounced
from services.roster.store import Store
from services.shared.access import action_of
from services.shared.clock import Clock
from services.shared.commands import execute, internal
from services.shared.events import Received


def put_stats(store: Store, clock: Clock, *, creator_id: str, stats: Stats) -> None:
    """Keeps headline statistics, unless a later report is there already, and has rosters go by them."""

    def keep(party: Party) -> Party:
        known = party.stats.version >= stats.version
        return party if known else replace(party, stats=stats, updated_at=clock.now())

    execute(store.parties, creator_id, keep, unannounced, internal("metrics"), clock)
    store.show_creator(creator_id)


def put_figures(store: Store, *, creator_id: str, videos: Sequence[PortfolioVideo], version: int) -> None:
    """Keeps the figures of the videos that a creator shows, unless a later report is there already."""
    store.put_figures(creator_id, videos, version)


def put_offer(
    store: Store,
    *,
    offer_id: str,
    creator_id: str,
    brand_id: str,
    pending: bool,
    awaiting: str,
    version: int,
) -> None:
    """Keeps whether an offer is pending, and for whom, unless a later fact is there already."""
    store.put_offer(offer_id, creator_id, pending, version, awaiting=awaiting, brand_id=brand_id)


def show_creator(store: Store, *, creator_id: str) -> None:
    """Has rosters go by her profile as it is now."""
    store.show_creator(creator_id)


def show_rates(store: Store, *, creator_id: str) -> None:
    """Has rosters go by the rate card that is in force."""
    store.show_rates(creator_id)


def log_event(store: Store, clock: Clock, event: Received, entry: Activity) -> None:
    """Logs a fact of roster's own in the creator's activity log, once."""
    kind = _kind_of(store, entry.actor_id)
    append(
        store,
        clock,
        replace(
            entry,
            actor_kind=kind,
            on_behalf_of=entry.creator_id if kind is PartyKind.AGENCY else "",
            action=action_of(event.type),
            decision=RECORDED,
            request_id=event.request_id,
            event_id=event.event_id,
        ),
    )


def _kind_of(store: Store, party_id: str) -> PartyKind | None:
    party = store.parties.get(party_id)
    return party.kind if party else None
