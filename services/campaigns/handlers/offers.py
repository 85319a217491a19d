"""Sending offers, negotiating them, and ending them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from services.campaigns import produces
from services.campaigns.domain import negotiation
from services.campaigns.domain.guardrails import HER_OWN, Mandate
from services.campaigns.domain.negotiation import Proposal
from services.campaigns.domain.offers import Offer, Party, Path, reached
from services.campaigns.domain.states import OfferState, Role
from services.campaigns.handlers.campaigns import get_campaign
from services.campaigns.handlers.slots import OfferSlots, release
from services.campaigns.produces import Facts
from services.campaigns.roster import Roster
from services.campaigns.store import Store
from services.shared import ids
from services.shared.access import CLOCK_SKEW_SECONDS, LEASE_SECONDS
from services.shared.clock import Clock
from services.shared.commands import Command, Replayed, create, execute, replay
from services.shared.errors import CallboardError, NotFound, Unauthenticated

UNKNOWN = "There is no such offer."
CLOCK_SKEW = timedelta(seconds=CLOCK_SKEW_SECONDS)
ANSWER = timedelta(seconds=LEASE_SECONDS) + CLOCK_SKEW
"""For how long MongoDB takes a write on roster's answer, by its own clock."""
ENDED_DEALS = frozenset({OfferState.COMPLETED, OfferState.CANCELLED})


def create_offer(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    by: Party,
    campaign_id: str,
    creator_id: str,
    proposal: Proposal,
    command: Command,
) -> Offer:
    """A brand sends a creator an offer; raises Invalid, and NotFound for campaign and creator."""
    replay(store.offers, command)
    campaign = get_campaign(store, brand_id=by.id, campaign_id=campaign_id)
    creator = roster.party(creator_id, command.request_id) if creator_id else None
    if creator is None or creator.kind != "creator":
        raise NotFound("There is no such creator.")
    offer = negotiation.sent(ids.new_id("of"), campaign, creator_id, by, proposal, clock.now())
    store.keep_version(offer.id, offer.latest)
    return create(store.offers, offer, produces.offer_sent, command, clock)


def propose_terms(
    store: Store,
    clock: Clock,
    *,
    by: Party,
    path: Path,
    base_version: int,
    proposal: Proposal,
    command: Command,
) -> Offer:
    """Either side puts a new version on the table."""

    def decide(offer: Offer) -> Offer:
        changed = negotiation.proposed(offer, by, base_version, proposal, clock.now())
        store.keep_version(offer.id, changed.latest)
        return changed

    return act(store, clock, by, path, decide, produces.terms_proposed, command)


def accept_offer(
    store: Store,
    clock: Clock,
    roster: Roster,
    *,
    by: Party,
    path: Path,
    number: int,
    sha: str,
    command: Command,
) -> Offer:
    """Either side accepts what the other wrote: binding where the creator's side may bind her at this moment.

    Raises Unavailable, and binds nothing, where roster must be asked and does not answer, and
    Unauthenticated where an agency's right to act has run out on the way: it has to ask anew.
    """
    until: datetime | None = None

    def decide(offer: Offer) -> Offer:
        nonlocal until
        negotiation.check_acceptable(offer, by, number, sha, clock.now())
        # Roster's answer is good for a lease from before it was asked. A revocation, or a tighter guardrail,
        # is acknowledged only when that has passed, clocks that differ included; and a write that comes later
        # does not happen, so that roster is asked anew. So no deal is bound by what had ceased to hold when
        # the creator was told so.
        until = _written_until(offer, by, clock.now())
        return negotiation.accepted(
            offer,
            by,
            number=number,
            sha=sha,
            mandate=_mandate(roster, offer, by, command),
            slots=OfferSlots(store, clock, offer),
            now=clock.now(),
            new_id=_deliverable_id,
        )

    return _bind(store, clock, by, path, decide, produces.offer_accepted, command, lambda: until)


def confirm_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, number: int, command: Command
) -> Offer:
    """The creator confirms an accept that was held back for her."""

    def decide(offer: Offer) -> Offer:
        slots = OfferSlots(store, clock, offer)
        return negotiation.confirmed(offer, by, number, slots, clock.now(), _deliverable_id)

    return _bind(store, clock, by, path, decide, produces.offer_confirmed, command)


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


def _mandate(roster: Roster, offer: Offer, by: Party, command: Command) -> Mandate:
    """What binds the creator: in a brand's accept, the mandate of the agency that wrote the version."""
    if by.role is Role.AGENCY:
        return Mandate(guardrails=by.guardrails)
    if not _must_ask(offer, by):
        return HER_OWN
    return roster.mandate(offer.latest.author_id, offer.creator_id, offer.id, command.request_id)


def decline_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, reason: str, command: Command
) -> Offer:
    """The creator's side turns the offer down."""

    def decide(offer: Offer) -> Offer:
        return negotiation.declined(offer, by, reason, clock.now())

    return act(store, clock, by, path, decide, produces.offer_declined, command)


def withdraw_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, reason: str, command: Command
) -> Offer:
    """The brand takes the offer back."""

    def decide(offer: Offer) -> Offer:
        return negotiation.withdrawn(offer, by, reason, clock.now())

    return act(store, clock, by, path, decide, produces.offer_withdrawn, command)


def cancel_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, reason: str, command: Command
) -> Offer:
    """A side asks to cancel an active deal, or agrees to the other's asking."""

    def decide(offer: Offer) -> Offer:
        return negotiation.cancelled(offer, by, reason, clock.now())

    return act(store, clock, by, path, decide, produces.deal_cancelled, command)


def act(
    store: Store,
    clock: Clock,
    by: Party,
    path: Path,
    decide: Callable[[Offer], Offer],
    staged: Facts,
    command: Command,
    until: Callable[[], datetime | None] = lambda: None,
) -> Offer:
    """Changes the offer at `path` as `decide` says, where it is `by`'s to reach; NotFound otherwise."""
    changed = execute(
        store.offers,
        path.offer_id,
        lambda offer: decide(reached(offer, path, by)),
        staged,
        command,
        clock,
        missing=UNKNOWN,
        until=until,
    )
    if changed.state in ENDED_DEALS:
        release(store, changed)
    return changed


def _bind(
    store: Store,
    clock: Clock,
    by: Party,
    path: Path,
    decide: Callable[[Offer], Offer],
    staged: Facts,
    command: Command,
    until: Callable[[], datetime | None] = lambda: None,
) -> Offer:
    """As `act`, for what can make the offer active: one that does not gives back the slot it has taken."""
    try:
        changed = act(store, clock, by, path, decide, staged, command, until)
    except (CallboardError, Replayed):
        offer = store.offers.get(path.offer_id)
        if offer is not None:
            release(store, offer)
        raise
    if changed.state is not OfferState.ACTIVE:
        release(store, changed)
    return changed


def _deliverable_id() -> str:
    return ids.new_id("dl")
