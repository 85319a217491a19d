"""Facts as they are published, and the examples of them that the repository keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format

from protos.campaigns.v1 import events_pb2
from services.campaigns import produces
from services.campaigns.domain import negotiation
from services.campaigns.domain.states import OfferState
from services.shared.mapping import to_datetime
from tests.unit.campaigns.build import BRAND, CREATOR, LATER, accept, deal, in_state, invitation, propose

EXAMPLES = Path(__file__).parents[2] / "examples" / "events"
S = OfferState

CASES = [
    (produces.offer_sent, S.IN_REVIEW, "OfferSent"),
    (produces.terms_proposed, S.NEGOTIATING, "TermsProposed"),
    (produces.offer_accepted, S.ACTIVE, "OfferAccepted"),
    (produces.offer_confirmed, S.ACTIVE, "OfferConfirmed"),
    (produces.offer_declined, S.DECLINED, "OfferDeclined"),
    (produces.offer_withdrawn, S.WITHDRAWN, "OfferWithdrawn"),
    (produces.offer_expired, S.EXPIRED, "OfferExpired"),
    (produces.deal_cancelled, S.CANCELLED, "DealCancelled"),
    (produces.deal_completed, S.COMPLETED, "DealCompleted"),
    (produces.offer_announced, S.ACTIVE, "OfferAnnounced"),
]

WORK = (
    *("CancellationRequested", "DraftSubmitted", "DraftApproved", "DraftChangesRequested"),
    *("CommentAdded", "DeliverablePublished", "MessageSent"),
)
"""Of these test_work_events says what causes them."""


@pytest.mark.parametrize(("build", "state", "name"), CASES)
def test_a_fact_carries_the_offer_as_it_stands(build, state, name):
    offer = replace(in_state(state), version=4)
    (fact,) = build(offer)
    assert fact.creator_id == "cr_1"
    assert fact.message.DESCRIPTOR.full_name == f"campaigns.v1.{name}"
    reference = fact.message.offer
    assert (reference.offer_id, reference.creator_id) == ("of_1", "cr_1")
    assert (reference.brand_id, reference.campaign_id, reference.version) == ("br_1", "cp_1", 4)
    assert to_datetime(reference.at) == offer.updated_at
    shown = json_format.MessageToDict(reference)
    assert shown["state"] == f"OFFER_STATE_{state.value.upper()}"
    assert shown["tab"] == f"TAB_{offer.tab.value.upper()}"


@pytest.mark.parametrize("name", [*(name for _, _, name in CASES), *WORK])
def test_every_event_has_an_example_that_reads(name):
    text = (EXAMPLES / f"campaigns.v1.{name}.json").read_text()
    message = json_format.Parse(text, getattr(events_pb2, name)())
    assert message.offer.offer_id.startswith("of_")


def test_every_event_is_built_here():
    events = {name for name in events_pb2.DESCRIPTOR.message_types_by_name if not name.endswith("Ref")}
    assert events == {name for _, _, name in CASES} | {*WORK}


def test_what_particular_facts_add():
    (proposed,) = produces.terms_proposed(propose(invitation(), CREATOR))
    message: Any = proposed.message
    assert (message.number, message.side) == (2, 1)
    (accepted,) = produces.offer_accepted(accept(invitation(), CREATOR))
    message = accepted.message
    assert message.accepted_by == "cr_1"


def test_nothing_is_said_before_it_is_so():
    asked = negotiation.cancel(deal(), BRAND, "", LATER)
    assert produces.deal_cancelled(asked) == []
    assert produces.deal_completed(asked) == []
    assert produces.unannounced(asked) == []
