"""What a person may do in a party, by her role in it: the one declaration."""

from __future__ import annotations

from enum import StrEnum

from services.roster.domain.parties import PartyKind
from services.shared.codes import FieldCode
from services.shared.errors import invalid

MOST_LIMITING = 100
"""Creators to whom one person can be limited: an assertion carries their ids."""


class Role(StrEnum):
    """What a person is in a party."""

    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"
    MEMBER = "member"
    CREATOR = "creator"
    OPERATOR = "operator"


ROLES_OF: dict[PartyKind, tuple[Role, ...]] = {
    PartyKind.AGENCY: (Role.OWNER, Role.MANAGER, Role.VIEWER),
    PartyKind.BRAND: (Role.MEMBER,),
    PartyKind.CREATOR: (Role.CREATOR,),
    PartyKind.OPERATOR: (Role.OPERATOR,),
}
"""The roles that there are in a party of a kind, the one that may do most first."""

LIMITABLE = frozenset({Role.MANAGER, Role.VIEWER})
"""The roles that may be limited to some creators."""


def _scopes(*names: str) -> frozenset[str]:
    return frozenset(f"marketplace.{name}" for name in names)


_VIEWER = _scopes(
    "profile.read",
    "rates.read",
    "audience.read",
    "metrics.read",
    "offers.read",
    "payments.read",
    "roster.read",
    "delegations.read",
    "activity.read",
    "directory.read",
    "events.read",
    "people.read",
)
_MANAGER = _VIEWER | _scopes(
    "rates.write",
    "profile.write",
    "metrics.import",
    "offers.negotiate",
    "offers.accept",
    "deliverables.write",
    "roster.write",
    "delegations.write",
)
_OWNERS = _scopes(
    "people.write", "webhooks.read", "webhooks.write", "applications.read", "applications.write"
)
_OWNER = _MANAGER | _OWNERS
_MEMBER = _scopes(
    "campaigns.read",
    "campaigns.write",
    "offers.read",
    "offers.negotiate",
    "offers.accept",
    "deliverables.write",
    "payments.read",
    "directory.read",
    "events.read",
    "webhooks.read",
    "webhooks.write",
    "people.read",
    "people.write",
    "applications.read",
    "applications.write",
)
_CREATOR = _scopes(
    "profile.read",
    "profile.write",
    "rates.read",
    "rates.write",
    "audience.read",
    "metrics.read",
    "offers.read",
    "offers.negotiate",
    "offers.accept",
    "deliverables.write",
    "payments.read",
    "delegations.read",
    "consent.write",
    "activity.read",
    "events.read",
    "webhooks.read",
    "webhooks.write",
    "people.read",
    "people.write",
    "applications.read",
    "applications.write",
)
_OPERATOR = _scopes(
    "operator.read",
    "operator.write",
    "activity.read",
    "metrics.import",
    "people.read",
    "people.write",
    "applications.read",
    "applications.write",
)

_TABLE: dict[tuple[str, str], frozenset[str]] = {
    (PartyKind.AGENCY, Role.OWNER): _OWNER,
    (PartyKind.AGENCY, Role.MANAGER): _MANAGER,
    (PartyKind.AGENCY, Role.VIEWER): _VIEWER,
    (PartyKind.BRAND, Role.MEMBER): _MEMBER,
    (PartyKind.CREATOR, Role.CREATOR): _CREATOR,
    (PartyKind.OPERATOR, Role.OPERATOR): _OPERATOR,
}


def scopes_of(kind: str, role: str) -> frozenset[str]:
    """What a person of that role may use in a party of that kind; nothing where there is no such role."""
    return _TABLE.get((kind, role), frozenset())


def role_in(kind: PartyKind, role: Role | None) -> Role:
    """The role, where a party of that kind has it; its only one where none is named. Raises Invalid."""
    allowed = ROLES_OF[kind]
    if role is None and len(allowed) == 1:
        return allowed[0]
    if role not in allowed:
        raise invalid("role", f"must be one of {', '.join(allowed)}", FieldCode.NOT_ONE_OF)
    return role


def check_limits(role: Role, creator_ids: tuple[str, ...]) -> None:
    """Raises Invalid where somebody of that role cannot be limited to these creators."""
    if creator_ids and role not in LIMITABLE:
        raise invalid("creator_ids", "only a manager or a viewer can be limited", FieldCode.INCONSISTENT)
    if len(creator_ids) > MOST_LIMITING:
        raise invalid("creator_ids", f"must be at most {MOST_LIMITING}", FieldCode.TOO_MANY_ITEMS)
