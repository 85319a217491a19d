"""Sending offers, negotiating them, and ending them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from services.campaigns import produces
from services.campaigns.domain import negotiation
from services.campaigns.domain.commands import (
    AcceptOffer,
    CancelOffer,
    ConfirmOffer,
    CreateOffer,
    DeclineOffer,
    ProposeTerms,
    WithdrawOffer,
)
from services.campaigns.domain.guardrails import HER_OWN, Mandate
from services.campaigns.domain.offers import UNKNOWN, Offer, Party, Path, require_access
from services.campaigns.domain.states import OfferState, Role
from services.campaigns.handlers.campaigns import get_campaign
from services.campaigns.handlers.creators import learn_creators
from services.campaigns.handlers.slots import OfferSlots, release
from services.campaigns.produces import Facts
from services.campaigns.roster import Roster
from services.campaigns.store import Store
from services.shared import ids
from services.shared.access import CLOCK_SKEW_SECONDS, LEASE_SECONDS
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.commands import Invocation, Replayed, create, endless, execute, repeatable
from services.shared.errors import CallboardError, Forbidden, NotFound, Unauthenticated

CLOCK_SKEW = timedelta(seconds=CLOCK_SKEW_SECONDS)
ANSWER = timedelta(seconds=LEASE_SECONDS) + CLOCK_SKEW
"""For how long MongoDB takes a write on roster's answer, by its own clock."""
ENDED_DEALS = frozenset({OfferState.COMPLETED, OfferState.CANCELLED})


def create_offer(
    store: Store, clock: Clock, roster: Roster, command: CreateOffer, invocation: Invocation
) -> Offer:
    """A brand sends a creator an offer; raises Invalid, and NotFound for campaign and creator."""
    offer_id = invocation.new_id("of")
    with repeatable(store.offers, offer_id, invocation):
        campaign = get_campaign(store, brand_id=command.by.id, campaign_id=command.campaign_id)
        _check_creator(store, roster, command.creator_id, invocation)
        offer = negotiation.send(
            offer_id, campaign, command.creator_id, command.by, command.proposal, clock.now()
        )
    return create(store.offers, offer, produces.offer_sent, invocation, clock)


def _check_creator(store: Store, roster: Roster, creator_id: str, invocation: Invocation) -> None:
    """Roster is asked once about a creator: who is one stays one, and roster tells when it suspends her."""
    takes = store.takes_offers(creator_id)
    if takes is None:
        if creator_id not in learn_creators(store, roster, [creator_id], invocation.request_id):
            raise NotFound("There is no such creator.", code=ErrorCode.CREATOR_NOT_FOUND)
        takes = store.takes_offers(creator_id)
    if not takes:
        raise Forbidden("The creator is suspended, and is made no offers.", code=ErrorCode.PARTY_SUSPENDED)


def propose_terms(store: Store, clock: Clock, command: ProposeTerms, invocation: Invocation) -> Offer:
    """Either side puts a new version on the table."""

    def decide(offer: Offer) -> Offer:
        changed = negotiation.propose(offer, command.by, command.base_version, command.proposal, clock.now())
        # The offer holds its latest version; this one stays when another takes its place.
        store.keep_version(offer.id, offer.latest)
        return changed

    return change(store, clock, command, decide, produces.terms_proposed, invocation)


def accept_offer(
    store: Store, clock: Clock, roster: Roster, command: AcceptOffer, invocation: Invocation
) -> Offer:
    """Either side accepts what the other wrote: binding where the creator's side may bind her at this moment.

    Raises Unavailable, and binds nothing, where roster must be asked and does not answer, and
    Unauthenticated where an agency's right to act has run out on the way: it has to ask anew.
    """
    by = command.by

    def until(offer: Offer) -> datetime | None:
        # Roster's answer is good for a lease from before it was asked. A revocation, or a tighter guardrail,
        # is acknowledged only when that has passed, clocks that differ included; and a write that comes later
        # does not happen, so that roster is asked anew. So no deal is bound by what had ceased to hold when
        # the creator was told so.
        return _written_until(offer, by, clock.now())

    def decide(offer: Offer) -> Offer:
        negotiation.check_acceptable(offer, by, command.version, command.hash, clock.now())
        return negotiation.accept(
            offer,
            by,
            number=command.version,
            sha=command.hash,
            mandate=_mandate(roster, offer, by, invocation),
            slots=OfferSlots(store, clock, offer),
            now=clock.now(),
            new_id=_deliverable_id,
        )

    return _bind(store, clock, command, decide, produces.offer_accepted, invocation, until)


