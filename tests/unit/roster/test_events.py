"""What roster does on events: repeated, late and reordered ones change nothing."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from protos.campaigns.v1 import campaigns_pb2
from protos.campaigns.v1 import events_pb2 as campaigns
from protos.metrics.v1 import events_pb2 as metrics
from protos.roster.v1 import events_pb2 as roster
from services.roster import produces
from services.roster.consumes import consumers
from services.roster.domain.delegations import Act, Actor, record_change
from services.roster.domain.parties import PartyKind
from services.shared.commands import Commit
from services.shared.errors import NotFound
from services.shared.events import Fact, received, stage
from tests.fakes.clock import START, FakeClock
from tests.fakes.roster import FakeStore
from tests.unit.roster.build import AGENCY, CREATOR, card, chain, delegation, pair, party


class Deliveries:
    """Hands events to whatever consumer knows them."""

    def __init__(self, store: FakeStore, clock: FakeClock) -> None:
        self._consumers = consumers(store, clock)

    def __call__(self, *events: Any) -> None:
        for event in events:
            found = [each.handler_for(event.subject) for each in self._consumers]
            ((message, handler),) = [each for each in found if each]
            handler(received(event.payload, event.headers(), message))


def event(message: Any, actor: str = AGENCY) -> Any:
    return stage(Fact(CREATOR, message), "aggregate", 1, START, actor, "rq_1")


def offer(version: int, tab: Any, offer_id: str = "of_1") -> Any:
    ref = campaigns.OfferRef(offer_id=offer_id, creator_id=CREATOR, tab=tab, version=version)
    return event(campaigns.OfferAnnounced(offer=ref))


def stats(version: int, followers: int) -> Any:
    message = metrics.CreatorStatsChanged(creator_id=CREATOR, followers=followers, version=version)
    return event(message)


@pytest.fixture
def deliver(store: FakeStore, clock: FakeClock) -> Deliveries:
    store.parties.insert(party(), Commit())
    store.parties.insert(party(AGENCY, PartyKind.AGENCY), Commit())
    return Deliveries(store, clock)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_newest_statistics_win_in_any_order(
    store: FakeStore, deliver: Deliveries, order: tuple[int, ...]
) -> None:
    events = [stats(number + 1, followers=number) for number in range(3)]
    deliver(*(events[each] for each in order), *events)
    kept = store.parties.get(CREATOR)
    assert kept is not None
    assert (kept.stats.followers, kept.stats.version) == (2, 3)


def test_statistics_of_nobody_fail(deliver: Deliveries) -> None:
    message = metrics.CreatorStatsChanged(creator_id="cr_unknown", version=1)
    with pytest.raises(NotFound):
        deliver(event(message))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_newest_state_of_an_offer_wins_in_any_order(
    store: FakeStore, deliver: Deliveries, order: tuple[int, ...]
) -> None:
    tabs = (campaigns_pb2.TAB_PENDING, campaigns_pb2.TAB_ACTIVE, campaigns_pb2.TAB_PENDING)
    events = [offer(version + 1, tab) for version, tab in enumerate(tabs)]
    deliver(*(events[each] for each in order), *events, offer(1, campaigns_pb2.TAB_PENDING, "of_2"))
    assert store.open_offers([CREATOR]) == {CREATOR: 2}


def test_what_is_said_of_a_deal_at_work_is_passed_over(store: FakeStore, clock: FakeClock) -> None:
    work = (
        *(campaigns.DraftSubmitted, campaigns.DraftApproved, campaigns.DraftChangesRequested),
        *(campaigns.CommentAdded, campaigns.DeliverablePublished, campaigns.MessageSent),
        campaigns.CancellationRequested,
    )
    subjects = [event(message()).subject for message in work]
    known = [row for row in consumers(store, clock) for subject in subjects if row.handler_for(subject)]
    assert known == []


ACTS = {
    Act.REQUESTED: roster.DelegationRequested,
    Act.ACCEPTED: roster.DelegationAccepted,
    Act.CHANGED: roster.DelegationChanged,
    Act.GUARDRAILS_CHANGED: roster.GuardrailsChanged,
    Act.DECLINED: roster.DelegationDeclined,
    Act.REVOKED: roster.DelegationRevoked,
    Act.ENDED: roster.DelegationEnded,
    Act.EXPIRED: roster.DelegationExpired,
    Act.SUPERSEDED: roster.DelegationSuperseded,
}


LOGGED = {act: f"delegation_{act}" for act in Act} | {Act.GUARDRAILS_CHANGED: "guardrails_changed"}


@pytest.mark.parametrize("act", Act)
def test_every_act_is_announced_and_logged_once(store: FakeStore, deliver: Deliveries, act: Act) -> None:
    change = record_change(act, Actor(AGENCY), START, delegation(version=3), "why")
    (fact,) = produces.delegations_changed(pair(changes=(change,)))
    assert (type(fact.message), fact.creator_id) == (ACTS[act], CREATOR)
    made = event(fact.message)
    deliver(made, made)
    (entry,) = chain(store, CREATOR)
    assert entry.action == LOGGED[act]
    assert (entry.actor_id, entry.actor_kind, entry.on_behalf_of) == (AGENCY, PartyKind.AGENCY, CREATOR)
    assert (entry.delegation_id, entry.delegation_version, entry.reason) == ("dg_1", 4, "why")
    assert (entry.decision, entry.request_id, entry.event_id, entry.at) == (
        "recorded",
        "rq_1",
        made.id,
        START,
    )


def test_limits_and_rate_cards_are_logged(store: FakeStore, deliver: Deliveries) -> None:
    limited = record_change(Act.GUARDRAILS_CHANGED, Actor(CREATOR), START, delegation())
    (limits,) = produces.delegations_changed(pair(changes=(limited,)))
    (rates,) = produces.rate_card_changed(card(version=1, updated_at=START, updated_by=CREATOR))
    deliver(event(limits.message, actor=CREATOR), event(rates.message, actor="timer"))
    entries = [(each.action, each.actor_kind, each.on_behalf_of) for each in chain(store, CREATOR)]
    assert entries == [("guardrails_changed", PartyKind.CREATOR, ""), ("rate_card_changed", None, "")]


def test_only_new_creators_are_announced() -> None:
    (fact,) = produces.party_registered(party())
    message: Any = fact.message
    assert (fact.creator_id, message.handle) == (CREATOR, "cr1")
    for kind in (PartyKind.AGENCY, PartyKind.BRAND, PartyKind.OPERATOR):
        assert produces.party_registered(party("p_1", kind)) == []
    assert produces.unannounced(party()) == []


def test_an_older_report_of_figures_changes_nothing(store: FakeStore, deliver: Deliveries) -> None:
    def report(version: int, *videos: tuple[str, int]) -> Any:
        said = [metrics.PortfolioFiguresChanged.Video(video_id=video, views=views) for video, views in videos]
        return event(metrics.PortfolioFiguresChanged(creator_id=CREATOR, videos=said, version=version))

    deliver(report(3, ("v_1", 7)), report(3, ("v_1", 7)), report(2, ("v_1", 5)))
    assert [(each.video_id, each.views, each.likes) for each in store.figures_of(CREATOR)] == [
        ("v_1", 7, None),
    ]


def test_a_changed_profile_is_in_the_log_once(
    store: FakeStore, clock: FakeClock, deliver: Deliveries
) -> None:
    message = roster.ProfileChanged(creator_id=CREATOR, fields=["bio", "portfolio"], version=2)
    message.at.FromDatetime(clock.now())
    changed = event(message)
    deliver(changed, changed)
    assert [(each.action, each.actor_id, each.reason) for each in chain(store)] == [
        ("profile_changed", AGENCY, "bio, portfolio"),
    ]
