"""What a program is told when an act on an offer is refused: one code for each cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.campaigns.domain import deals, negotiation
from services.campaigns.domain.states import OfferState
from services.shared.codes import ErrorCode as Code
from services.shared.errors import CallboardError
from tests.fakes.clock import START
from tests.unit.campaigns.build import (
    BRAND,
    CREATOR,
    LATER,
    Places,
    accept,
    agency,
    deal,
    ids,
    in_state,
    invitation,
    proposal,
    propose,
)

LATE = START + timedelta(days=8)
DEAR = proposal(300_000)


def accept_as(number: int, sha: str) -> Any:
    offer = invitation()
    return negotiation.check_acceptable(offer, CREATOR, number, sha or offer.current_hash, LATER)


def confirm(number: int) -> Any:
    held = in_state(OfferState.AWAITING_CONFIRMATION)
    return negotiation.confirm(held, CREATOR, number, Places(), LATER, ids())


def cancel_twice() -> Any:
    return negotiation.cancel(negotiation.cancel(deal(), BRAND, "no", LATER), BRAND, "no", LATER)


def draft(offer: Any, deliverable: str = "dl_1") -> Any:
    return deals.submit_draft(offer, CREATOR, deliverable, url="https://example.org/v", note="", now=LATER)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: negotiation.propose(invitation(), CREATOR, 2, DEAR, LATER), Code.NOT_LATEST_VERSION),
        (lambda: accept_as(2, ""), Code.NOT_LATEST_VERSION),
        (lambda: accept_as(1, "0" * 64), Code.STALE_HASH),
        (lambda: confirm(9), Code.NOT_LATEST_VERSION),
        (lambda: accept(propose(invitation(), CREATOR), CREATOR), Code.NOT_YOUR_TURN),
        (lambda: propose(invitation(), CREATOR, at=LATE), Code.OFFER_EXPIRED),
        (lambda: propose(in_state(OfferState.EXPIRED), CREATOR), Code.OFFER_EXPIRED),
        (lambda: propose(in_state(OfferState.DECLINED), CREATOR), Code.OFFER_CLOSED),
        (lambda: propose(in_state(OfferState.CANCELLED), CREATOR), Code.OFFER_CLOSED),
        (lambda: propose(deal(), CREATOR), Code.OFFER_STATE_NOT_ALLOWED),
        (cancel_twice, Code.CANCELLATION_REQUESTED),
        (
            lambda: propose(invitation(), agency(floor_price=proposal(400_000).terms.price)),
            Code.GUARDRAIL_FLOOR_PRICE,
        ),
        (
            lambda: accept(invitation(), agency(blocked_categories=("beauty",))),
            Code.GUARDRAIL_BLOCKED_CATEGORIES,
        ),
        (
            lambda: accept(invitation(), agency(max_active_campaigns=1), active_deals=1),
            Code.GUARDRAIL_MAX_ACTIVE_CAMPAIGNS,
        ),
        (lambda: draft(deal(), "dl_9"), Code.DELIVERABLE_NOT_FOUND),
        (lambda: draft(replace(deal(), state=OfferState.COMPLETED)), Code.DEAL_NOT_ACTIVE),
        (lambda: draft(draft(deal())), Code.DELIVERABLE_STATE_NOT_ALLOWED),
    ],
)
def test_a_refusal_has_the_code_of_its_cause(act: Callable[[], Any], code: Code) -> None:
    with pytest.raises(CallboardError) as refused:
        act()
    assert (refused.value.code, refused.value.http_status) == (code, code.status)
