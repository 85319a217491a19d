"""Sending offers, negotiating them, and ending them."""

from __future__ import annotations

from collections.abc import Callable

from services.campaigns import facts
from services.campaigns.domain import deals, negotiation
from services.campaigns.domain.negotiation import Proposal
from services.campaigns.domain.offers import Message, Offer, Party, Path, reached
from services.campaigns.facts import Facts
from services.campaigns.handlers.campaigns import get_campaign
from services.campaigns.roster import Roster
from services.campaigns.store import Store
from services.shared import ids
from services.shared.clock import Clock
from services.shared.commands import Command, create, execute, replay
from services.shared.errors import NotFound

UNKNOWN = "There is no such offer."


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
    return create(store.offers, offer, facts.offer_sent, command, clock)


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
        return negotiation.proposed(offer, by, base_version, proposal, clock.now())

    return act(store, clock, by, path, decide, facts.terms_proposed, command)


def accept_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, number: int, sha: str, command: Command
) -> Offer:
    """Either side accepts what the other wrote. Guardrails bind an agency."""

    def decide(offer: Offer) -> Offer:
        limited = by.guardrails.max_active_campaigns is not None
        active = store.active_deals(offer.creator_id) if limited else 0
        return negotiation.accepted(
            offer, by, number=number, sha=sha, active_deals=active, now=clock.now(), new_id=_deliverable_id
        )

    return act(store, clock, by, path, decide, facts.offer_accepted, command)


def confirm_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, number: int, command: Command
) -> Offer:
    """The creator confirms an accept that a guardrail held back."""

    def decide(offer: Offer) -> Offer:
        return negotiation.confirmed(offer, by, number, clock.now(), _deliverable_id)

    return act(store, clock, by, path, decide, facts.offer_confirmed, command)


def decline_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, reason: str, command: Command
) -> Offer:
    """The creator's side turns the offer down."""

    def decide(offer: Offer) -> Offer:
        return negotiation.declined(offer, by, reason, clock.now())

    return act(store, clock, by, path, decide, facts.offer_declined, command)


def withdraw_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, reason: str, command: Command
) -> Offer:
    """The brand takes the offer back."""

    def decide(offer: Offer) -> Offer:
        return negotiation.withdrawn(offer, by, reason, clock.now())

    return act(store, clock, by, path, decide, facts.offer_withdrawn, command)


def cancel_offer(
    store: Store, clock: Clock, *, by: Party, path: Path, reason: str, command: Command
) -> Offer:
    """A side asks to cancel an active deal, or agrees to the other's asking."""

    def decide(offer: Offer) -> Offer:
        return negotiation.cancelled(offer, by, reason, clock.now())

    return act(store, clock, by, path, decide, facts.deal_cancelled, command)


def send_message(store: Store, clock: Clock, *, by: Party, path: Path, text: str, command: Command) -> Offer:
    """Either side writes into the thread; the message is the last of the returned offer's."""
    message = Message(ids.new_id("ms"), by.id, by.side, text, clock.now())
    return act(
        store, clock, by, path, lambda offer: deals.discussed(offer, message), facts.unannounced, command
    )


def act(
    store: Store,
    clock: Clock,
    by: Party,
    path: Path,
    decide: Callable[[Offer], Offer],
    staged: Facts,
    command: Command,
) -> Offer:
    """Changes the offer at `path` as `decide` says, where it is `by`'s to reach; NotFound otherwise."""
    return execute(
        store.offers,
        path.offer_id,
        lambda offer: decide(reached(offer, path, by)),
        staged,
        command,
        clock,
        missing=UNKNOWN,
    )


def _deliverable_id() -> str:
    return ids.new_id("dl")
