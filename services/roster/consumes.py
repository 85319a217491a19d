"""What the roster service does on events: the rows of its consumers."""

from __future__ import annotations

from datetime import UTC, datetime

from google.protobuf.message import Message

from protos.campaigns.v1 import campaigns_pb2
from protos.campaigns.v1 import events_pb2 as campaigns
from protos.metrics.v1 import events_pb2 as metrics
from protos.roster.v1 import events_pb2 as roster
from services.roster.domain.activity import RECORDED, Activity
from services.roster.domain.directory import PortfolioVideo
from services.roster.domain.parties import PartyKind, Stats
from services.roster.handlers import projections
from services.roster.store import Store
from services.shared.access import KINDS, action_of
from services.shared.clock import Clock
from services.shared.events import Consumer, Handler, Received
from services.shared.joins import join
from services.shared.mapping import from_message, text_of, to_datetime

join(Stats, metrics.CreatorStatsChanged, message_only=["creator_id"])
join(PortfolioVideo, metrics.PortfolioFiguresChanged.Video)

DELEGATION_EVENTS: tuple[type[Message], ...] = (
    roster.DelegationRequested,
    roster.DelegationAccepted,
    roster.DelegationDeclined,
    roster.DelegationRevoked,
    roster.DelegationEnded,
    roster.DelegationExpired,
    roster.DelegationSuperseded,
    roster.DelegationChanged,
    roster.GuardrailsChanged,
)

OFFER_EVENTS: tuple[type[Message], ...] = (
    campaigns.OfferSent,
    campaigns.TermsProposed,
    campaigns.OfferAccepted,
    campaigns.OfferConfirmed,
    campaigns.OfferDeclined,
    campaigns.OfferWithdrawn,
    campaigns.OfferExpired,
    campaigns.DealCancelled,
    campaigns.DealCompleted,
    campaigns.OfferAnnounced,
)


SUSPENDED = roster.PartySuspended.DESCRIPTOR.full_name


def consumers(store: Store, clock: Clock) -> list[Consumer]:
    """Every durable consumer of the service, one row each."""

    def on_stats(event: Received) -> None:
        stats = from_message(Stats, event.message)
        projections.put_stats(store, clock, creator_id=event.message.creator_id, stats=stats)

    def on_figures(event: Received) -> None:
        videos = [from_message(PortfolioVideo, each) for each in event.message.videos]
        projections.put_figures(
            store, creator_id=event.message.creator_id, videos=videos, version=event.message.version
        )

    def on_offer(event: Received) -> None:
        offer = event.message.offer
        projections.put_offer(
            store,
            offer_id=offer.offer_id,
            creator_id=offer.creator_id,
            brand_id=offer.brand_id,
            pending=offer.tab == campaigns_pb2.TAB_PENDING,
            awaiting=text_of(offer, "awaiting"),
            version=offer.version,
        )

    def on_delegation(event: Received) -> None:
        projections.log_event(store, clock, event, _delegation_entry(event))

    def on_rate_card(event: Received) -> None:
        projections.show_rates(store, creator_id=event.message.creator_id)
        projections.log_event(store, clock, event, _rate_card_entry(event))

    def on_profile(event: Received) -> None:
        projections.show_creator(store, creator_id=event.message.creator_id)
        fields = ", ".join(event.message.fields)
        entry = _entry(event, event.message.creator_id, f"/v1/creators/{event.message.creator_id}", fields)
        projections.log_event(store, clock, event, entry)

    def on_standing(event: Received) -> None:
        party = event.message
        if party.kind != KINDS[PartyKind.CREATOR]:
            return  # Only a creator has a log.
        projections.show_creator(store, creator_id=party.party_id)
        reason = party.reason if event.type == SUSPENDED else ""
        entry = _entry(event, party.party_id, f"/v1/operator/creators/{party.party_id}", reason)
        projections.log_event(store, clock, event, entry)

    offers: dict[type[Message], Handler] = dict.fromkeys(OFFER_EVENTS, on_offer)
    log: dict[type[Message], Handler] = dict.fromkeys(DELEGATION_EVENTS, on_delegation)
    log[roster.RateCardChanged] = on_rate_card
    log[roster.ProfileChanged] = on_profile
    log |= {roster.PartySuspended: on_standing, roster.PartyResumed: on_standing}
    return [
        Consumer(
            "roster-stats",
            "METRICS",
            "metrics.v1.CreatorStatsChanged.*",
            {metrics.CreatorStatsChanged: on_stats},
        ),
        Consumer(
            "roster-portfolios",
            "METRICS",
            "metrics.v1.PortfolioFiguresChanged.*",
            {metrics.PortfolioFiguresChanged: on_figures},
        ),
        Consumer("roster-open-offers", "CAMPAIGNS", "campaigns.v1.>", offers),
        Consumer("roster-activity", "ROSTER", "roster.v1.>", log),
    ]


def _delegation_entry(event: Received) -> Activity:
    ref = event.message.delegation
    return Activity(
        creator_id=ref.creator_id,
        at=_time(event),
        actor_id=event.actor,
        actor_kind=None,
        action=action_of(event.type),
        decision=RECORDED,
        delegation_id=ref.delegation_id,
        delegation_version=ref.version,
        object=f"/v1/delegations/{ref.delegation_id}",
        reason=ref.reason,
    )


def _rate_card_entry(event: Received) -> Activity:
    creator_id = event.message.creator_id
    return _entry(event, creator_id, f"/v1/creators/{creator_id}/rate-card", "")


def _entry(event: Received, creator_id: str, object_: str, reason: str) -> Activity:
    return Activity(
        creator_id=creator_id,
        at=to_datetime(event.message.at),
        actor_id=event.actor,
        actor_kind=None,
        action=action_of(event.type),
        decision=RECORDED,
        object=object_,
        reason=reason,
    )


def _time(event: Received) -> datetime:
    return datetime.fromisoformat(event.time).astimezone(UTC)
