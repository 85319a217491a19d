"""Builders of offers and parties for tests; times start at `tests.fakes.clock.START`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from services.campaigns.domain import campaigns, negotiation
from services.campaigns.domain.campaigns import Campaign, Content
from services.campaigns.domain.guardrails import HER_OWN, UNLIMITED, Guardrails, Mandate
from services.campaigns.domain.negotiation import Proposal
from services.campaigns.domain.offers import Offer, Party
from services.campaigns.domain.states import OfferState, Role
from services.campaigns.domain.terms import Clause, DeliverableTerm, Terms
from services.shared.money import Money
from tests.fakes.clock import START

CREATOR = Party("cr_1", Role.CREATOR)
BRAND = Party("br_1", Role.BRAND)
AGENCY = Party("ag_1", Role.AGENCY, on_behalf_of="cr_1")
PARTIES = {Role.CREATOR: CREATOR, Role.BRAND: BRAND, Role.AGENCY: AGENCY}

LATER = START + timedelta(hours=1)


def agency(**limits: Any) -> Party:
    """The agency under these guardrails."""
    return replace(AGENCY, guardrails=Guardrails(**limits) if limits else UNLIMITED)


def ids(prefix: str = "dl") -> Any:
    """A maker of ids: dl_1, dl_2, …"""
    numbers = count(1)
    return lambda: f"{prefix}_{next(numbers)}"


def terms(amount: int = 250_000, currency: str = "USD", **changes: Any) -> Terms:
    """Valid terms with one video."""
    one = DeliverableTerm("video", 1, 2, START + timedelta(days=10), START + timedelta(days=20))
    given = {"deliverables": (one,), "clauses": (Clause("c1", "Use", "As agreed."),)} | changes
    return Terms(price=Money(amount, currency), **given)


def proposal(amount: int = 250_000, currency: str = "USD", **changes: Any) -> Proposal:
    """A proposal of valid terms."""
    return Proposal(terms(amount, currency, **changes), "Hello")


def campaign(**changes: Any) -> Campaign:
    """A campaign of the brand's."""
    content = Content(name="Spring", category="beauty/skincare")
    return replace(campaigns.open_campaign("cp_1", "br_1", "Glow", content, START), **changes)


def invitation(given: Proposal | None = None) -> Offer:
    """An offer that the brand has just sent."""
    return negotiation.send("of_1", campaign(), "cr_1", BRAND, given or proposal(), START)


def propose(offer: Offer, by: Party, amount: int = 300_000, at: datetime = LATER, **changes: Any) -> Offer:
    """With other terms on the table."""
    return negotiation.propose(offer, by, offer.current_version, proposal(amount, **changes), at)


class Places:
    """Slots of a creator of whose deals so many are active."""

    def __init__(self, active: int = 0) -> None:
        self.active = active

    def take(self, cap: int | None) -> bool:
        """Takes one where one is left."""
        taken = not self.full(cap)
        self.active += taken
        return taken

    def full(self, cap: int | None) -> bool:
        """Whether none is left."""
        return cap is not None and self.active >= cap


def accept(
    offer: Offer, by: Party, active_deals: int = 0, at: datetime = LATER, mandate: Mandate = HER_OWN
) -> Offer:
    """Accepted in its latest version; `mandate` is that of the agency that wrote what a brand accepts."""
    return negotiation.accept(
        offer,
        by,
        number=offer.current_version,
        sha=offer.current_hash,
        mandate=Mandate(guardrails=by.guardrails) if by.role is Role.AGENCY else mandate,
        slots=Places(active_deals),
        now=at,
        new_id=ids(),
    )


def deal(**changes: Any) -> Offer:
    """An active deal."""
    return accept(invitation(proposal(**changes)), CREATOR)


def in_state(state: OfferState) -> Offer:
    """An offer that has come into `state` by the rules."""
    makers = {
        OfferState.IN_REVIEW: invitation,
        OfferState.NEGOTIATING: lambda: propose(invitation(), CREATOR),
        OfferState.AWAITING_CONFIRMATION: lambda: accept(invitation(), agency(confirm_all_accepts=True)),
        OfferState.ACTIVE: deal,
        OfferState.DECLINED: lambda: negotiation.decline(invitation(), CREATOR, "no", LATER),
        OfferState.WITHDRAWN: lambda: negotiation.withdraw(invitation(), BRAND, "no", LATER),
        OfferState.EXPIRED: lambda: negotiation.expire(invitation(), START + timedelta(days=8)),
        OfferState.CANCELLED: lambda: negotiation.cancel(
            negotiation.cancel(deal(), BRAND, "no", LATER), CREATOR, "", LATER
        ),
        OfferState.COMPLETED: lambda: replace(deal(), state=OfferState.COMPLETED),
    }
    return makers[state]()
