"""Whether an agency may bind a creator now: asked by campaigns where a deal would become binding."""

from __future__ import annotations

from datetime import timedelta

from services.roster.domain.decisions import decide
from services.roster.domain.delegations import Delegation, DelegationState
from services.roster.domain.pairs import pair_id
from services.roster.domain.parties import PartyKind
from services.roster.handlers.access import Answer, Question, log_decision
from services.roster.store import Store
from services.shared.access import REVOCATION_SECONDS
from services.shared.clock import Clock

ACTION = "accept_offer"
"""What the log says: a brand accepts what the agency wrote."""
SCOPE = "marketplace.offers.accept"
RELIED_UPON = timedelta(seconds=REVOCATION_SECONDS)


def authorize_binding(
    store: Store, clock: Clock, *, agency_id: str, creator_id: str, offer_id: str, request_id: str
) -> tuple[DelegationState | None, Delegation | None]:
    """Where the delegation of the pair stands (None: there is none, or one of the two is suspended), and the
    delegation where it is active.

    It decides about the scope, and logs that; about the guardrails decides who knows the offer.
    """
    # As of the last moment at which the answer is relied upon: no deal binds after an end that is near.
    now = clock.now() + RELIED_UPON
    barred = store.suspended_of([agency_id, creator_id])
    decision = decide(
        kind=PartyKind.AGENCY,
        party_id=agency_id,
        creator_id=creator_id,
        pair=store.pairs.get(pair_id(agency_id, creator_id)),
        scope=SCOPE,
        token_scopes=frozenset({SCOPE}),
        now=now,
        suspended=bool(barred),
    )
    question = Question(
        party_id=agency_id,
        kind=PartyKind.AGENCY,
        client_id="",
        token_scopes=frozenset(),
        creator_id=creator_id,
        action=ACTION,
        object=f"/v1/creators/{creator_id}/offers/{offer_id}",
        request_id=request_id,
    )
    log_decision(store, clock, question, Answer(decision, now))
    delegation = decision.delegation
    if delegation is None or barred:
        return None, None
    state = delegation.state_at(now)
    return state, delegation if state is DelegationState.ACTIVE else None
