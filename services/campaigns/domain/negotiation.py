"""From the invitation to the agreement, or to another end: pure functions from one offer to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.campaigns.domain.campaigns import Campaign
from services.campaigns.domain.deliverables import owed
from services.campaigns.domain.guardrails import HeldBecause, Mandate
from services.campaigns.domain.offers import Offer, Party
from services.campaigns.domain.slots import Slots
from services.campaigns.domain.states import Act, OfferState, Role, step
from services.campaigns.domain.terms import Terms, check_terms
from services.campaigns.domain.versions import Link, Version, seal
from services.shared.codes import ErrorCode, FieldCode
from services.shared.errors import Conflict, FieldError, Forbidden, Invalid, Problems
from services.shared.hashchain import GENESIS

ANSWER_TIME = timedelta(days=7)
LONGEST_ANSWER_TIME = timedelta(days=90)
MOST_VERSIONS = 30
"""Of each side: one that has used up its own still answers, and never uses up the other's."""


@dataclass(frozen=True)
class Proposal:
    """Terms as a party puts them forward, with a message. `respond_by` None: in seven days."""

    terms: Terms
    message: str = ""
    respond_by: datetime | None = None


def send(
    offer_id: str, campaign: Campaign, creator_id: str, by: Party, proposal: Proposal, now: datetime
) -> Offer:
    """A brand's invitation; raises Invalid."""
    first = _version(None, by, proposal, now)
    return Offer(
        id=offer_id,
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        brand_id=campaign.brand_id,
        brand_name=campaign.brand_name,
        category=campaign.category,
        campaign_target=campaign.target,
        creator_id=creator_id,
        state=OfferState.IN_REVIEW,
        latest=first,
        chain=(Link(first.hash, by.side),),
        respond_by=first.respond_by,
        created_at=now,
        updated_at=now,
    )


def propose(offer: Offer, by: Party, base_version: int, proposal: Proposal, now: datetime) -> Offer:
    """With a new version on top of the latest; raises Conflict, Invalid, and Forbidden by a guardrail."""
    state = _step(offer, Act.PROPOSE, by, now)
    if base_version != offer.current_version:
        raise Conflict(
            f"Version {offer.current_version} is the latest; answer that one.",
            code=ErrorCode.NOT_LATEST_VERSION,
        )
    if sum(link.author_side is by.side for link in offer.chain) >= MOST_VERSIONS:
        answer = "answer the latest one" if offer.latest.author_side is not by.side else "await the answer"
        raise Conflict(
            f"Your side has written {MOST_VERSIONS} versions, which is the most; {answer}.",
            code=ErrorCode.LIMIT_REACHED,
        )
    made = _version(offer.latest, by, proposal, now)
    if made.terms == offer.terms:
        message = "must differ from the latest version"
        raise Invalid(f"terms {message}", [FieldError("terms", message, FieldCode.NOT_ALLOWED)])
    by.guardrails.check_dealing(offer.category, made.price)
    chain = (*offer.chain, Link(made.hash, by.side))
    return replace(offer, state=state, latest=made, chain=chain, respond_by=made.respond_by, updated_at=now)


def accept(
    offer: Offer,
    by: Party,
    *,
    number: int,
    sha: str,
    mandate: Mandate,
    slots: Slots,
    now: datetime,
    new_id: Callable[[], str],
) -> Offer:
    """Agreed where `mandate` binds the creator, otherwise held back for her confirmation.

    Raises Conflict; and Forbidden where the agency that accepts itself passes a limit other than one
    that asks for her confirmation. `new_id` makes the ids of the deliverables.
    """
    check_acceptable(offer, by, number, sha, now)
    if by.role is Role.AGENCY:
        mandate.guardrails.check_dealing(offer.category, offer.price)
    held = mandate.lacks(offer.category, offer.price)
    full = slots.full(mandate.cap) if held else not slots.take(mandate.cap)
    if full and by.role is Role.AGENCY:
        raise Forbidden(
            f"The guardrail max_active_campaigns allows {mandate.cap}; so many are active.",
            code=ErrorCode.GUARDRAIL_MAX_ACTIVE_CAMPAIGNS,
        )
    held += (HeldBecause.MAX_ACTIVE_CAMPAIGNS,) if full else ()
    state = _step(offer, Act.HOLD if held else Act.ACCEPT, by, now)
    changed = replace(
        offer, state=state, accepted_by=by.id, accepted_by_name=by.name, held_because=held, updated_at=now
    )
    return changed if held else _agreed(changed, now, new_id)


