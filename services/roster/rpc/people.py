"""The people of a party, and invitations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message

from protos.roster.v1 import people_pb2 as pb
from protos.roster.v1 import people_pb2_grpc as grpc_
from services.roster.domain.people.commands import ChangePerson, Invite, RemovePerson, RevokeInvitation
from services.roster.domain.people.invitations import Invitation, InvitationState
from services.roster.domain.people.person import Member, Membership, Person, member_of
from services.roster.handlers.people import invitations, memberships
from services.roster.handlers.people.invitations import Invited
from services.roster.rpc.base import Rpc, acting_person
from services.roster.rpc.names import Names
from services.roster.store import Store
from services.shared.calls import caller
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import enum_of, from_message, patch_of, to_message, to_page
from services.shared.paging import Page

M = TypeVar("M", bound=Message)

join(Member, pb.Person, message_only=["creators", "limited"])
join(Membership, pb.Membership, message_only=["party"])
join(Person, pb.Account, domain_only=["password_hash", "email_proven", "factor", "identities"])
_KEPT = ["party_kind", "invited_by_person", "tokens", "accepted_by", "settled"]
join(Invitation, pb.Invitation, domain_only=_KEPT, message_only=["party", "invited_by_actor", "limited"])
_BY = ["by_party", "by_person"]
join(Invite, pb.CreateInvitationRequest, domain_only=[*_BY, "party_id"])
join(Invite, pb.CreatePartyInvitationRequest, domain_only=_BY)
join(RevokeInvitation, pb.DeleteInvitationRequest, domain_only=_BY)
join(RemovePerson, pb.DeletePersonRequest, domain_only=_BY)
join(
    ChangePerson,
    pb.PatchPersonRequest,
    domain_only=[*_BY, "changes"],
    message_only=["role", "creator_ids", "update_mask"],
)
_OTHERS = ["party_id", "party_kind", "since"]
join(
    Membership,
    pb.PatchPersonRequest,
    domain_only=_OTHERS,
    message_only=["person_id", "update_mask", "expected_version"],
)


class PeopleRpc(Rpc, grpc_.PeopleServiceServicer):
    """The people of a party, and invitations."""

    def __init__(self, store: Store, clock: Clock, gateway_url: str) -> None:
        super().__init__(store, clock)
        self._gateway_url = gateway_url

    def ListPeople(self, request: pb.ListPeopleRequest, _: Any) -> pb.ListPeopleResponse:
        party_id, person_id = caller().party_id, acting_person()
        page = list_request(request)
        found = memberships.list_people(self.store, party_id=party_id, person_id=person_id, page=page)
        members = Page(tuple(member_of(each, party_id) for each in found.items), found.next_cursor)
        answer = to_page(pb.ListPeopleResponse, pb.Person, members)
        return self._with_creators(answer, answer.items)

    def GetPerson(self, request: pb.GetPersonRequest, _: Any) -> pb.Person:
        given = {"party_id": caller().party_id, "by_person": acting_person()}
        return self._member(memberships.get_person(self.store, **given, person_id=request.person_id))

    def PatchPerson(self, request: pb.PatchPersonRequest, _: Any) -> pb.Person:
        invocation = RpcInvocation(request, self._member)
        changes = patch_of(Membership, request, request.update_mask.paths).values
        command = from_message(ChangePerson, request, **_by(), changes=changes)
        return invocation.answer(memberships.change_person(self.store, self.clock, command, invocation))

    def DeletePerson(self, request: pb.DeletePersonRequest, _: Any) -> Empty:
        invocation = RpcInvocation(request, nothing)
        command = from_message(RemovePerson, request, **_by())
        return invocation.answer(memberships.remove_person(self.store, self.clock, command, invocation))

    def CreateInvitation(self, request: pb.CreateInvitationRequest, _: Any) -> pb.NewInvitation:
        invocation = RpcInvocation(request, self._invited)
        command = from_message(Invite, request, **_by(), party_id=caller().party_id)
        return invocation.answer(invitations.invite(self.store, self.clock, command, invocation))

    def ListInvitations(self, request: pb.ListInvitationsRequest, _: Any) -> pb.ListInvitationsResponse:
        found = invitations.list_invitations(
            self.store,
            self.clock,
            party_id=caller().party_id,
            person_id=acting_person(),
            state=enum_of(InvitationState, request, "state"),
            page=list_request(request),
        )
        return self._invitations(found)

    def DeleteInvitation(self, request: pb.DeleteInvitationRequest, _: Any) -> Empty:
        invocation = RpcInvocation(request, nothing)
        command = from_message(RevokeInvitation, request, **_by())
        return invocation.answer(invitations.revoke_invitation(self.store, self.clock, command, invocation))

    def CreatePartyInvitation(self, request: pb.CreatePartyInvitationRequest, _: Any) -> pb.NewInvitation:
        invocation = RpcInvocation(request, self._invited)
        command = from_message(Invite, request, **_by())
        return invocation.answer(invitations.invite(self.store, self.clock, command, invocation))

    def ListPartyInvitations(
        self, request: pb.ListPartyInvitationsRequest, _: Any
    ) -> pb.ListInvitationsResponse:
        found = invitations.invitations_of(
            self.store,
            self.clock,
            party_id=request.party_id,
            state=enum_of(InvitationState, request, "state"),
            page=list_request(request),
        )
        return self._invitations(found)

    def ListAccounts(self, request: pb.ListAccountsRequest, _: Any) -> pb.ListAccountsResponse:
        found = memberships.list_accounts(
            self.store, party_id=request.party_id, email=request.email, page=list_request(request)
        )
        return self.names.put_into(to_page(pb.ListAccountsResponse, pb.Account, found))

    def _member(self, person: Person) -> pb.Person:
        message = to_message(pb.Person, member_of(person, caller().party_id))
        return self._with_creators(message, [message])

    def _with_creators(self, answer: M, members: Iterable[pb.Person]) -> M:
        """The answer with the names of the creators to whom its people are limited."""
        members = tuple(members)
        _show_limits(members)
        names = self.names.of(creator_id for each in members for creator_id in each.creator_ids)
        for each in members:
            for creator_id in each.creator_ids:
                known = names.get(creator_id)
                handle, name = (known.handle or "", known.name) if known else ("", "")
                each.creators.add(id=creator_id, handle=handle, display_name=name)
        return answer

    def _invited(self, made: Invited) -> pb.NewInvitation:
        message = self.names.put_into(to_message(pb.Invitation, made.invitation))
        _show_limits([message])
        return pb.NewInvitation(
            invitation=message, link=f"{self._gateway_url.rstrip('/')}/invitations/{made.token}"
        )

    def _invitations(self, found: Page[Invitation]) -> pb.ListInvitationsResponse:
        answer = self.names.put_into(to_page(pb.ListInvitationsResponse, pb.Invitation, found))
        _show_limits(answer.items)
        return answer


def _show_limits(shown: Iterable[pb.Person | pb.Invitation]) -> None:
    """Says of each whether there are limits, and names those creators only whom whoever asks may see."""
    by = caller()
    for each in shown:
        each.limited = bool(each.creator_ids)
        seen = [creator_id for creator_id in each.creator_ids if by.reaches(creator_id)]
        each.ClearField("creator_ids")
        each.creator_ids.extend(seen)


def account_message(names: Names, person: Person) -> pb.Account:
    """The account with the names of its parties."""
    return names.put_into(to_message(pb.Account, person))


def nothing(_: object) -> Empty:
    """The answer that says no more than that it is done."""
    return Empty()


def _by() -> dict[str, str]:
    """Who asks, as commands name it."""
    return {"by_party": caller().party_id, "by_person": acting_person()}
