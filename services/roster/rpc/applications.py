"""Applications of parties."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2

from protos.roster.v1 import oauth_pb2 as pb
from protos.roster.v1 import oauth_pb2_grpc as grpc_
from services.roster.domain.applications import Application, Registered
from services.roster.handlers import applications
from services.roster.handlers.applications import Change, Registration
from services.roster.rpc.base import Rpc
from services.shared.calls import caller
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import optional, to_message, to_page

join(Application, pb.Application, domain_only=["party_id", "secret_hash"])
join(
    Application,
    pb.CreateApplicationResponse,
    domain_only=["party_id", "secret_hash"],
    message_only=["client_secret"],
)


class ApplicationRpc(Rpc, grpc_.ApplicationServiceServicer):
    """Applications that people can let in."""

    def CreateApplication(self, request: pb.CreateApplicationRequest, _: Any) -> pb.CreateApplicationResponse:
        invocation = RpcInvocation(request, _with_secret)
        uris = tuple(request.redirect_uris)
        given = Registration(caller().party_id, request.name, uris, request.confidential)
        return invocation.answer(applications.create_application(self.store, self.clock, given, invocation))

    def ListApplications(self, request: pb.ListApplicationsRequest, _: Any) -> pb.ListApplicationsResponse:
        page = list_request(request)
        found = applications.list_applications(self.store, party_id=caller().party_id, page=page)
        return to_page(pb.ListApplicationsResponse, pb.Application, found)

    def GetApplication(self, request: pb.GetApplicationRequest, _: Any) -> pb.Application:
        named = {"party_id": caller().party_id, "application_id": request.application_id}
        return shown(applications.get_application(self.store, **named))

    def PatchApplication(self, request: pb.PatchApplicationRequest, _: Any) -> pb.Application:
        invocation = RpcInvocation(request, shown)
        values = {"name": request.name, "redirect_uris": tuple(request.redirect_uris)}
        fields = {name: value for name, value in values.items() if name in request.update_mask.paths}
        expected = optional(request, "expected_version")
        change = Change(caller().party_id, request.application_id, fields, expected)
        return invocation.answer(applications.change_application(self.store, self.clock, change, invocation))

    def DeleteApplication(self, request: pb.DeleteApplicationRequest, _: Any) -> empty_pb2.Empty:
        named = {"party_id": caller().party_id, "application_id": request.application_id}
        applications.delete_application(self.store, self.clock, **named)
        return empty_pb2.Empty()


def shown(application: Application) -> pb.Application:
    """The application as its party sees it."""
    return to_message(pb.Application, application)


def _with_secret(made: Registered) -> pb.CreateApplicationResponse:
    message = to_message(pb.CreateApplicationResponse, made.application)
    message.client_secret = made.client_secret
    return message
