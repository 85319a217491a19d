"""An agency's people, applications, webhooks and mails as the API answers them to its owner."""

from __future__ import annotations

from typing import Any

from tests.unit.portal.gateway import ME, FakeGateway, page
from tests.unit.portal.offers import CREATOR, moment

SCOPES = [
    f"marketplace.{name}"
    for name in (
        "people.read",
        "people.write",
        "applications.read",
        "applications.write",
        "webhooks.read",
        "webhooks.write",
    )
]
OWNER = {**ME, "client": {"client_id": "portal", "scopes": SCOPES}}
MOMENTS = {"created_at": moment(-30), "updated_at": moment(-1)}

ACCOUNT: dict[str, Any] = {
    "id": "pe_1",
    "name": "Ana López",
    "email": "ana@example.com",
    "locale": "es",
    "time_zone": "Europe/Madrid",
    "second_factor": False,
    "recovery_codes_left": 0,
    "memberships": [
        {
            "party_id": "ag_1",
            "party": {"id": "ag_1", "kind": "agency", "name": "Northlight Talent"},
            "party_kind": "agency",
            "role": "owner",
            "creator_ids": [],
            "since": moment(-30),
        }
    ],
    "sessions_valid_from": moment(-30),
    "version": 7,
    **MOMENTS,
}
PERSON: dict[str, Any] = {
    "id": "pe_2",
    "name": "Ben Ode",
    "email": "ben@example.com",
    "role": "manager",
    "creator_ids": ["cr_1"],
    "limited": True,
    "creators": [CREATOR],
    "since": moment(-9),
    "second_factor": True,
    "version": 3,
    **MOMENTS,
}
INVITATION: dict[str, Any] = {
    "id": "iv_1",
    "party_id": "ag_1",
    "email": "eva@example.com",
    "role": "viewer",
    "creator_ids": [],
    "limited": False,
    "invited_by_name": "Ana López",
    "invited_by_actor": {"id": "ag_1", "kind": "agency", "name": "Northlight Talent"},
    "state": "pending",
    "expires_at": moment(5),
    "version": 1,
    **MOMENTS,
}
SESSION: dict[str, Any] = {
    "id": "se_1",
    "client_id": "portal",
    "application_name": "Callboard",
    "party": {"id": "ag_1", "kind": "agency", "name": "Northlight Talent"},
    "address": "203.0.113.7",
    "device": "Firefox on Linux",
    "current": True,
    "last_used_at": moment(-0.1),
    "expires_at": moment(30),
    **MOMENTS,
}
APPLICATION: dict[str, Any] = {
    "id": "ap_1",
    "name": "Deal sheets",
    "redirect_uris": ["https://app.example.com/in"],
    "confidential": True,
    "version": 2,
    **MOMENTS,
}
WEBHOOK: dict[str, Any] = {
    "id": "wh_1",
    "url": "https://hooks.example.com/callboard",
    "events": ["offer.sent"],
    "description": "Our CRM",
    "state": "active",
    "failing_since": None,
    "version": 5,
    **MOMENTS,
}
DELIVERY: dict[str, Any] = {
    "id": "dv_1",
    "event_id": "ev_1",
    "type": "offer.sent",
    "state": "failed",
    "body": '{"type": "offer.sent"}',
    "attempts": [
        {"at": moment(-1), "duration_ms": 120, "status": 500, "error": "It failed.", "answer": "oops"}
    ],
    "next_attempt_at": None,
    **MOMENTS,
}
SUBSCRIPTION: dict[str, Any] = {
    "id": "ms_1",
    "address": "ana@example.com",
    "language": "es",
    "frequency": "daily",
    "events": [],
    "state": "unconfirmed",
    "refusal": "",
    "version": 2,
    **MOMENTS,
}
REMINDERS: dict[str, Any] = {"hours_before": [48, 24], "late": True, "kinds": ["answer"], "version": 0}


def owner() -> FakeGateway:
    """The gateway as the owner of an agency finds it."""
    return FakeGateway(
        {
            "GET /v1/me": OWNER,
            "GET /v1/me/account": ACCOUNT,
            "GET /v1/me/sessions": page(SESSION, {**SESSION, "id": "se_2", "current": False}),
            "GET /v1/people": page(PERSON),
            "GET /v1/people/pe_2": PERSON,
            "GET /v1/people/invitations": page(INVITATION),
            "GET /v1/roster": page({"creator": CREATOR}),
            "GET /v1/applications": page(APPLICATION),
            "GET /v1/applications/ap_1": APPLICATION,
            "GET /v1/webhooks": page(WEBHOOK),
            "GET /v1/webhooks/wh_1": WEBHOOK,
            "GET /v1/webhooks/wh_1/deliveries": page(DELIVERY),
            "GET /v1/mail/subscriptions": page(SUBSCRIPTION),
            "GET /v1/mail/subscriptions/ms_1": SUBSCRIPTION,
            "GET /v1/reminders/settings": REMINDERS,
        }
    )