def check_acceptable(offer: Offer, by: Party, number: int, sha: str, now: datetime) -> None:
    """Raises Conflict unless `by` may accept the latest version, which `number` and `sha` name as read."""
    _step(offer, Act.ACCEPT, by, now)
    if (number, sha) != (offer.current_version, offer.current_hash):
        newer = number != offer.current_version
        raise Conflict(
            f"Version {offer.current_version} is the latest; read it, then name its number and hash.",
            code=ErrorCode.NOT_LATEST_VERSION if newer else ErrorCode.STALE_HASH,
        )
    if offer.latest.author_side is by.side:
        raise Conflict(
            "Your side wrote the latest version; the other side must accept it.", code=ErrorCode.NOT_YOUR_TURN
        )


def written_by_agency(offer: Offer) -> bool:
    """Whether an agency wrote the latest version in the creator's name."""
    return bool(offer.latest.on_behalf_of)


def confirm(
    offer: Offer, by: Party, number: int, slots: Slots, now: datetime, new_id: Callable[[], str]
) -> Offer:
    """Agreed at last by the creator herself, whatever cap she has set to her agency; raises Conflict."""
    state = _step(offer, Act.CONFIRM, by, now)
    if number != offer.current_version:
        raise Conflict(
            f"Version {offer.current_version} was accepted; confirm that one.",
            code=ErrorCode.NOT_LATEST_VERSION,
        )
    slots.take(None)
    return _agreed(replace(offer, state=state, held_because=(), updated_at=now), now, new_id)


def decline(offer: Offer, by: Party, reason: str, now: datetime) -> Offer:
    """Turned down on the creator's side; raises Conflict."""
    return _ended(offer, Act.DECLINE, by, reason, now)


def withdraw(offer: Offer, by: Party, reason: str, now: datetime) -> Offer:
    """Taken back by the brand; raises Conflict."""
    return _ended(offer, Act.WITHDRAW, by, reason, now)


def cancel(offer: Offer, by: Party, reason: str, now: datetime) -> Offer:
    """Asked to be cancelled, or cancelled where the other side has asked; raises Conflict."""
    if offer.cancellation_requested_by in {None, by.side}:
        asked = _ended(offer, Act.REQUEST_CANCEL, by, reason, now)
        if offer.cancellation_requested_by is by.side:
            raise Conflict(
                "Your side has asked to cancel already; the other side must agree.",
                code=ErrorCode.CANCELLATION_REQUESTED,
            )
        return replace(asked, cancellation_requested_by=by.side)
    # What the first side said stays unless the second says more.
    return _ended(offer, Act.CANCEL, by, reason or offer.reason, now)


def expire(offer: Offer, now: datetime) -> Offer:
    """Expired where it was not answered in time; itself where there is nothing to do."""
    if not offer.overdue(now):
        return offer
    return replace(offer, state=step(offer.state, Act.EXPIRE, Role.TIMER), updated_at=now)


def _step(offer: Offer, act: Act, by: Party, now: datetime) -> OfferState:
    if offer.overdue(now):
        raise Conflict(
            "The offer is expired: it was not answered in time; the brand can send a new one.",
            code=ErrorCode.OFFER_EXPIRED,
        )
    return step(offer.state, act, by.role)


def _ended(offer: Offer, act: Act, by: Party, reason: str, now: datetime) -> Offer:
    state = _step(offer, act, by, now)
    return replace(offer, state=state, reason=reason, updated_at=now)


def _agreed(offer: Offer, now: datetime, new_id: Callable[[], str]) -> Offer:
    return replace(offer, agreed_at=now, deliverables=owed(offer.terms, new_id))


def _version(parent: Version | None, by: Party, proposal: Proposal, now: datetime) -> Version:
    problems = Problems()
    check_terms(problems, proposal.terms, now)
    respond_by = proposal.respond_by or now + ANSWER_TIME
    within = now < respond_by <= now + LONGEST_ANSWER_TIME
    problems.require(
        within,
        "respond_by",
        f"must be in the future, at most {LONGEST_ANSWER_TIME.days} days ahead",
        FieldCode.OUT_OF_RANGE,
    )
    problems.check()
    base = parent.number if parent else 0
    return seal(
        Version(
            number=base + 1,
            author_id=by.id,
            author_name=by.name,
            author_side=by.side,
            on_behalf_of=by.on_behalf_of,
            base_version=base,
            terms=proposal.terms,
            parent_hash=parent.hash if parent else GENESIS,
            message=proposal.message,
            created_at=now,
            respond_by=respond_by,
        )
    )
