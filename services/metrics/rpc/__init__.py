"""The RPCs of the metrics service: parse, call one handler, convert."""

from __future__ import annotations

import zlib
from typing import Any, TypeVar

from google.protobuf.message import Message

from protos.callboard.common.v1 import audience_pb2
from protos.metrics.v1 import metrics_pb2 as pb
from protos.metrics.v1 import metrics_pb2_grpc as grpc_
from services.metrics.config import Settings
from services.metrics.domain.audience import Audience, Dimensions
from services.metrics.domain.commands import CreateAudience
from services.metrics.domain.match import AudienceMatch
from services.metrics.domain.profile import ProfileMetrics
from services.metrics.domain.series import Series
from services.metrics.domain.targets import Target
from services.metrics.domain.videos import Video
from services.metrics.handlers import audience, matches, metrics
from services.metrics.roster import Roster
from services.metrics.rpc.base import Rpc, actor
from services.metrics.rpc.imports import ImportRpc
from services.metrics.rpc.names import CreatorNames
from services.metrics.store import Store
from services.shared.calls import caller, current
from services.shared.clock import Clock
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import from_message, optional, text_of, to_message, to_page
from services.shared.paging import PageRequest, page_request
from services.shared.rpc import Registration

M = TypeVar("M", bound=Message)

join(ProfileMetrics, pb.ProfileMetrics, message_only=["creator"])
join(Series, pb.Series, message_only=["creator"])
join(Video, pb.Video)
join(
    Audience,
    pb.Audience,
    domain_only=[
        "id",
        "version",
        "strength",
        "party_id",
        "party_name",
        "delegation_id",
        "delegation_version",
    ],
    message_only=["creator"],
)
join(Dimensions, pb.Dimensions)
join(Target, audience_pb2.Target)
join(AudienceMatch, pb.AudienceMatch, message_only=["creator"])
join(
    AudienceMatch,
    pb.RankedCreator,
    domain_only=["formula", "dimensions", "missing", "reason_parts"],
    message_only=["creator"],
)
join(CreateAudience, pb.CreateAudienceRequest, domain_only=["by"])


def registrations(store: Store, clock: Clock, roster: Roster, settings: Settings) -> list[Registration]:
    """Every servicer with the function that adds it to a server."""
    return [
        (grpc_.add_MetricsServiceServicer_to_server, MetricsRpc(store, clock, roster)),
        (grpc_.add_ImportServiceServicer_to_server, ImportRpc(store, clock, roster, settings)),
    ]


class MetricsRpc(Rpc, grpc_.MetricsServiceServicer):
    """Figures computed from what was imported."""

    def __init__(self, store: Store, clock: Clock, roster: Roster) -> None:
        super().__init__(store, clock, roster)
        self._creators = CreatorNames(store, clock, roster)

    def GetMetrics(self, request: pb.GetMetricsRequest, _: Any) -> pb.ProfileMetrics:
        found = metrics.get_metrics(
            self.store,
            self.clock,
            self.roster,
            creator_id=request.creator_id,
            window_days=optional(request, "window_days"),
        )
        return self._named(to_message(pb.ProfileMetrics, found))

    def GetSeries(self, request: pb.GetSeriesRequest, _: Any) -> pb.Series:
        found = metrics.get_series(
            self.store,
            self.clock,
            self.roster,
            creator_id=request.creator_id,
            metric=text_of(request, "metric"),
            first=getattr(request, "from"),
            last=request.to,
        )
        return self._named(to_message(pb.Series, found))

    def ListVideos(self, request: pb.ListVideosRequest, _: Any) -> pb.ListVideosResponse:
        page = metrics.list_videos(
            self.store,
            self.clock,
            self.roster,
            creator_id=request.creator_id,
            page=list_request(request, key=()),
        )
        return to_page(pb.ListVideosResponse, pb.Video, page)

    def GetAudience(self, request: pb.GetAudienceRequest, _: Any) -> pb.Audience:
        return self._audience(audience.get_audience(self.store, creator_id=request.creator_id))

    def MatchAudience(self, request: pb.MatchAudienceRequest, _: Any) -> pb.AudienceMatch:
        target = from_message(Target, request.target)
        found = matches.match_audience(self.store, creator_id=request.creator_id, target=target)
        return self._named(to_message(pb.AudienceMatch, found))

    def MatchRoster(self, request: pb.MatchRosterRequest, _: Any) -> pb.MatchRosterResponse:
        page = matches.match_roster(
            self.store,
            self.roster,
            agency_id=caller().party_id,
            limited_to=caller().limited_to,
            target=from_message(Target, request.target),
            creator_ids=request.creator_ids,
            request_id=current().request_id,
            page=self._ranking(request),
        )
        answer = to_page(pb.MatchRosterResponse, pb.RankedCreator, page)
        names = self._creators.of_all([each.creator_id for each in answer.items])
        for each in answer.items:
            each.creator.CopyFrom(names[each.creator_id])
        return answer

    def _ranking(self, request: pb.MatchRosterRequest) -> PageRequest:
        """The page; a cursor is good for the same target, creators and order."""
        asked = pb.MatchRosterRequest()
        asked.CopyFrom(request)
        asked.ClearField("page_size")
        asked.ClearField("cursor")
        order = f"matches {zlib.crc32(asked.SerializeToString(deterministic=True)):08x}"
        sort = text_of(request, "sort")
        return page_request(request.page_size, request.cursor, order, matches.PLACE, sort=sort)

    def CreateAudience(self, request: pb.CreateAudienceRequest, _: Any) -> pb.Audience:
        invocation = RpcInvocation(request, self._audience)
        dimensions = from_message(Dimensions, request.dimensions)
        command = from_message(CreateAudience, request, by=actor(), dimensions=dimensions)
        created = audience.create_audience(self.store, self.clock, self.roster, command, invocation)
        return invocation.answer(created)

    def _audience(self, found: Audience) -> pb.Audience:
        return self._named(to_message(pb.Audience, found))

    def _named(self, message: M) -> M:
        """The answer with the name of the creator whom it is about."""
        shown: Any = message
        shown.creator.CopyFrom(self._creators.of(shown.creator_id))
        return message
