"""The deals: an offer in every state, and what was done on it until it got there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.cli.demo.actions import (
    Accepts,
    Action,
    Cancels,
    Comments,
    Confirms,
    Deal,
    Declines,
    Drafts,
    Proposes,
    Publishes,
    Reviews,
    Says,
    Withdraws,
    schedule,
)
from services.cli.demo.campaigns import BRAND_OF
from services.cli.demo.session import Session


@dataclass(frozen=True)
class Offer:
    """An offer, known by its campaign and creator, with the actions that lead to its state.

    `price` is in whole dollars, `videos` how many are owed, `days` the time to answer, 0 for an offer
    that expires while the demo loads.
    """

    campaign: str
    creator: str
    price: int
    actions: tuple[Action, ...] = ()
    videos: int = 1
    days: int = 45

    @property
    def key(self) -> str:
        """The beginning of the names of its steps."""
        return f"{self.campaign}-{self.creator}"

    def body(self, session: Session) -> dict[str, Any]:
        """What sends the offer."""
        return {
            "creator_id": session.id(self.creator),
            "terms": self._terms(session),
            "message": "We like your work and would love to have you in this campaign.",
            "respond_by": session.day(self.days) if self.days else session.soon(),
        }

    def _terms(self, session: Session) -> dict[str, Any]:
        video = {"type": "video", "count": self.videos, "max_revisions": 2}
        dates = {"draft_due": session.day(30), "publish_by": session.day(50)}
        rights = "The brand may run the videos as ads for the agreed time, in the agreed countries."
        return {
            "price": {"amount_minor": self.price * 100, "currency": "USD"},
            "deliverables": [video | dates],
            "usage_rights": {"spark_ads_days": 30, "paid_usage": True, "territories": ["US", "GB"]},
            "payment_schedule": schedule(30),
            "clauses": [{"id": "usage", "title": "Usage", "text": rights}],
        }


def _produced(by: str, brand: str, place: int, video: str) -> tuple[Action, ...]:
    """A deliverable from its draft to its publication."""
    return Drafts(by, place), Reviews(brand, place), Publishes(by, place, video)


OFFERS = (
    # Pending: in review, negotiating (each side awaited in turn), held back by a guardrail.
    Offer("glow", "maya", 4200, days=2),
    Offer("spf", "ravi", 2500, (Says("northlight", "Ravi travels until Monday; we answer right after."),)),
    Offer("greens", "maya", 3000, (Proposes("northlight", 1, 3600, "Her rate has changed; half up front."),)),
    Offer(
        "greens",
        "marcus",
        25000,
        (
            Proposes("northlight", 1, 32000, "Two million more followers than last time."),
            Proposes("peakform", 2, 28000, "We can meet in the middle."),
        ),
    ),
    Offer("air", "theo", 4000, (Proposes("theo", 1, 4500, "I would record the song twice."),)),
    Offer("glow", "amara", 8000, (Accepts("northlight"),)),
    Offer("race", "zoe", 3500, (Accepts("northlight"),)),
    # Active: drafts in review, sent back, approved; comments at a second of the video.
    Offer(
        "air",
        "ravi",
        3200,
        (
            Accepts("northlight"),
            Drafts("northlight", 0, note="First cut, music not final."),
            Comments("lumen", 0, 3.5, "The box is upside down here."),
            Comments("northlight", 0, 3.5, "Will be shot again."),
            Drafts("northlight", 1),
            Reviews("lumen", 1, changes="Please show the case closing."),
        ),
        videos=3,
    ),
    Offer(
        "spf",
        "maya",
        5000,
        (
            Proposes("northlight", 1, 5600, "Two videos at her present rate."),
            Accepts("solstice"),
            Drafts("maya", 0),
            Reviews("solstice", 0),
            Drafts("northlight", 1),
            Reviews("solstice", 1, changes="The claim about SPF 50 needs the small print."),
            Drafts("northlight", 1, number=2, note="With the small print, from second 12."),
            Comments("solstice", 1, 12.0, "Much better."),
        ),
        videos=2,
    ),
    Offer("studio", "amara", 4500, (Accepts("northlight"), Drafts("northlight", 0))),
    Offer(
        "spf",
        "zoe",
        3900,
        (Accepts("northlight"), Confirms("zoe"), Cancels("solstice", "The launch has moved to next year.")),
    ),
    # Completed.
    Offer(
        "race",
        "ravi",
        1800,
        (Accepts("northlight"), *_produced("northlight", "peakform", 0, "v09964b7a20d7f5f8")),
    ),
    Offer(
        "studio",
        "marcus",
        18000,
        (
            Accepts("northlight"),
            *_produced("northlight", "lumen", 0, "v114c9a86abe65737"),
            Drafts("northlight", 1),
            Reviews("lumen", 1, changes="A little less of the neighbour's dog."),
            Drafts("northlight", 1, number=2),
            Reviews("lumen", 1, number=2),
            Publishes("northlight", 1, "v2c74c18b77754a3f"),
        ),
        videos=2,
    ),
    # Inactive: declined, withdrawn, expired, cancelled by both sides.
    Offer("greens", "amara", 2200, (Declines("northlight", "She does not advertise supplements."),)),
    Offer("race", "maya", 2600, (Withdraws("peakform", "We have found a runner."),)),
    Offer("air", "zoe", 3000, days=0),
    Offer(
        "studio",
        "maya",
        4000,
        (
            Accepts("northlight"),
            Cancels("lumen", "The studio is not available."),
            Cancels("maya", "Agreed; another time.", after="brand"),
        ),
    ),
    # The other agency's.
    Offer("glow", "lucia", 2400),
    Offer("race", "tomas", 2000, (Proposes("casaverde", 1, 2300, "With a second story on race day."),)),
    Offer("air", "jonas", 3100, (Accepts("casaverde"), Drafts("jonas", 0))),
    Offer(
        "studio", "lucia", 2600, (Accepts("casaverde"), *_produced("lucia", "lumen", 0, "v038ceef68de147ba"))
    ),
)


def negotiate(session: Session, planned: Offer) -> Callable[[], None]:
    """Brings an offer into its state; returns what waits until a timer has done its part."""
    deal = Deal(session, planned.key, planned.campaign, _found(session, planned) or _sent(session, planned))
    for number, action in enumerate(planned.actions, start=1):
        deal.perform(number, action)
    if planned.days or deal.offer["state"] == "expired":
        return lambda: None
    return lambda: session.wait_for("expired", "An offer", deal.read)


def _found(session: Session, planned: Offer) -> dict[str, Any] | None:
    creator_id = session.id(planned.creator)
    brand, campaign_id = BRAND_OF[planned.campaign], session.memory.campaigns[planned.campaign]
    offers = session.api(brand).list_campaign_offers(campaign_id)
    return next(({**offer} for offer in offers if offer["creator_id"] == creator_id), None)


def _sent(session: Session, planned: Offer) -> dict[str, Any]:
    brand = session.api(BRAND_OF[planned.campaign])
    path = f"/v1/campaigns/{session.memory.campaigns[planned.campaign]}/offers"
    return session.post(brand, path, planned.body(session), step=f"{planned.key}-offer")