def confirm_offer(store: Store, clock: Clock, command: ConfirmOffer, invocation: Invocation) -> Offer:
    """The creator confirms an accept that was held back for her."""

    def decide(offer: Offer) -> Offer:
        slots = OfferSlots(store, clock, offer)
        return negotiation.confirm(offer, command.by, command.version, slots, clock.now(), _deliverable_id)

    return _bind(store, clock, command, decide, produces.offer_confirmed, invocation)


def _must_ask(offer: Offer, by: Party) -> bool:
    return by.role is Role.BRAND and negotiation.written_by_agency(offer)


def _written_until(offer: Offer, by: Party, now: datetime) -> datetime | None:
    """Until when the deal may be written; an agency's own accept rests on the answer that let it in."""
    if by.role is not Role.AGENCY or by.until is None:
        return now + ANSWER if _must_ask(offer, by) else None
    until = by.until + CLOCK_SKEW
    if until <= now:
        raise Unauthenticated("What lets the agency act has run out on the way.")
    return until


def _mandate(roster: Roster, offer: Offer, by: Party, invocation: Invocation) -> Mandate:
    """What binds the creator: in a brand's accept, the mandate of the agency that wrote the version."""
    if by.role is Role.AGENCY:
        return Mandate(guardrails=by.guardrails)
    if not _must_ask(offer, by):
        return HER_OWN
    return roster.mandate(offer.latest.author_id, offer.creator_id, offer.id, invocation.request_id)


def decline_offer(store: Store, clock: Clock, command: DeclineOffer, invocation: Invocation) -> Offer:
    """The creator's side turns the offer down."""

    def decide(offer: Offer) -> Offer:
        return negotiation.decline(offer, command.by, command.reason, clock.now())

    return change(store, clock, command, decide, produces.offer_declined, invocation)


def withdraw_offer(store: Store, clock: Clock, command: WithdrawOffer, invocation: Invocation) -> Offer:
    """The brand takes the offer back."""

    def decide(offer: Offer) -> Offer:
        return negotiation.withdraw(offer, command.by, command.reason, clock.now())

    return change(store, clock, command, decide, produces.offer_withdrawn, invocation)


def cancel_offer(store: Store, clock: Clock, command: CancelOffer, invocation: Invocation) -> Offer:
    """A side asks to cancel an active deal, or agrees to the other's asking."""

    def decide(offer: Offer) -> Offer:
        return negotiation.cancel(offer, command.by, command.reason, clock.now())

    return change(store, clock, command, decide, produces.cancellation, invocation)


class OnOffer(Protocol):
    """A command on one offer."""

    @property
    def by(self) -> Party:
        """Who asks."""
        ...

    @property
    def path(self) -> Path:
        """How the offer is reached."""
        ...


def change(
    store: Store,
    clock: Clock,
    command: OnOffer,
    decide: Callable[[Offer], Offer],
    staged: Facts,
    invocation: Invocation,
    until: Callable[[Offer], datetime | None] = endless,
) -> Offer:
    """Changes the offer of a command as `decide` says, where the party may reach it; NotFound otherwise."""

    def allowed(offer: Offer) -> Offer:
        return decide(require_access(offer, command.path, command.by))

    offer_id = command.path.offer_id
    changed = execute(
        store.offers,
        offer_id,
        allowed,
        staged,
        invocation,
        clock,
        missing=UNKNOWN,
        missing_code=ErrorCode.OFFER_NOT_FOUND,
        until=until,
    )
    if changed.state in ENDED_DEALS:
        release(store, changed)
    return changed


def _bind(
    store: Store,
    clock: Clock,
    command: OnOffer,
    decide: Callable[[Offer], Offer],
    staged: Facts,
    invocation: Invocation,
    until: Callable[[Offer], datetime | None] = endless,
) -> Offer:
    """As `change`, for what can make the offer active: one that does not gives back the slot it has taken."""
    try:
        changed = change(store, clock, command, decide, staged, invocation, until)
    except (CallboardError, Replayed):
        offer = store.offers.get(command.path.offer_id)
        if offer is not None:
            release(store, offer)
        raise
    if changed.state is not OfferState.ACTIVE:
        release(store, changed)
    return changed


def _deliverable_id() -> str:
    return ids.new_id("dl")
