"""Who may act for whom: delegations in every state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from callboard import Conflict
from services.cli.demo.session import Session
from services.shared.access import DELEGABLE

EVERYTHING = DELEGABLE
READING = tuple(scope for scope in EVERYTHING if scope.endswith(".read"))
NO_ACCEPT = tuple(
    scope for scope in EVERYTHING if scope not in ("marketplace.offers.accept", "marketplace.payments.read")
)
FIGURES = ("marketplace.profile.read", "marketplace.metrics.read", "marketplace.audience.read")


@dataclass(frozen=True)
class Permission:
    """A delegation as it is to end up; it is known by its parties and its purpose.

    `granted` is what the creator accepts of `asked`, all of it where empty; `days` until it expires,
    0 for one that expires while the demo loads, None for never.
    """

    agency: str
    creator: str
    state: str
    purpose: str
    asked: tuple[str, ...] = EVERYTHING
    granted: tuple[str, ...] = ()
    guardrails: Mapping[str, Any] = field(default_factory=dict)
    days: int | None = None

    @property
    def step(self) -> str:
        """The beginning of the names of its steps."""
        return f"{self.agency}-{self.creator}-{self.state}"


def _usd(amount: int) -> dict[str, Any]:
    return {"amount_minor": amount * 100, "currency": "USD"}


MANAGES = "Managing your brand partnerships."

FITS = "Finding out whether we fit."

PERMISSIONS = (
    Permission("northlight", "maya", "superseded", FITS, asked=READING),
    Permission("northlight", "maya", "active", MANAGES),
    Permission("northlight", "ravi", "active", MANAGES),
    Permission("northlight", "theo", "active", MANAGES, granted=NO_ACCEPT),
    Permission("northlight", "nina", "active", FITS, asked=READING),
    Permission(
        "northlight",
        "amara",
        "active",
        MANAGES,
        guardrails={
            "confirm_accepts_above": _usd(5000),
            "floor_price": _usd(1000),
            "blocked_categories": ["alcohol", "gambling"],
            "max_active_campaigns": 3,
        },
    ),
    Permission("northlight", "zoe", "active", MANAGES, guardrails={"confirm_all_accepts": True}),
    Permission("northlight", "marcus", "active", MANAGES, guardrails={"floor_price": _usd(10000)}, days=365),
    Permission(
        "northlight", "sofia", "active", MANAGES, guardrails={"blocked_categories": ["food/supplements/diet"]}
    ),
    Permission("northlight", "kenji", "active", MANAGES, days=180),
    Permission("northlight", "aisha", "active", MANAGES),
    Permission("northlight", "oscar", "active", MANAGES, guardrails={"max_active_campaigns": 1}),
    Permission("northlight", "freya", "active", "Managing your partnerships outside Denmark."),
    Permission("northlight", "ines", "active", "A first season together.", asked=NO_ACCEPT, days=90),
    Permission("northlight", "hana", "requested", MANAGES),
    Permission("northlight", "elise", "declined", MANAGES),
    Permission("northlight", "jonas", "revoked", MANAGES),
    Permission("northlight", "tomas", "ended", "A season of joint shows.", asked=NO_ACCEPT),
    Permission("casaverde", "lucia", "active", MANAGES),
    Permission("casaverde", "jonas", "active", MANAGES),
    Permission("casaverde", "tomas", "active", MANAGES, granted=NO_ACCEPT),
    Permission("casaverde", "diego", "active", "Llevar tus colaboraciones con marcas.", days=120),
    Permission("casaverde", "elise", "requested", "Representing you in Spain.", asked=NO_ACCEPT),
    Permission("casaverde", "theo", "ended", "A season of joint shows.", asked=FIGURES),
    Permission("casaverde", "maya", "expired", "One look at your figures.", asked=FIGURES, days=0),
)

_PATHS: dict[str, tuple[str, ...]] = {
    "requested": (),
    "active": ("accept",),
    "declined": ("decline",),
    "revoked": ("accept", "revoke"),
    "ended": ("accept", "end"),
    "expired": ("accept",),
    # By the acceptance of a later one, which follows in the list.
    "superseded": ("accept",),
}
"""How a delegation comes into each state."""

_FROM = {"accept": "requested", "decline": "requested", "revoke": "active", "end": "active"}

_REASONS = {
    "decline": "I look after my deals myself.",
    "revoke": "I have moved to another agency.",
    "end": "The season is over.",
}


Known = tuple[str, str, str]
"""What a delegation is known by: the agency's key, the creator's id, the purpose."""


def permit(
    session: Session, permission: Permission, known: Mapping[Known, dict[str, Any]]
) -> Callable[[], None]:
    """Brings a delegation into its state; returns what waits until a timer has done its part.

    `known` are those that there were at first.
    """
    agency = session.api(permission.agency)
    found = known.get((permission.agency, session.id(permission.creator), permission.purpose))
    delegation = found or _requested(session, permission)
    for action in _PATHS[permission.state]:
        if delegation["state"] == _FROM[action]:
            delegation = _act(session, permission, delegation, action)
    if permission.state != "expired" or delegation["state"] == "expired":
        return lambda: None
    return lambda: session.wait_for(
        "expired", "A delegation", lambda: agency.get_delegation(delegation["id"])["state"] == "expired"
    )


def delegations_of(session: Session, agency: str) -> dict[Known, dict[str, Any]]:
    """The delegations that an agency has or had."""
    listed = session.api(agency).list_delegations()
    return {(agency, each["creator_id"], each["purpose"]): {**each} for each in listed}


def _requested(session: Session, permission: Permission) -> dict[str, Any]:
    body: dict[str, Any] = {
        "creator_id": session.id(permission.creator),
        "scopes": list(permission.asked),
        "purpose": permission.purpose,
    }
    if permission.days is not None:
        body["expires_at"] = session.day(permission.days) if permission.days else session.soon()
    return session.post(
        session.api(permission.agency), "/v1/delegations", body, step=f"{permission.step}-request"
    )


def _act(session: Session, permission: Permission, delegation: dict[str, Any], action: str) -> dict[str, Any]:
    api = session.api(permission.agency if action == "end" else permission.creator)
    body = {"reason": _REASONS[action]} if action in _REASONS else _grant(permission)
    try:
        return session.post(
            api, f"/v1/delegations/{delegation['id']}/{action}", body, step=f"{permission.step}-{action}"
        )
    except Conflict:
        # The request itself may have expired before it was accepted, which is as good.
        if permission.state == "expired":
            return delegation
        raise


def _grant(permission: Permission) -> dict[str, Any]:
    scopes = {"scopes": list(permission.granted)} if permission.granted else {}
    return {**scopes, "guardrails": dict(permission.guardrails)}
