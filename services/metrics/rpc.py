"""The RPCs of the metrics service: parse, call one handler, convert."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc
from google.api.httpbody_pb2 import HttpBody

from protos.metrics.v1 import metrics_pb2 as pb
from protos.metrics.v1 import metrics_pb2_grpc as grpc_
from services.metrics.domain.audience import Dimensions
from services.metrics.domain.imports import Report
from services.metrics.domain.videos import DEFAULT_SORT
from services.metrics.handlers import audience, imports, metrics
from services.metrics.roster import Importer, Roster
from services.metrics.store import Store
from services.shared.calls import caller, current
from services.shared.clock import Clock
from services.shared.commands import Command, Replayed
from services.shared.errors import Malformed
from services.shared.mapping import from_message, moment, optional, to_message, to_page
from services.shared.paging import page_request
from services.shared.rpc import Registration, answer

IMPORT_PATH = "/v1/metrics/snapshots"


def registrations(store: Store, clock: Clock, roster: Roster) -> list[Registration]:
    """Every servicer with the function that adds it to a server."""
    return [
        (grpc_.add_MetricsServiceServicer_to_server, MetricsRpc(store, clock, roster)),
        (grpc_.add_ImportServiceServicer_to_server, ImportRpc(store, clock, roster)),
    ]


class _Rpc:
    def __init__(self, store: Store, clock: Clock, roster: Roster) -> None:
        self.store, self.clock, self.roster = store, clock, roster


class MetricsRpc(_Rpc, grpc_.MetricsServiceServicer):
    """Figures computed from what was imported."""

    def GetMetrics(self, request: pb.GetMetricsRequest, _: Any) -> pb.ProfileMetrics:
        found = metrics.get_metrics(
            self.store,
            self.clock,
            self.roster,
            creator_id=request.creator_id,
            window_days=optional(request, "window_days"),
        )
        return to_message(pb.ProfileMetrics, found)

    def GetSeries(self, request: pb.GetSeriesRequest, _: Any) -> pb.Series:
        found = metrics.get_series(
            self.store,
            self.clock,
            self.roster,
            creator_id=request.creator_id,
            metric=request.metric,
            first=getattr(request, "from"),
            last=request.to,
            interval=request.interval,
        )
        return to_message(pb.Series, found)

    def ListVideos(self, request: pb.ListVideosRequest, _: Any) -> pb.ListVideosResponse:
        page = metrics.list_videos(
            self.store,
            self.clock,
            self.roster,
            creator_id=request.creator_id,
            sort=request.sort,
            page=page_request(request.page_size, request.cursor, f"videos {request.sort or DEFAULT_SORT}"),
        )
        return to_page(pb.ListVideosResponse, pb.Video, page)

    def GetAudience(self, request: pb.GetAudienceRequest, _: Any) -> pb.Audience:
        return to_message(pb.Audience, audience.get_audience(self.store, creator_id=request.creator_id))

    def CreateAudience(self, request: pb.CreateAudienceRequest, _: Any) -> pb.Audience:
        return answer(
            request,
            lambda command: audience.create_audience(
                self.store,
                self.clock,
                self.roster,
                creator_id=request.creator_id,
                captured_at=moment(request, "captured_at"),
                source=request.source,
                dimensions=from_message(Dimensions, request.dimensions),
                command=command,
            ),
            lambda created: to_message(pb.Audience, created),
            pb.Audience,
        )


class ImportRpc(_Rpc, grpc_.ImportServiceServicer):
    """Bulk import."""

    def ImportSnapshots(self, stream: Iterator[HttpBody], _: Any) -> pb.ImportReport:
        call = current()
        bodies = _arriving(stream)
        first = next(bodies, HttpBody())
        command = Command(
            actor=call.identity.party_id,
            request_id=call.request_id,
            action=call.action,
            key=call.idempotency_key,
            encode=lambda report: _encode(report).SerializeToString(),
        )
        try:
            report = imports.import_snapshots(
                self.store,
                self.clock,
                self.roster,
                importer=Importer(caller(), call.action, IMPORT_PATH, call.request_id),
                content_type=first.content_type,
                chunks=_data(first, bodies),
                command=command,
            )
        except Replayed as done:
            return pb.ImportReport.FromString(done.reply)
        return _encode(report)


def _arriving(stream: Iterator[HttpBody]) -> Iterator[HttpBody]:
    try:
        yield from stream
    except grpc.RpcError as error:
        raise Malformed("The upload broke off; send it again.") from error


def _data(first: HttpBody, rest: Iterator[HttpBody]) -> Iterator[bytes]:
    yield first.data
    for body in rest:
        yield body.data


def _encode(report: Report) -> pb.ImportReport:
    return to_message(pb.ImportReport, report)
