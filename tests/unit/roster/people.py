"""People and invitations that tests need, with only the interesting part to be said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.roster.domain.parties import PartyKind
from services.roster.domain.people.invitations import Invitation
from services.roster.domain.people.person import Membership, Person
from services.roster.domain.people.resets import Reset
from services.roster.domain.people.roles import ROLES_OF, Role
from services.roster.handlers.people.sealed import seals_of
from tests.fakes.clock import START

KINDS = {
    "ag": PartyKind.AGENCY,
    "br": PartyKind.BRAND,
    "cr": PartyKind.CREATOR,
    "op": PartyKind.OPERATOR,
}

KEY = "k" * 43
SEALS = seals_of(KEY)
"""What secrets of second factors are sealed with."""


def membership(party_id: str = "ag_1", role: Role | None = None, *creator_ids: str) -> Membership:
    """A membership, in the role that may do most unless said otherwise."""
    kind = KINDS[party_id.partition("_")[0]]
    return Membership(party_id, kind, role or ROLES_OF[kind][0], START, creator_ids)


def person(person_id: str = "pe_1", *memberships: Membership, **fields: Any) -> Person:
    """A person; owner of `ag_1` unless said otherwise."""
    given: dict[str, Any] = {
        "email": f"{person_id}@example.com",
        "name": person_id,
        "created_at": START,
        "updated_at": START,
        "sessions_valid_from": START,
        "memberships": memberships or (membership(),),
    }
    return Person(person_id, **(given | fields))


def invitation(invitation_id: str = "iv_1", **fields: Any) -> Invitation:
    """An invitation to be manager of `ag_1`."""
    given: dict[str, Any] = {
        "party_id": "ag_1",
        "party_kind": PartyKind.AGENCY,
        "email": "ana@example.com",
        "role": Role.MANAGER,
        "invited_by": "ag_1",
        "created_at": START,
        "updated_at": START,
        "expires_at": START + timedelta(days=7),
    }
    return Invitation(invitation_id, **(given | fields))


def reset(reset_id: str = "rs_1", **fields: Any) -> Reset:
    """A link to a new password."""
    given: dict[str, Any] = {
        "email": "ana@example.com",
        "created_at": START,
        "expires_at": START + timedelta(hours=1),
    }
    return Reset(reset_id, **(given | fields))
