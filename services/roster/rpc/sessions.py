"""A person's own sessions."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2

from protos.roster.v1 import oauth_pb2 as pb
from protos.roster.v1 import oauth_pb2_grpc as grpc_
from services.roster.domain.sessions import Session
from services.roster.handlers import sessions
from services.roster.handlers.sessions import Who
from services.roster.rpc.base import Rpc
from services.shared.calls import caller
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import fitted, to_message

join(Session, pb.Session, excerpt=True, message_only=["application_name", "party", "current"])


class SessionRpc(Rpc, grpc_.SessionServiceServicer):
    """Where a person is signed in."""

    def ListSessions(self, request: pb.ListSessionsRequest, _: Any) -> pb.ListSessionsResponse:
        page = sessions.list_sessions(self.store, self.clock, who=_who(), page=list_request(request))
        reply = pb.ListSessionsResponse(items=self._shown(page.items), next_cursor=page.next_cursor)
        return fitted(self.names.put_into(reply), page)

    def EndOwnSession(self, request: pb.EndOwnSessionRequest, _: Any) -> empty_pb2.Empty:
        sessions.end_own_session(self.store, self.clock, who=_who(), session_id=request.session_id)
        return empty_pb2.Empty()

    def EndOtherSessions(self, request: pb.EndOtherSessionsRequest, _: Any) -> empty_pb2.Empty:
        sessions.end_other_sessions(self.store, self.clock, who=_who())
        return empty_pb2.Empty()

    def _shown(self, found: tuple[Session, ...]) -> list[pb.Session]:
        current = sessions.current_ids(self.store, _who())
        names = sessions.names_of(self.store, frozenset(each.client_id for each in found))
        shown = []
        for each in found:
            message = to_message(pb.Session, each)
            message.current = each.id in current
            message.application_name = names.get(each.client_id, "")
            shown.append(message)
        return shown


def _who() -> Who:
    return Who(caller().person_id, caller().session_id)
