"""Whatever is done in whatever order: only known states, an intact chain, nothing agreed twice."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.campaigns.domain import deals, negotiation
from services.campaigns.domain.deliverables import DeliverableState, ReviewDecision
from services.campaigns.domain.guardrails import Mandate
from services.campaigns.domain.states import TABLE, TABS, Awaiting, OfferState, Tab
from services.campaigns.domain.versions import broken_version
from services.shared.errors import CallboardError, Conflict, Forbidden, Invalid, NotFound
from tests.fakes.clock import START
from tests.unit.campaigns.build import (
    BRAND,
    CREATOR,
    Places,
    accept,
    agency,
    ids,
    invitation,
    proposal,
    propose,
)

PARTIES = st.sampled_from([CREATOR, BRAND, agency(), agency(confirm_all_accepts=True)])
REFUSALS = (Conflict, Forbidden, Invalid, NotFound)
URL = "https://video.example/1"


class Negotiation(RuleBasedStateMachine):
    """Parties act at random; refused acts change nothing."""

    @initialize()
    def send(self) -> None:
        self.now = START
        self.offer = invitation()
        self.versions = [self.offer.latest]
        self.agreements = 0

    def attempt(self, act) -> None:
        try:
            changed = act()
        except REFUSALS:
            return
        except CallboardError as error:
            raise AssertionError("an unexpected kind of refusal") from error
        if changed.state is not self.offer.state:
            known = {step.to for step in TABLE.get(self.offer.state, {}).values()}
            assert changed.state in known
            self.agreements += changed.state is OfferState.ACTIVE
        assert changed.chain[: len(self.offer.chain)] == self.offer.chain
        if changed.latest != self.offer.latest:
            self.versions.append(changed.latest)
        self.offer = changed

    @rule(by=PARTIES, amount=st.integers(0, 9))
    def propose(self, by, amount) -> None:
        self.attempt(lambda: propose(self.offer, by, amount, self.now))

    @rule(by=PARTIES, number=st.integers(0, 4))
    def propose_on(self, by, number) -> None:
        self.attempt(lambda: negotiation.propose(self.offer, by, number, proposal(), self.now))

    @rule(by=PARTIES, active=st.booleans())
    def accept(self, by, active) -> None:
        self.attempt(lambda: accept(self.offer, by, at=self.now, mandate=Mandate(active=active)))

    @rule(by=PARTIES)
    def confirm(self, by) -> None:
        number = self.offer.current_version
        self.attempt(lambda: negotiation.confirm(self.offer, by, number, Places(), self.now, ids()))

    @rule(by=PARTIES, act=st.sampled_from([negotiation.decline, negotiation.withdraw, negotiation.cancel]))
    def end(self, by, act) -> None:
        self.attempt(lambda: act(self.offer, by, "", self.now))

    @rule(hours=st.integers(1, 60))
    def wait(self, hours) -> None:
        self.now += timedelta(hours=hours)
        self.attempt(lambda: negotiation.expire(self.offer, self.now))

    @rule(by=PARTIES)
    def submit(self, by) -> None:
        self.attempt(lambda: deals.submit_draft(self.offer, by, "dl_1", url=URL, note="", now=self.now))

    @rule(decision=st.sampled_from(ReviewDecision))
    def review(self, decision) -> None:
        self.attempt(
            lambda: deals.review_draft(self.offer, BRAND, "dl_1", decision=decision, comment="", now=self.now)
        )

    @rule()
    def publish(self) -> None:
        self.attempt(
            lambda: deals.publish_deliverable(
                self.offer, CREATOR, "dl_1", video_id="v", url=URL, now=self.now
            )
        )

    @invariant()
    def the_chain_verifies(self) -> None:
        assert broken_version(self.versions) == 0
        assert [link.hash for link in self.offer.chain] == [version.hash for version in self.versions]
        assert self.offer.respond_by == self.offer.latest.respond_by

    @invariant()
    def the_offer_is_consistent(self) -> None:
        offer = self.offer
        assert offer.state in TABS
        assert bool(offer.held_because) >= (offer.state is OfferState.AWAITING_CONFIRMATION)
        assert not (offer.held_because and offer.agreed_at)
        assert (offer.awaiting is Awaiting.NONE) == (offer.tab is not Tab.PENDING)
        assert bool(offer.agreed_at) == bool(offer.deliverables)
        assert self.agreements <= 1
        done = [item.state is DeliverableState.PUBLISHED for item in offer.deliverables]
        assert (offer.state is OfferState.COMPLETED) == (bool(done) and all(done))


TestNegotiation = Negotiation.TestCase
TestNegotiation.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)
