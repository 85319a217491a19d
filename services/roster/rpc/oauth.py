"""What the gateway's authorization server asks."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2

from protos.roster.v1 import oauth_pb2 as pb
from protos.roster.v1 import oauth_pb2_grpc as grpc_
from services.roster.domain.sessions import Exchange
from services.roster.handlers import applications, oauth, session_ends
from services.roster.handlers.oauth import Client, Grant, Letting, Start, Started
from services.roster.handlers.session_ends import Ending
from services.roster.rpc.applications import shown
from services.roster.rpc.base import Rpc
from services.shared.access import KINDS, SCOPES
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.mapping import from_message, texts_of

join(Letting, pb.IssueCodeRequest)
join(Start, pb.StartSessionRequest)


class OAuthRpc(Rpc, grpc_.OAuthServiceServicer):
    """Sessions and their proofs, for the gateway."""

    def StartSession(self, request: pb.StartSessionRequest, _: Any) -> pb.StartSessionResponse:
        invocation = RpcInvocation(request, _started)
        start = from_message(Start, request)
        return invocation.answer(oauth.start_session(self.store, self.clock, start, invocation))

    def IssueCode(self, request: pb.IssueCodeRequest, _: Any) -> pb.IssueCodeResponse:
        invocation = RpcInvocation(request, _issued)
        letting = from_message(Letting, request, scopes=texts_of(request, "scopes"))
        return invocation.answer(oauth.issue_code(self.store, self.clock, letting, invocation))

    def ExchangeCode(self, request: pb.ExchangeCodeRequest, _: Any) -> pb.GrantResponse:
        invocation = RpcInvocation(request, _granted)
        given = Exchange(request.client_id, request.code, request.redirect_uri, request.code_verifier)
        grant = oauth.exchange_code(self.store, self.clock, _client(request), given, invocation)
        return invocation.answer(grant)

    def RefreshToken(self, request: pb.RefreshTokenRequest, _: Any) -> pb.GrantResponse:
        return _granted(oauth.refresh_token(self.store, self.clock, _client(request), request.refresh_token))

    def CheckSession(self, request: pb.CheckSessionRequest, _: Any) -> pb.CheckSessionResponse:
        if not request.secret:
            open_ = self.store.session_is_open(request.session_id, request.person_id)
            return pb.CheckSessionResponse(open=open_, person_id=request.person_id if open_ else "")
        found = oauth.open_sign_in(self.store, self.clock, request.session_id, request.secret)
        return pb.CheckSessionResponse(open=found is not None, person_id=found.person_id if found else "")

    def EndSession(self, request: pb.EndSessionRequest, _: Any) -> empty_pb2.Empty:
        ending = Ending(request.session_id, request.secret, _client(request), request.refresh_token)
        session_ends.end_session(self.store, self.clock, ending)
        return empty_pb2.Empty()

    def FindApplication(self, request: pb.FindApplicationRequest, _: Any) -> pb.FindApplicationResponse:
        named = {"application_id": request.application_id, "secret": request.client_secret}
        found = applications.find_application(self.store, **named)
        if found is None:
            return pb.FindApplicationResponse()
        return pb.FindApplicationResponse(
            application=shown(found.application), party_name=found.party_name, proved=found.proved
        )


def _client(request: Any) -> Client:
    return Client(request.client_id, request.client_secret)


def _started(made: Started) -> pb.StartSessionResponse:
    session = made.session
    return pb.StartSessionResponse(session_id=session.id, secret=made.secret, expires_at=session.expires_at)


def _issued(code: str) -> pb.IssueCodeResponse:
    return pb.IssueCodeResponse(code=code)


def _granted(grant: Grant) -> pb.GrantResponse:
    outcome = f"GRANT_OUTCOME_{grant.outcome.name}"
    if grant.session is None or grant.party_kind is None:
        return pb.GrantResponse(outcome=outcome)
    return pb.GrantResponse(
        outcome=outcome,
        session_id=grant.session.id,
        person_id=grant.session.person_id,
        party_id=grant.session.party_id,
        party_kind=KINDS[grant.party_kind],
        scopes=[SCOPES[scope] for scope in grant.scopes],
        refresh_token=grant.refresh_token,
    )
