"""An agency that invites, and those who accept."""

from __future__ import annotations

from typing import Any

from services.roster.domain.parties import PartyKind
from services.roster.domain.people.commands import (
    AcceptInvitation,
    Invite,
    RevokeInvitation,
)
from services.roster.domain.people.roles import Role
from services.roster.handlers.people import invitations
from services.shared.commands import Commit
from tests.fakes.clock import FakeClock
from tests.fakes.invocations import Called
from tests.fakes.roster import FakeStore
from tests.unit.roster.build import delegation, pair, party
from tests.unit.roster.people import membership, person

PASSWORD = "three quiet rivers, one bridge"
EMAIL = "ana@example.com"


class Agency:
    """An agency that invites, beside another one, a brand and the operator."""

    def __init__(self) -> None:
        self.store, self.clock = FakeStore(), FakeClock()
        kinds = {"ag_1": PartyKind.AGENCY, "ag_2": PartyKind.AGENCY, "br_1": PartyKind.BRAND}
        for party_id, kind in {**kinds, "op_1": PartyKind.OPERATOR}.items():
            self.store.parties.insert(party(party_id, kind), Commit())
        self.store.pairs.insert(pair(delegation()), Commit())
        for person_id, role in (("pe_1", Role.OWNER), ("pe_2", Role.MANAGER), ("pe_3", Role.VIEWER)):
            self.store.people.insert(person(person_id, membership("ag_1", role)), Commit())

    def invites(
        self, email: str = EMAIL, role: Role | None = Role.MANAGER, by: str = "", key: str = "", **to: Any
    ) -> Any:
        given: dict[str, Any] = {"by_party": "ag_1", "party_id": "ag_1"} | to
        command = Invite(by_person=by, email=email, role=role, **given)
        return invitations.invite(self.store, self.clock, command, Called(given["by_party"], key))

    def accepts(self, token: str, password: str = PASSWORD, name: str = "Ana", person_id: str = "") -> Any:
        given: dict[str, Any] = {} if person_id else {"name": name, "password": password}
        command = AcceptInvitation(token, person_id=person_id, **given)
        return invitations.accept_invitation(self.store, self.clock, command)

    def revokes(self, invitation_id: str, by: str = "", party_id: str = "ag_1") -> Any:
        command = RevokeInvitation(party_id, by, invitation_id)
        return invitations.revoke_invitation(self.store, self.clock, command, Called(party_id))

    def offered(self, token: str) -> Any:
        return invitations.get_offered(self.store, self.clock, token=token)
