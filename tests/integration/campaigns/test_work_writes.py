"""What a command did, and the event that tells it, are one write of one document."""

from __future__ import annotations

from typing import Any

import pytest

from services.campaigns.domain.commands import (
    CancelOffer,
    CommentDraft,
    PublishDeliverable,
    ReviewDraft,
    SendMessage,
    SubmitDraft,
)
from services.campaigns.domain.deliverables import ReviewDecision
from services.campaigns.domain.offers import Path
from services.campaigns.handlers.deliverables import (
    comment_draft,
    publish_deliverable,
    review_draft,
    submit_draft,
)
from services.campaigns.handlers.offers import cancel_offer
from services.campaigns.handlers.thread import send_message
from services.shared.commands import Commit, Invocation
from tests.fakes.clock import FakeClock
from tests.unit.campaigns.build import BRAND, CREATOR, deal

pytestmark = pytest.mark.real

HERS, BRANDS = Path("of_1", creator_id="cr_1"), Path("of_1", campaign_id="cp_1")
URL = "https://video.example/1"
COMMANDS: list[tuple[Any, Any]] = [
    (send_message, SendMessage(BRAND, BRANDS, "Hello.")),
    (submit_draft, SubmitDraft(CREATOR, HERS, "dl_1", URL)),
    (comment_draft, CommentDraft(BRAND, BRANDS, "dl_1", "Longer.")),
    (review_draft, ReviewDraft(BRAND, BRANDS, "dl_1", ReviewDecision.APPROVE)),
    (cancel_offer, CancelOffer(BRAND, BRANDS)),
    (publish_deliverable, PublishDeliverable(CREATOR, HERS, "dl_1", "v1", URL)),
]


def test_each_command_is_one_write_with_its_event(store):
    store.offers.insert(deal(), Commit())
    with store.offers.collection.database.watch() as changes:
        for number, (handle, command) in enumerate(COMMANDS):
            handle(store, FakeClock(), command, Invocation("br_1", path=str(number), key="k"))
        written = [next(changes)["ns"]["coll"] for _ in COMMANDS]
        assert changes.try_next() is None
    assert written == ["messages", *["offers"] * 5]
    (offer,), (message,) = store.offers.waiting(9), store.messages.waiting(9)
    told = [event.subject.split(".")[2] for event in (*message.events, *offer.events)]
    assert told == [
        *("MessageSent", "DraftSubmitted", "CommentAdded", "DraftApproved", "CancellationRequested"),
        *("DeliverablePublished", "DealCompleted"),
    ]
