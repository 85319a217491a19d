"""Imports: the stream of an upload, and the records of all of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import grpc
from google.api.httpbody_pb2 import HttpBody

from protos.metrics.v1 import metrics_pb2 as pb
from protos.metrics.v1 import metrics_pb2_grpc as grpc_
from services.metrics.config import Settings
from services.metrics.domain.commands import ImportSnapshots, WithdrawImport
from services.metrics.domain.imports import Import, ImportState, Report
from services.metrics.handlers import imports, withdrawals
from services.metrics.handlers.imports import Upload
from services.metrics.parsing import Bounds, Stop
from services.metrics.roster import Roster
from services.metrics.rpc.base import Rpc, actor
from services.metrics.slots import Slots
from services.metrics.store import Store
from services.shared import ids
from services.shared.calls import Call, current
from services.shared.clock import Clock
from services.shared.codes import ErrorCode
from services.shared.errors import Malformed
from services.shared.invocations import RpcInvocation
from services.shared.joins import join
from services.shared.lists import list_request
from services.shared.mapping import enum_of, from_message, to_message, to_page
from services.shared.wire import UPLOAD_ENDS

join(
    Import,
    pb.Import,
    domain_only=["seen_at", "settled", "party_name", "withdrawn_by_name", "person_id"],
    message_only=["PARTY_KIND_BRAND", "PARTY_KIND_CREATOR"],
)
join(Report, pb.ImportReport)
join(WithdrawImport, pb.WithdrawImportRequest, domain_only=["by"])

BROKEN_OFF = "The upload broke off; send it again."

REPORTING_SECONDS = 10.0
"""What is kept back of the time that the caller waits, to end and answer in."""


class ImportRpc(Rpc, grpc_.ImportServiceServicer):
    """Bulk import."""

    def __init__(self, store: Store, clock: Clock, roster: Roster, settings: Settings) -> None:
        super().__init__(store, clock, roster)
        self._slots = Slots(settings.upload_threads)
        self._unpacked = settings.import_unpacked_bytes

    def ImportSnapshots(self, stream: Iterator[HttpBody], context: grpc.ServicerContext) -> pb.ImportReport:
        call, invocation = current(), RpcInvocation(None, report_message)
        bounds = Bounds(self._unpacked, _Attendance(self.clock, call, context).check)
        command = ImportSnapshots(actor(), ids.new_id("im"))
        with self._slots.taken_by(command.by.party_id):
            report = imports.import_snapshots(
                self.store,
                self.clock,
                self.roster,
                command,
                invocation,
                receive=_Incoming(stream).receive,
                bounds=bounds,
            )
        return invocation.answer(report)

    def ListImports(self, request: pb.ListImportsRequest, _: Any) -> pb.ListImportsResponse:
        state = enum_of(ImportState, request, "state")
        found = withdrawals.list_imports(self.store, by=actor(), state=state, page=list_request(request))
        return to_page(pb.ListImportsResponse, pb.Import, found)

    def GetImport(self, request: pb.GetImportRequest, _: Any) -> pb.Import:
        found = withdrawals.get_import(self.store, by=actor(), import_id=request.import_id)
        return import_message(found)

    def WithdrawImport(self, request: pb.WithdrawImportRequest, _: Any) -> pb.Import:
        invocation = RpcInvocation(request, import_message)
        command = from_message(WithdrawImport, request, by=actor())
        return invocation.answer(withdrawals.withdraw_import(self.store, self.clock, command, invocation))


class _Attendance:
    """Whether somebody still waits for an import."""

    def __init__(self, clock: Clock, call: Call, context: grpc.ServicerContext) -> None:
        self._clock, self._ends_at = clock, call.ends_at - REPORTING_SECONDS
        self._gone = threading.Event()
        if not context.add_callback(self._gone.set):
            self._gone.set()

    def check(self) -> None:
        """Raises Malformed when the caller has left, and Stop when it will soon have waited for too long."""
        if self._gone.is_set():
            raise Malformed(BROKEN_OFF, code=ErrorCode.BODY_INCOMPLETE)
        if self._clock.monotonic() >= self._ends_at:
            raise Stop("the time for one upload is over")


class _Incoming:
    """An upload that is on its way."""

    def __init__(self, stream: Iterator[HttpBody]) -> None:
        self._bodies = _arriving(stream)

    def receive(self) -> Upload:
        """The upload, when its first piece is here."""
        first = next(self._bodies, HttpBody())
        return Upload(first.content_type, _data(first, self._bodies))


def _arriving(stream: Iterator[HttpBody]) -> Iterator[HttpBody]:
    """What comes before the message that tells of the end; raises Malformed where none tells of it."""
    try:
        for body in stream:
            if body.content_type == UPLOAD_ENDS:
                return
            yield body
    except grpc.RpcError as error:
        raise Malformed(BROKEN_OFF, code=ErrorCode.BODY_INCOMPLETE) from error
    raise Malformed(BROKEN_OFF, code=ErrorCode.BODY_INCOMPLETE)


def _data(first: HttpBody, rest: Iterator[HttpBody]) -> Iterator[bytes]:
    yield first.data
    for body in rest:
        yield body.data


def report_message(report: Report) -> pb.ImportReport:
    """The report as the API shows it."""
    return to_message(pb.ImportReport, report)


def import_message(found: Import) -> pb.Import:
    """The record of an import as the API shows it."""
    return to_message(pb.Import, found)
