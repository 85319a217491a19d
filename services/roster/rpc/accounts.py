"""What the gateway asks for the pages on which people sign in."""

from __future__ import annotations

from typing import Any

from google.protobuf.empty_pb2 import Empty

from protos.roster.v1 import people_pb2 as pb
from protos.roster.v1 import people_pb2_grpc as grpc_
from services.roster.domain.people.commands import AcceptInvitation, FindExternal, ResetPassword, SignIn
from services.roster.domain.people.invitations import Invitation
from services.roster.domain.people.resets import RESET_PREFIX
from services.roster.handlers.people import invitations, resets, signing_in
from services.roster.handlers.people.signing_in import SignedIn
from services.roster.rpc.base import Rpc
from services.roster.rpc.people import account_message
from services.roster.store import Store
from services.shared.clock import Clock
from services.shared.joins import join
from services.shared.mapping import from_message, to_message
from services.shared.sealing import Seals

join(SignIn, pb.SignInRequest)
join(SignedIn, pb.SignInResponse)
join(ResetPassword, pb.ResetPasswordRequest)
join(AcceptInvitation, pb.AcceptInvitationRequest)
join(FindExternal, pb.FindExternalRequest)
join(Invitation, pb.OfferedInvitation, excerpt=True, message_only=["party", "has_account"])


class AccountRpc(Rpc, grpc_.AccountServiceServicer):
    """What the pages on which people sign in ask."""

    def __init__(self, store: Store, clock: Clock, seals: Seals, gateway_url: str) -> None:
        super().__init__(store, clock)
        self._seals, self._gateway_url = seals, gateway_url

    def SignIn(self, request: pb.SignInRequest, _: Any) -> pb.SignInResponse:
        found = signing_in.sign_in(self.store, self.clock, self._seals, from_message(SignIn, request))
        return self.names.put_into(to_message(pb.SignInResponse, found))

    def FindPerson(self, request: pb.FindPersonRequest, _: Any) -> pb.Account:
        found = signing_in.find_person(self.store, person_id=request.person_id)
        return account_message(self.names, found)

    def RequestReset(self, request: pb.RequestResetRequest, _: Any) -> Empty:
        resets.request_reset(self.store, self.clock, email=request.email, address=request.address)
        return Empty()

    def ResetPassword(self, request: pb.ResetPasswordRequest, _: Any) -> pb.Account:
        command = from_message(ResetPassword, request)
        return account_message(self.names, resets.reset_password(self.store, self.clock, command))

    def GetInvitation(self, request: pb.GetInvitationRequest, _: Any) -> pb.OfferedInvitation:
        offered = invitations.get_offered(self.store, self.clock, token=request.token)
        message = to_message(pb.OfferedInvitation, offered.invitation)
        message.has_account = offered.has_account
        return self.names.put_into(message)

    def AcceptInvitation(self, request: pb.AcceptInvitationRequest, _: Any) -> pb.Account:
        command = from_message(AcceptInvitation, request)
        joined = invitations.accept_invitation(self.store, self.clock, command)
        return account_message(self.names, joined)

    def IssueLink(self, request: pb.IssueLinkRequest, _: Any) -> pb.IssuedLink:
        if request.id.startswith(f"{RESET_PREFIX}_"):
            reset, token = resets.issue_token(self.store, self.clock, reset_id=request.id)
            return pb.IssuedLink(link=self._link("oauth/reset", token), expires_at=reset.expires_at)
        invitation, token = invitations.issue_token(self.store, self.clock, invitation_id=request.id)
        known = self.names.of([invitation.party_id]).get(invitation.party_id)
        return pb.IssuedLink(
            link=self._link("invitations", token),
            party_name=known.name if known else "",
            invited_by_name=invitation.invited_by_name,
            expires_at=invitation.expires_at,
        )

    def _link(self, page: str, token: str) -> str:
        return f"{self._gateway_url.rstrip('/')}/{page}/{token}"

    def FindExternal(self, request: pb.FindExternalRequest, _: Any) -> pb.Account:
        command = from_message(FindExternal, request)
        return account_message(self.names, signing_in.find_external(self.store, self.clock, command))
