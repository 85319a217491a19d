"""Creative work and talk as public events: who did what to which thing, without what was written in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format

from protos.callboard.access.v1 import access_pb2
from protos.campaigns.v1 import campaigns_pb2
from protos.campaigns.v1 import events_pb2 as campaigns
from services.notifications import catalogue
from services.notifications.handlers.publishing import publish
from services.shared.access import SCOPE_NAMES
from services.shared.events import Received
from tests.fakes.clock import FakeClock
from tests.fakes.notifications import FakeRoster, FakeStore
from tests.unit.notifications.build import SCOPE, add_webhook

EXAMPLES = Path(__file__).parents[2] / "examples" / "events"

DELIVERABLE = {
    "deliverable_id": "dl_0199f3a1d3e47a5b8c6d7e8f90a1b2c3",
    "deliverable_type": "video",
    "draft": 1,
}
AGENCY = {"id": "ag_0199f39f11b37c4d8e5f60718293a4b5", "kind": "agency", "name": "North Talent"}
BRAND = {"id": "br_0199f39f0f417d2a8b3c4d5e6f708192", "kind": "brand", "name": "Glow"}

CASES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("CancellationRequested", "cancellation.requested", "GetOffer", {"requested_by": "brand", "version": 4}),
    (
        "DraftSubmitted",
        "draft.submitted",
        "GetDeliverable",
        {**DELIVERABLE, "state": "in_review", "actor": AGENCY, "version": 4},
    ),
    (
        "DraftApproved",
        "draft.approved",
        "GetDeliverable",
        {**DELIVERABLE, "state": "approved", "actor": BRAND, "version": 4},
    ),
    (
        "DraftChangesRequested",
        "draft.changes_requested",
        "GetDeliverable",
        {**DELIVERABLE, "state": "changes_requested", "actor": BRAND, "version": 4},
    ),
    (
        "CommentAdded",
        "comment.added",
        "GetDeliverable",
        {**DELIVERABLE, "comment_id": "cm_0199f3a2e4f57b6c9d7e8f90a1b2c3d4", "author": BRAND},
    ),
    (
        "DeliverablePublished",
        "deliverable.published",
        "GetDeliverable",
        {**DELIVERABLE, "state": "published", "actor": AGENCY, "version": 4},
    ),
    (
        "MessageSent",
        "message.sent",
        "ListMessages",
        {"message_id": "ms_0199f3a2e5067c7d8e9f00a1b2c3d4e5", "author": BRAND},
    ),
]


def received(name: str) -> Received:
    """The example of an event, as campaigns says it."""
    text = (EXAMPLES / f"campaigns.v1.{name}.json").read_text()
    message = json_format.Parse(text, getattr(campaigns, name)())
    stamp = "2026-03-01T13:00:00Z"
    return Received(message, f"campaigns.v1.{name}", "ev_1", "of_1", 4, stamp, "ag_1", "rq_1")


@pytest.mark.parametrize(("name", "public", "route", "said"), CASES)
def test_it_says_what_was_done_to_whom_it_concerns(
    name: str, public: str, route: str, said: dict[str, Any]
) -> None:
    event = received(name)
    creator_id, brand_id = event.message.offer.creator_id, event.message.offer.brand_id
    store, roster = FakeStore(), FakeRoster()
    roster.grant("ag_1", creator_id, SCOPE)
    roster.grant("ag_2", creator_id, "marketplace.deliverables.write")
    for party_id in (creator_id, brand_id, "ag_1", "ag_2"):
        add_webhook(store, f"wh_{party_id}", party_id=party_id)
    publish(store, roster, FakeClock(), event)
    heard = {each.webhook_id for each in store.deliveries.values()}
    assert heard == {f"wh_{creator_id}", f"wh_{brand_id}", "wh_ag_1"}
    (body,) = {each.body for each in store.deliveries.values()}
    told = json.loads(body)
    assert told["type"] == public
    assert told["data"] == said | {
        "creator": {"id": creator_id, "handle": "zoe", "display_name": "Zoe Example"},
        "brand": {"id": brand_id, "name": "Glow"},
        "campaign": {"id": event.message.offer.campaign_id, "name": "Spring launch"},
        "offer_id": event.message.offer.offer_id,
    }
    assert catalogue.kinds()[public].scope == scope_of(route)


def scope_of(route: str) -> str:
    """What an agency needs to read it."""
    services = campaigns_pb2.DESCRIPTOR.services_by_name.values()
    method = next(each for service in services for each in service.methods if each.name == route)
    rule: Any = access_pb2.rule
    return SCOPE_NAMES[method.GetOptions().Extensions[rule].scope]
