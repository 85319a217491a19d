"""An offer of the demo: what is sent, and how it is brought into its state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.cli.demo.campaigns import BRAND_OF, CAMPAIGN
from services.cli.demo.deal import Action, Deal
from services.cli.demo.session import Session
from services.cli.demo.terms import ADS, Exclusive, clause, schedule


@dataclass(frozen=True)
class Offer:
    """An offer, known by its campaign and creator, with the actions that lead to its state.

    `price` is in whole units of the campaign's currency, `pieces` what is owed, by type and count. `hours` is
    the time to answer, 0 for an offer that expires while the demo loads; `draft` and `publish` are the days
    until then, where 0 is a draft that becomes late while the demo loads.
    """

    campaign: str
    creator: str
    price: int
    message: str
    actions: tuple[Action, ...] = ()
    pieces: Sequence[tuple[str, int]] = (("video", 1),)
    hours: float = 45 * 24
    draft: float = 20
    publish: float = 40
    rights: Mapping[str, Any] | None = None
    exclusive: Exclusive | None = None
    clauses: Sequence[str] = ("usage", "disclosure")
    up_front: int = 30

    @property
    def key(self) -> str:
        """The beginning of the names of its steps."""
        return f"{self.campaign}-{self.creator}"

    @property
    def is_late(self) -> bool:
        """Whether its draft becomes late while the demo loads."""
        return self.draft == 0

    def body(self, session: Session) -> dict[str, Any]:
        """What sends the offer."""
        return {
            "creator_id": session.id(self.creator),
            "terms": self._terms(session),
            "message": self.message,
            "respond_by": session.hours(self.hours) if self.hours else session.soon(),
        }

    def _terms(self, session: Session) -> dict[str, Any]:
        dates = {
            "draft_due": session.soon() if self.is_late else session.hours(24 * self.draft),
            "publish_by": session.hours(24 * self.publish),
        }
        exclusive = {"exclusivity": self.exclusive.body(session)} if self.exclusive else {}
        return {
            "price": {"amount_minor": self.price * 100, "currency": CAMPAIGN[self.campaign].currency},
            "deliverables": [
                {"type": kind, "count": count, "max_revisions": 2, **dates} for kind, count in self.pieces
            ],
            "usage_rights": dict(ADS if self.rights is None else self.rights),
            "payment_schedule": schedule(self.up_front),
            "clauses": [clause(key) for key in self.clauses],
            **exclusive,
        }


def negotiate(session: Session, planned: Offer, sent: Mapping[str, dict[str, Any]]) -> Callable[[], None]:
    """Brings an offer into its state; returns what waits until a timer has done its part.

    `sent` are the offers that the campaign had at first, by creator.
    """
    offer = sent.get(session.id(planned.creator)) or _sent(session, planned)
    deal = Deal(session, planned.key, planned.campaign, offer)
    for number, action in enumerate(planned.actions, start=1):
        deal.perform(number, action)
    if not planned.hours and deal.offer["state"] != "expired":
        return lambda: session.wait_for("expired", "An offer", lambda: deal.read()["state"] == "expired")
    if planned.is_late and deal.offer["state"] == "active" and not deal.offer["late"]:
        return lambda: session.wait_for("late", "A draft", lambda: bool(deal.read()["late"]))
    return lambda: None


def offers_of(session: Session, campaign: str) -> dict[str, dict[str, Any]]:
    """The offers of a campaign, by creator."""
    listed = session.api(BRAND_OF[campaign]).list_campaign_offers(session.memory.campaigns[campaign])
    return {offer["creator_id"]: {**offer} for offer in listed}


def _sent(session: Session, planned: Offer) -> dict[str, Any]:
    brand = session.api(BRAND_OF[planned.campaign])
    path = f"/v1/campaigns/{session.memory.campaigns[planned.campaign]}/offers"
    return session.post(brand, path, planned.body(session), step=f"{planned.key}-offer")
